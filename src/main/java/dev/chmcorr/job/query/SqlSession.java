package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.SessionInternals;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SessionState;

/** Runs statements on the views of runs, one after the other. */
final class SqlSession {
  private final JobContext context;
  private final RunViews views;
  private final QueryOutput output;

  SqlSession(JobContext context, RunViews views, QueryOutput output) {
    this.context = context;
    this.views = views;
    this.output = output;
  }

  Map<String, Path> tables() {
    return views.tables();
  }

  JobContext context() {
    return context;
  }

  /**
   * Runs a statement and shows its rows.
   *
   * @throws SqlMistake if it is none that reads, or Spark finds a mistake in it
   */
  void run(String statement) throws IOException {
    context.describe("run the query");
    try {
      demandReading(statement);
      output.put(context.spark().sql(statement));
    } catch (UserException | SqlMistake e) {
      throw e;
    } catch (Exception e) {
      throw SqlErrors.mistake(e, statement, views.tables().keySet())
          .<RuntimeException>map(mistake -> mistake)
          // Spark throws checked exceptions that its methods do not declare.
          .orElseGet(() -> new IllegalStateException("Failed to run the query", e));
    } finally {
      context.console().rest();
    }
  }

  private void demandReading(String statement) throws ParseException {
    ReadOnly.Looks looks = ReadOnly.demandReading(statement);
    SessionState state = SessionInternals.state(context.spark());
    LogicalPlan parsed = state.sqlParser().parsePlan(statement);
    ReadOnly.demandReading(parsed, looks);
    if (looks == ReadOnly.Looks.REFUSED) {
      // Names that are computed are known only now.
      ReadOnly.demandReading(state.analyzer().execute(parsed), looks);
    }
  }
}
