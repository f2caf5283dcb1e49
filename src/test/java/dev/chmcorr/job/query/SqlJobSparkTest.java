package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements on two small runs of two tables each. */
class SqlJobSparkTest {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir private static Path folder;
  @TempDir private Path out;
  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void writeTables() {
    table(
        "wrens/results",
        "VALUES (0, 'a', array(1, 2)), (1, 'b, \"c\"', null), (2, '', array()), (3, null, null)");
    table("wrens/errors", "VALUES (7, 'broken', null)");
    table("gulls-2/results", "VALUES (9, 'gull', null)");
    table("gulls-2/rankings", "VALUES (8, 'tern', null)");
  }

  private static void table(String place, String values) {
    LocalSpark.session()
        .sql(
            "SELECT id, name, cast(list AS array<int>) AS list FROM %s AS t(id, name, list)"
                .formatted(values))
        .coalesce(1)
        .write()
        .parquet(folder.resolve(place).toString());
  }

  private static String run(String name) {
    return folder.resolve(name).toString();
  }

  private void sql(SqlOptions.Output output, String... words) throws IOException {
    SqlJob.run(spark.context(), new SqlOptions(List.of(words), null, output), NOTHING);
  }

  private static SqlOptions.Output as(SqlOptions.Format format) {
    return SqlOptions.Output.of(format, null, null);
  }

  private void table(int limit, String... words) throws IOException {
    sql(SqlOptions.Output.of(null, null, limit), words);
  }

  @Test
  void aTableIsCutAndSaysHowManyRowsItHas() throws IOException {
    table(2, run("wrens"), "SELECT id, name, list FROM results ORDER BY id");

    assertThat(spark.out().lines())
        .containsExactly(
            "id  name    list",
            "--  ------  -----",
            " 0  a       [1,2]",
            " 1  b, \"c\"  NULL",
            "... and 2 more rows (--limit N)");
  }

  @Test
  void csvTellsNullsFromEmptyTexts() throws IOException {
    sql(as(SqlOptions.Format.CSV), run("wrens"), "SELECT id, name, list FROM results ORDER BY id");

    assertThat(spark.out().lines())
        .containsExactly(
            "id,name,list", "0,a,\"[1,2]\"", "1,\"b, \"\"c\"\"\",", "2,\"\",[]", "3,,");
  }

  @Test
  void jsonHasAnObjectOnEachLine() throws IOException {
    sql(
        as(SqlOptions.Format.JSON),
        run("wrens"),
        "SELECT * FROM results WHERE id IN (0, 3) ORDER BY id");

    assertThat(spark.out().lines())
        .containsExactly(
            "{\"id\":0,\"name\":\"a\",\"list\":[1,2]}", "{\"id\":3,\"name\":null,\"list\":null}");
  }

  @Test
  void parquetIsOneFileInTheOrderOfTheQuery() throws IOException {
    Path file = out.resolve("rows.parquet");
    sql(
        SqlOptions.Output.of(null, file.toString(), null),
        run("wrens"),
        "SELECT id FROM results ORDER BY id DESC");

    assertThat(out).isDirectoryContaining(found -> found.equals(file));
    try (var files = Files.list(out)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(
            LocalSpark.session().read().parquet(file.toString()).collectAsList().stream()
                .map(row -> row.getInt(0)))
        .containsExactly(3, 2, 1, 0);
    assertThat(spark.progress()).contains("sql: wrote file:" + file);
  }

  @Test
  void nothingIsWrittenIntoARun() {
    assertThatThrownBy(
            () ->
                sql(
                    SqlOptions.Output.of(null, run("wrens") + "/x.csv", null),
                    run("wrens"),
                    "SELECT 1"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write to --out");
  }

  @Test
  void ofSeveralRunsEachTableHasTheNameOfItsRun() throws IOException {
    table(
        9,
        run("wrens"),
        run("gulls-2"),
        """
        SELECT (SELECT max(id) FROM results), (SELECT max(id) FROM wrens_results),
          (SELECT max(id) FROM gulls_2_results), (SELECT max(id) FROM rankings)""");

    assertThat(spark.out().lines().skip(2).findFirst().orElseThrow().strip().split("\\s+"))
        .containsExactly("3", "3", "9", "8");
  }

  @Test
  void statementsComeFromAFileOrFromStandardInput() throws IOException {
    Path file = out.resolve("q.sql");
    Files.writeString(file, "SELECT 41 + 1 AS x; -- twice\nSELECT count(*) AS n FROM results;\n");
    SqlOptions.Output csv = as(SqlOptions.Format.CSV);
    SqlJob.run(
        spark.context(), new SqlOptions(List.of(run("wrens")), file.toString(), csv), NOTHING);
    SqlJob.run(
        spark.context(),
        new SqlOptions(List.of(run("wrens")), null, csv),
        new ByteArrayInputStream("SELECT 5 AS y".getBytes(StandardCharsets.UTF_8)));

    assertThat(spark.out().lines()).containsExactly("x", "42", "n", "4", "y", "5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 FORM x y | line 1, column 15: Syntax error at or near 'x'",
        "SELECT * FROM resultz | line 1, column 15: The table or view `resultz` cannot be found. Tables: errors, results, wrens_errors, wrens_results",
        "SELECT nam FROM results | line 1, column 8: A column, variable, or function parameter with name `nam` cannot be resolved. Did you mean one of the following? [`name`, `id`, `list`]",
        "SELECT id / 0 FROM results | line 1, column 8: Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead",
        "SELECT * FROM parquet.`/nowhere` | Path does not exist: file:/nowhere",
        "SELECT 1 WHERE (SELECT id FROM results) > 1 | line 1, column 16: More than one row returned by a subquery used as an expression"
      })
  void aMistakeIsOneLineThatSaysWhere(String statement, String message) {
    assertThatThrownBy(() -> table(9, run("wrens"), statement))
        .isInstanceOf(SqlMistake.class)
        .hasMessage("Cannot run the query: " + message);
  }

  @Test
  void theColumnOfAMistakeIsThatOfItsLine() {
    assertThatThrownBy(() -> table(9, run("wrens"), "SELECT id,\n   nam\nFROM results"))
        .hasMessageStartingWith("Cannot run the query: line 2, column 4: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO results VALUES (1, 'a', null)",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TEMPORARY VIEW results AS SELECT 1",
        "DROP VIEW results",
        "SET spark.sql.shuffle.partitions = 1",
        "ADD JAR '/tmp/x.jar'",
        "CACHE TABLE results",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "BEGIN SELECT 1; END",
        "WITH a AS (SELECT 1) INSERT INTO results SELECT * FROM a",
        "WITH a AS (SELECT 1) INSERT INTO IDENTIFIER('results') SELECT * FROM a",
        "FROM results INSERT INTO errors SELECT *",
        "EXPLAIN CREATE TABLE x AS SELECT 1",
        "SELECT java_method('java.lang.System', 'nanoTime')",
        "SELECT 1 WHERE (SELECT reflect('java.lang.System', 'nanoTime')) = 'a'",
        "WITH a AS (SELECT try_reflect('java.lang.System', 'nanoTime') x) SELECT * FROM a",
        "SELECT IDENTIFIER('java_method')('java.lang.System', 'nanoTime')",
        "SELECT TRANSFORM(name) USING 'cat' AS (x) FROM results",
        "WITH a AS (SELECT TRANSFORM(name) USING 'cat' AS (x) FROM results) SELECT * FROM a"
      })
  void whatDoesMoreThanReadIsRefused(String statement) {
    assertThatThrownBy(() -> table(9, run("wrens"), statement))
        .isInstanceOf(SqlMistake.class)
        .hasMessageMatching("Cannot run \\w+: sql only reads; .*");
    assertThat(LocalSpark.session().table("results").columns()).hasSize(3);
  }

  /** Wherever in a statement it stands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT CASE WHEN id = 1 THEN %s END FROM results",
        "SELECT max(id) OVER (PARTITION BY %s) FROM results",
        "SELECT transform(array(1), x -> %s)",
        "SELECT named_struct('a', array(%s))",
        "SELECT id FROM results WHERE EXISTS (SELECT %s)",
        "SELECT id FROM results WHERE 'a' IN (SELECT %s)",
        "SELECT 1 FROM results GROUP BY ALL HAVING %s = 'a'",
        "SELECT id FROM results ORDER BY %s",
        "SELECT * FROM results a JOIN results b ON %s = 'a'",
        "SELECT * FROM results, LATERAL (SELECT %s)",
        "SELECT * FROM results LATERAL VIEW explode(array(%s)) t AS x",
        "SELECT 1 UNION ALL SELECT %s",
        "VALUES (%s)"
      })
  void callsOfJavaAreRefusedEverywhere(String statement) {
    String call = "reflect('java.lang.System', 'nanoTime')";

    assertThatThrownBy(() -> table(9, run("wrens"), statement.formatted(call)))
        .isInstanceOf(SqlMistake.class)
        .hasMessageStartingWith("Cannot run reflect: sql only reads; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DESCRIBE results",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM results",
        "-- how many\n (SELECT count(*) FROM results)",
        "/* a */ FROM results SELECT id",
        "VALUES (1)",
        "TABLE results",
        "WITH a AS (SELECT 1) SELECT * FROM a"
      })
  void whatReadsRuns(String statement) throws IOException {
    table(9, run("wrens"), statement);

    assertThat(spark.out()).isNotBlank();
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    List<String> messages = new ArrayList<>();
    Path empty = Files.createDirectory(out.resolve("empty"));
    Path file = Files.writeString(out.resolve("file"), "");
    for (String name : List.of(empty.toString(), file.toString(), out + "/none")) {
      assertThatThrownBy(() -> table(9, name, "SELECT 1"))
          .isInstanceOf(UserException.class)
          .satisfies(thrown -> messages.add(thrown.getMessage()));
    }
    assertThat(messages.get(0)).contains("it holds no table; give the folder of a run");
    assertThat(messages.get(1)).contains("it is a file; give the folder of a run");
    assertThat(messages.get(2)).startsWith("Cannot find run ");
  }
}
