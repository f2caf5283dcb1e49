package dev.chmcorr.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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
