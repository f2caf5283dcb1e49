package dev.chmcorr.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small disk of its own (tmpfs), as full as a test wants it. */
final class FullDisk implements AutoCloseable {
  private static final int KIBIBYTE = 1024;

  private final Path folder;
  private final Path ballast;

  private FullDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  /** Mounts an empty disk of four mebibytes; skips the test where that is not allowed. */
  static FullDisk mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()) == 0,
        "only root may mount a disk that can be filled");
    return new FullDisk(folder);
  }

  /** Fills it so that so much is left. */
  void leave(int kibibytes) throws IOException {
    Files.deleteIfExists(ballast);
    long size = Files.getFileStore(folder).getUsableSpace() - (long) kibibytes * KIBIBYTE;
    Files.write(ballast, new byte[Math.toIntExact(size)]);
  }

  /** Makes room. */
  void empty() throws IOException {
    Files.delete(ballast);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (run("umount", folder.toString()) != 0) {
      throw new IOException("Cannot unmount " + folder);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(List.of(command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // No such program.
    }
  }
}
