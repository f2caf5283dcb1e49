package dev.chmcorr.job.knn;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system of ImageNet's size that exists in name only: {@code many:/CLASSES-FILES} has so
 * many class folders with so many files each.
 */
public final class ManyFiles extends FileSystem {
  /** Of all file systems of this kind in this JVM. */
  private static final LongAdder LOOKS = new LongAdder();

  private static final LongAdder OPENED = new LongAdder();

  private Path working = new Path("many:/");

  /** How often files or folders were asked for, by listing or one by one. */
  static long looks() {
    return LOOKS.sum();
  }

  /** How often files were opened. */
  static long opened() {
    return OPENED.sum();
  }

  @Override
  public String getScheme() {
    return "many";
  }

  @Override
  public URI getUri() {
    return URI.create("many:///");
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    LOOKS.increment();
    String[] counts = sizes(path);
    boolean root = path.depth() == 1;
    int entries = Integer.parseInt(counts[root ? 0 : 1]);
    return IntStream.range(0, entries)
        .mapToObj(
            i ->
                root
                    ? folder(new Path(path, "n%08d".formatted(1440764 + i)))
                    : file(new Path(path, "%s_%d.JPEG".formatted(path.getName(), 10026 + i))))
        .toArray(FileStatus[]::new);
  }

  private static String[] sizes(Path path) {
    return path.toUri().getPath().split("/")[1].split("-");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    LOOKS.increment();
    if (path.getName().startsWith("_")) {
      throw new FileNotFoundException(path.toString());
    }
    return path.depth() < 3 ? folder(path) : file(path);
  }

  private static FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, 0, 0, path);
  }

  private static FileStatus file(Path path) {
    return new FileStatus(110_000, false, 1, 1 << 20, 0, path);
  }

  /** A file holds its own path. */
  @Override
  public FSDataInputStream open(Path path, int buffer) {
    OPENED.increment();
    return new FSDataInputStream(new Content(path.toString()));
  }

  /** Bytes that are read once, from the first to the last. */
  private static final class Content extends FSInputStream {
    private final ByteArrayInputStream bytes;

    Content(String text) {
      bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public void seek(long place) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getPos() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean seekToNewSource(long place) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    working = folder;
  }

  @Override
  public Path getWorkingDirectory() {
    return working;
  }
}
