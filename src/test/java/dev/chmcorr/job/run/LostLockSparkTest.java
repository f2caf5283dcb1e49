package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stood still, as on a laptop asleep, until another took its folder. */
class LostLockSparkTest {
  private static final RunRecord RUN = RunRecord.of("knn", "1", Map.of());

  @TempDir private Path folder;
  private final Storage store = new Storage(new Configuration());
  private org.apache.hadoop.fs.Path table;
  private Path lock;

  /** What the other is about to commit. */
  private Path others;

  @BeforeEach
  void writeTable() throws IOException {
    table = store.path(folder + "/table");
    lock = folder.resolve("_lock");
    Table.append(rows(3), table, RUN);
    others = folder.resolve("table/_temporary/0/task_1/part-other");
    Files.createDirectories(others.getParent());
    Files.writeString(others, "rows");
  }

  @Test
  void beginsNoTable() throws IOException {
    try (RunLock held = acquire()) {
      Files.writeString(lock, "1@elsewhere");

      assertRefused(catchThrowable(() -> Table.append(rows(2), table, RUN)));
      assertRefused(catchThrowable(() -> Table.overwrite(rows(2), table, RUN)));
    }
    assertThat(lock).hasContent("1@elsewhere");
    assertLeftAlone();
  }

  @Test
  void commitsNoTable() throws IOException {
    try (RunLock held = acquire()) {
      String mine = Files.readString(lock);
      String file = lock.toString();
      MapFunction<Row, Integer> lose =
          row -> {
            Files.writeString(Path.of(file), "1@elsewhere");
            return 7;
          };
      Dataset<Row> losing = rows(2).map(lose, Encoders.INT()).toDF();

      assertRefused(catchThrowable(() -> Table.append(losing, table, RUN)));
      assertLeftAlone();

      // The other's next commit leaves out the parts that this process wrote.
      Files.writeString(lock, mine);
      Table.append(rows(5), table, RUN);
      assertThat(count()).isEqualTo(3 + 5);
    }
  }

  @Test
  void writesNoRecord() throws IOException {
    try (RunLock held = acquire()) {
      Files.delete(lock);

      assertThatThrownBy(() -> RUN.write(store, store.path(folder.toString())))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot go on in file:%s: file:%s was deleted;", folder, lock);
    }
    assertThat(folder.resolve(RunRecord.FILE)).doesNotExist();
    assertThat(lock).doesNotExist();
  }

  /** Of another run in the same session. */
  @Test
  void anotherRunsFolderIsWrittenAllTheSame() throws IOException {
    org.apache.hadoop.fs.Path other = store.path(folder + "-other");
    try (RunLock lost = acquire();
        RunLock held = RunLock.acquire(store, other)) {
      Files.writeString(lock, "1@elsewhere");

      RUN.write(store, other);
      Table.append(rows(2), new org.apache.hadoop.fs.Path(other, "table"), RUN);
      new TableSwap(store, new org.apache.hadoop.fs.Path(other, "swapped"))
          .replaceWith(rows(4), RUN);

      assertRefused(catchThrowable(() -> Table.append(rows(2), table, RUN)));
    } finally {
      PathUtils.deleteDirectory(Path.of(folder + "-other"));
    }
    assertLeftAlone();
  }

  private RunLock acquire() throws IOException {
    return RunLock.acquire(store, store.path(folder.toString()));
  }

  private void assertRefused(Throwable thrown) {
    assertThat(Stream.iterate(thrown, Objects::nonNull, Throwable::getCause))
        .filteredOn(UserException.class::isInstance)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "Cannot go on in file:%s: process 1@elsewhere has taken it over (this one stood still, or both began at once); give the same command again when no other process is at work there"
                .formatted(folder));
  }

  private void assertLeftAlone() {
    assertThat(others).hasContent("rows");
    assertThat(count()).isEqualTo(3);
  }

  private long count() {
    return LocalSpark.session().read().parquet(table.toString()).count();
  }

  private static Dataset<Row> rows(int count) {
    return LocalSpark.session().range(count).toDF();
  }
}
