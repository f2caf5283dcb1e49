package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.OutputPlace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The command {@code sql}: statements on the tables of runs. */
public final class SqlJob {
  /** Bytes of a file of statements. */
  private static final long MAX_LENGTH = 1 << 20;

  private final JobContext context;
  private final SqlOptions options;
  private final InputStream input;

  private SqlJob(JobContext context, SqlOptions options, InputStream input) {
    this.context = context;
    this.options = options;
    this.input = input;
  }

  /**
   * Runs the statements that are given, or asks for them.
   *
   * @param input that is read, or stands for the terminal that is asked, if none is given
   * @throws SqlMistake if one cannot be run
   */
  public static void run(JobContext context, SqlOptions options, InputStream input)
      throws IOException {
    new SqlJob(context, options, input).run();
  }

  private void run() throws IOException {
    String given = given();
    int words = options.words().size();
    boolean isLast = given != null && options.file() == null;
    List<String> runs = isLast ? options.words().subList(0, words - 1) : options.words();
    if (runs.isEmpty()) {
      throw new SqlMistake("Missing RUN before the query: the folder of a run");
    }
    OutputPlace place = new OutputPlace(context.store());
    runs.forEach(run -> place.apartFrom("the run", run));
    place.refuseIn("--out", options.output().out());
    context.describe("open tables");
    SqlSession session =
        new SqlSession(
            context, RunViews.of(context, runs), new QueryOutput(context, options.output()));
    if (given == null && isAsked()) {
      Jline.demand(Jline.IS_THERE);
      SqlPrompt.run(session);
    } else {
      runAll(session, given == null ? utf8(input.readAllBytes()) : given);
    }
  }

  /** Whether a person types what this process reads. */
  private static boolean isAsked() throws IOException {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 0").inheritIO().start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The statements of the command line or of the file; null if there are none. */
  private String given() throws IOException {
    if (options.file() != null) {
      Path file = context.store().path(options.file());
      if (context.store().require("file of statements", file).getLen() > MAX_LENGTH) {
        throw new UserException(
            "Cannot read %s: it is longer than %d bytes".formatted(file, MAX_LENGTH));
      }
      return utf8(context.store().read(file));
    }
    String last = options.words().get(options.words().size() - 1);
    boolean isQuery = last.matches("(?s).*[\\s;(].*") && !exists(last);
    return isQuery ? last : null;
  }

  private boolean exists(String text) throws IOException {
    try {
      return context.store().exists(context.store().path(text));
    } catch (UserException e) {
      return false;
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void runAll(SqlSession session, String text) throws IOException {
    List<String> statements = Statements.of(text).all();
    if (statements.isEmpty()) {
      throw new SqlMistake("Cannot run the query: it is empty");
    }
    if (statements.size() > 1 && options.output().out() != null) {
      throw new SqlMistake(
          "Cannot write %d queries to one --out: give one".formatted(statements.size()));
    }
    for (String statement : statements) {
      session.run(statement);
    }
  }
}
