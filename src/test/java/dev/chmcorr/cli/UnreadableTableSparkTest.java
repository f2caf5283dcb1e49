package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark throws when it meets a damaged table, as a user is told of it. */
class UnreadableTableSparkTest {
  /** The rows of one table come from another, of which a file has gone. */
  @Test
  void whenOneTableIsMadeOfAnotherTheOneThatCannotBeReadIsNamed(@TempDir Path folder)
      throws IOException {
    Path from = folder.resolve("embeddings");
    LocalSpark.session().range(5).coalesce(1).write().parquet(from.toString());
    Dataset<Row> rows = LocalSpark.session().read().parquet(from.toString());
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    var to = new org.apache.hadoop.fs.Path(folder.resolve("rankings").toString());
    RunRecord run = RunRecord.of("knn", "1", Map.of());

    assertThatThrownBy(() -> Table.append(rows, to, run))
        .satisfies(
            thrown ->
                assertThat(UserErrors.in((Exception) thrown).orElseThrow())
                    .startsWith("Cannot read table file:%s: part-".formatted(from))
                    .contains("does not exist"));
  }

  @Test
  void aFileOfATableThatSparkCannotReadIsNamedWithItsTable(@TempDir Path folder)
      throws IOException {
    Path table = Files.createDirectory(folder.resolve("rankings"));
    Files.writeString(table.resolve("part-0.parquet"), "no table, but long enough to be one");
    StructType schema = new StructType().add("query_id", DataTypes.IntegerType);
    Dataset<Row> rows = LocalSpark.session().read().schema(schema).parquet(table.toString());

    assertThatThrownBy(rows::collectAsList)
        .satisfies(
            thrown ->
                assertThat(UserErrors.in((Exception) thrown).orElseThrow())
                    .startsWith(
                        "Cannot read table file:%s: part-0.parquet: it is not a Parquet file"
                            .formatted(table))
                    .contains("; put the file back, or delete the table")
                    .doesNotContain("\n"));
  }
}
