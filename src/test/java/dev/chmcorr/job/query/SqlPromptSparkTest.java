package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlPromptSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void itAnswersUntilThePersonLeaves() throws IOException {
    LocalSpark.session().range(3).write().parquet(folder.resolve("run/numbers").toString());
    Path history = folder.resolve("history");

    type(
        history,
        """
        SELECT sum(id) AS total
        FROM numbers -- not yet; ended
        ;
        SELECT idd FROM numbers;
        tables
        describe numbers
        SET x = 1;
        SELECT 'a;b' AS text; SELECT 2 AS two;
        exit
        SELECT 'after' AS late;
        """);

    assertThat(spark.out().lines())
        .containsSubsequence(
            "total",
            "-----",
            "    3",
            "Cannot run the query: line 1, column 8: A column, variable, or function parameter with name `idd` cannot be resolved. Did you mean one of the following? [`id`]",
            "numbers  file:" + folder.resolve("run/numbers"),
            "id        bigint     NULL",
            "a;b",
            "two");
    assertThat(spark.out()).contains("Cannot run SET: sql only reads").doesNotContain("after");
    assertThat(Files.readString(history)).contains("sum(id)", "describe numbers");
  }

  @Test
  void theEndOfInputLeaves() throws IOException {
    LocalSpark.session().range(3).write().parquet(folder.resolve("run/numbers").toString());

    type(null, "SELECT 7 AS seven;\nSELECT never ended");

    assertThat(spark.out()).contains("seven").doesNotContain("ended\n");
  }

  private void type(Path history, String text) throws IOException {
    SqlSession session =
        new SqlSession(
            spark.context(),
            RunViews.of(spark.context(), List.of(folder.resolve("run").toString())),
            new QueryOutput(spark.context(), SqlOptions.Output.of(null, null, null)));
    try (Terminal terminal = dumb(text)) {
      new SqlPrompt(session, terminal, history).run();
    }
  }

  private static Terminal dumb(String text) throws IOException {
    return new DumbTerminal(
        "test",
        Terminal.TYPE_DUMB,
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new ByteArrayOutputStream(),
        StandardCharsets.UTF_8);
  }
}
