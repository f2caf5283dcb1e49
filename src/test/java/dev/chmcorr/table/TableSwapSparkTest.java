package dev.chmcorr.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of so many rows: 3 are the old ones, 5 the new ones. */
class TableSwapSparkTest {
  private static final RunRecord RUN = RunRecord.of("test", "1", Map.of());

  @TempDir private Path folder;
  private final Storage store = new Storage(new Configuration());
  private TableSwap swap;

  @BeforeEach
  void makeSwap() {
    swap = new TableSwap(store, path("table"));
  }

  @Test
  void newRowsTakeThePlaceOfOldOnes() throws IOException {
    swap.replaceWith(rows(3), RUN);
    assertTable(3);

    swap.replaceWith(rows(5), RUN);
    assertTable(5);
  }

  /** Spark refuses to overwrite what it reads. */
  @Test
  void newRowsMayBeSomeOfTheOldOnes() throws IOException {
    swap.replaceWith(rows(3), RUN);

    swap.replaceWith(LocalSpark.session().read().parquet(folder + "/table").where("id < 2"), RUN);

    assertTable(2);
  }

  @Test
  void withNothingBegunThereIsNothingToFinish() throws IOException {
    swap.finish();
    assertThat(folder).isEmptyDirectory();

    write(3, "table");
    swap.finish();
    assertTable(3);
  }

  @Test
  void killedWhileTheNewRowsAreWritten() throws IOException {
    write(3, "table");
    writePart("_table_new");

    swap.finish();

    assertTable(3);
  }

  @Test
  void killedBeforeTheOldTableIsRenamed() throws IOException {
    write(3, "table");
    write(5, "_table_new");

    swap.finish();

    assertTable(5);
  }

  @Test
  void killedBetweenTheTwoRenames() throws IOException {
    write(3, "_table_old");
    write(5, "_table_new");

    swap.finish();

    assertTable(5);
  }

  @Test
  void killedWhileTheOldTableIsDeleted() throws IOException {
    writePart("_table_old");
    write(5, "table");

    swap.finish();

    assertTable(5);
  }

  @Test
  void theOldTableComesBackIfThereIsNoNewOne() throws IOException {
    write(3, "_table_old");
    writePart("_table_new");

    swap.finish();

    assertTable(3);
  }

  @Test
  void aSwapThatWasNotFinishedDoesNotHinderTheNext() throws IOException {
    write(3, "table");
    writePart("_table_old");
    writePart("_table_new");

    swap.replaceWith(rows(5), RUN);

    assertTable(5);
  }

  /**
   * On a store that renames and deletes as S3 does; and killed again at any step while it goes on.
   */
  @Test
  void killedAtAnyStepOnAnObjectStore() throws IOException {
    write(3, "old");
    write(5, "new");
    int steps = 0;
    for (boolean finished = false; !finished; steps++) {
      boolean finishedAgain = false;
      for (int again = 0; !finishedAgain; again++) {
        String run = "%d-%d".formatted(steps, again);
        copy("old", run + "/table");
        copy("new", run + "/_table_new");

        finished = finishesWithin(steps, run);
        finishedAgain = finishesWithin(again, run);
        assertThat(finishesWithin(Integer.MAX_VALUE, run)).isTrue();

        assertThat(contents(run)).as(run).isEqualTo(contents("new", "table/"));
      }
    }
    assertThat(steps).isGreaterThan(10);
  }

  /** Whether a swap is finished without taking more steps; what it leaves is never half a table. */
  private boolean finishesWithin(int steps, String run) throws IOException {
    ObjectStore.left = steps;
    Configuration configuration = new Configuration();
    configuration.setClass("fs.file.impl", ObjectStore.class, FilterFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    boolean finished;
    try {
      new TableSwap(new Storage(configuration), path(run + "/table")).finish();
      finished = true;
    } catch (Killed e) {
      finished = false;
    }
    if (Files.exists(folder.resolve(run + "/table/_SUCCESS"))) {
      assertThat(contents(run + "/table")).as(run).isIn(contents("old"), contents("new"));
    }
    return finished;
  }

  /** Without checksums, which no object store has. */
  private void copy(String from, String to) throws IOException {
    Files.createDirectories(folder.resolve(to));
    for (Path file : files(from)) {
      Files.copy(file, folder.resolve(to).resolve(file.getFileName()));
    }
  }

  private Map<String, String> contents(String root) throws IOException {
    return contents(root, "");
  }

  /** What the files below a folder hold, by their names there behind a prefix. */
  private Map<String, String> contents(String root, String prefix) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(root)) {
      contents.put(
          prefix + folder.resolve(root).relativize(file),
          HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return contents;
  }

  private List<Path> files(String root) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(root))) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * This machine's disk as S3 is seen: a folder is renamed by copying two files and deleting them,
   * then the next two, and deleted file by file.
   */
  public static final class ObjectStore extends FilterFileSystem {
    private static final int PAGE = 2;

    /** Files that may be created or deleted before the process is killed. */
    private static int left;

    public ObjectStore() {
      super(new RawLocalFileSystem());
    }

    private static void step() {
      if (left-- <= 0) {
        throw new Killed();
      }
    }

    @Override
    public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) {
      return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      step();
      return super.create(file, permission, overwrite, buffer, replication, block, progress);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (getFileStatus(from).isFile()) {
        renameAll(List.of(from), file -> to);
        return true;
      }
      mkdirs(to);
      List<org.apache.hadoop.fs.Path> files = files(from);
      for (int i = 0; i < files.size(); i += PAGE) {
        renameAll(
            files.subList(i, Math.min(files.size(), i + PAGE)),
            file -> new org.apache.hadoop.fs.Path(to, file.getName()));
      }
      return super.delete(from, true);
    }

    private void renameAll(
        List<org.apache.hadoop.fs.Path> files, UnaryOperator<org.apache.hadoop.fs.Path> destination)
        throws IOException {
      for (org.apache.hadoop.fs.Path file : files) {
        step();
        FileUtil.copy(fs, file, fs, destination.apply(file), false, getConf());
      }
      for (org.apache.hadoop.fs.Path file : files) {
        step();
        super.delete(file, false);
      }
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      if (!exists(path)) {
        return false;
      }
      for (org.apache.hadoop.fs.Path file : files(path)) {
        step();
        super.delete(file, false);
      }
      return super.delete(path, true);
    }

    private List<org.apache.hadoop.fs.Path> files(org.apache.hadoop.fs.Path path)
        throws IOException {
      return Arrays.stream(listStatus(path)).map(FileStatus::getPath).sorted().toList();
    }
  }

  private void assertTable(long rows) throws IOException {
    assertThat(LocalSpark.session().read().parquet(folder + "/table").count()).isEqualTo(rows);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString).toList())
          .isEqualTo(List.of("table"));
    }
  }

  private void write(int rows, String name) {
    Table.append(rows(rows), path(name), RUN);
  }

  /** A table whose writing, or deleting, was cut short. */
  private void writePart(String name) throws IOException {
    write(1, name);
    Files.delete(folder.resolve(name).resolve("_SUCCESS"));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return store.path(folder + "/" + name);
  }

  private static Dataset<Row> rows(int count) {
    return LocalSpark.session().range(count).toDF();
  }
}
