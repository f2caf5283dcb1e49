package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.Schemas;
import dev.chmcorr.table.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real commands write, held against the contract. */
class WrittenTablesSparkTest {
  @TempDir private static Path folder;
  private static DrawnRuns runs;

  private static final Map<String, TableSchema> CONTRACT =
      Schemas.all(ComparisonMethods.named("chm").codec()).stream()
          .collect(Collectors.toMap(TableSchema::name, Function.identity()));

  @BeforeAll
  static void makeRuns() throws IOException {
    runs = DrawnRuns.make(new LocalSpark().context(), folder);
  }

  @Test
  void everyFileOfEveryTableIsAsTheContractSays() throws IOException {
    List<Path> files = files();

    assertThat(files).extracting(file -> table(file)).containsAll(CONTRACT.keySet());
    for (Path file : files) {
      assertThat(CONTRACT).containsKey(table(file));
      assertThat(written(file).treeString())
          .as("%s", folder.relativize(file))
          .isEqualTo(CONTRACT.get(table(file)).type().treeString());
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static String table(Path file) {
    return file.getParent().getFileName().toString();
  }

  /** The type that a file's own schema tells, not the one that Spark has noted in it. */
  private static StructType written(Path file) throws IOException {
    Configuration hadoop = new Configuration();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), hadoop))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      return new ParquetToSparkSchemaConverter(LocalSpark.session().sessionState().conf())
          .convert(schema);
    }
  }
}
