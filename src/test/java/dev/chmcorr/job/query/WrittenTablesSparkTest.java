package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.Schemas;
import dev.chmcorr.table.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
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

  @Test
  void duckReadsEveryTableAsTheContractSays() throws Exception {
    try (Duck duck = new Duck()) {
      for (Path table : files().stream().map(Path::getParent).distinct().toList()) {
        List<String> columns =
            duck.rows("DESCRIBE FROM '%s/*.parquet'".formatted(table)).stream()
                .map(
                    row ->
                        (row.get("column_name") + " " + row.get("column_type")).replace("\"", ""))
                .toList();
        assertThat(columns).containsExactlyElementsOf(duckTypes(CONTRACT.get(name(table))));
        long rows = LocalSpark.session().read().parquet(table.toString()).count();
        assertThat(duck.rows("SELECT count(*) AS n FROM '%s/*.parquet'".formatted(table)))
            .containsExactly(Map.of("n", rows));
      }
    }
  }

  private static List<String> duckTypes(TableSchema table) {
    return table.columns().stream()
        .map(column -> column.name() + " " + duckType(column.type()))
        .toList();
  }

  private static String duckType(DataType type) {
    if (type instanceof ArrayType array) {
      return duckType(array.elementType()) + "[]";
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .map(field -> "%s %s".formatted(field.name(), duckType(field.dataType())))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    return Map.of(
            "int", "INTEGER",
            "bigint", "BIGINT",
            "float", "FLOAT",
            "double", "DOUBLE",
            "boolean", "BOOLEAN",
            "string", "VARCHAR")
        .get(type.simpleString());
  }

  @Test
  void pathsOpenAsTheyAre() throws Exception {
    try (Duck duck = new Duck()) {
      for (String table : List.of("queries", "results", "errors")) {
        assertThat(
                duck.rows(
                    "SELECT path FROM '%s/%s/*.parquet'".formatted(runs.run("birds-chm"), table)))
            .extracting(row -> Path.of((String) row.get("path")))
            .allMatch(Files::isRegularFile);
      }
    }
  }

  @Test
  void theQuestionsOfThePageHaveTheSameAnswersInSparkAndDuck() throws Exception {
    QuestionPage page = QuestionPage.read();
    List<String> withRows = new ArrayList<>();
    assertThat(page.questions()).hasSizeGreaterThanOrEqualTo(12);
    try (Duck duck = new Duck()) {
      for (String view : page.preparation()) {
        duck.run(view.replace("'runs/", "'" + folder + "/runs/"));
      }
      for (QuestionPage.Question question : page.questions()) {
        List<Map<String, Object>> answer = rounded(duck.rows(question.duck()));
        assertThat(rounded(spark(question.spark()))).as(question.text()).isEqualTo(answer);
        if (!answer.isEmpty()) {
          withRows.add(question.text());
        }
      }
    }
    assertThat(withRows).hasSize(page.questions().size());
  }

  /** Rows of a query on the runs, through the command's own job. */
  private static List<Map<String, Object>> spark(String query) throws IOException {
    LocalSpark spark = new LocalSpark();
    SqlJob.run(
        spark.context(),
        new SqlOptions(
            List.of(runs.run("birds-chm"), runs.run("birds-near"), runs.run("birds"), query),
            null,
            SqlOptions.Output.of(SqlOptions.Format.JSON, null, null)),
        InputStream.nullInputStream());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : spark.out().lines().toList()) {
      rows.add(new ObjectMapper().readValue(line, new TypeReference<>() {}));
    }
    return rows;
  }

  /** Numbers of any type as doubles, without the digits that depend on the order of a sum. */
  private static List<Map<String, Object>> rounded(List<Map<String, Object>> rows) {
    rows.forEach(
        row ->
            row.replaceAll(
                (name, value) ->
                    value instanceof Number number
                        ? Math.round(number.doubleValue() * 1e9) / 1e9
                        : value));
    return rows;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static String table(Path file) {
    return name(file.getParent());
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
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
