package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark throws when it meets a damaged table, as a user is told of it. */
class UnreadableTableSparkTest {
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
