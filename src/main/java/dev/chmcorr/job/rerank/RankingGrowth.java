package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lets a folder go on with rankings to which queries have been added since, or with those of some
 * of its queries: what both rank must be the same.
 */
final class RankingGrowth {
  private static final String QUERY = "query_id";

  private final JobContext context;
  private final RerankFolder folder;

  /**
   * @param folder which the caller has locked, but not yet claimed
   */
  RankingGrowth(JobContext context, RerankFolder folder) {
    this.context = context;
    this.folder = folder;
  }

  /**
   * The record with which the folder goes on. If its rankings grow, its table and its record have
   * the new ones then; in this order, so that a run killed in between goes on the same way.
   *
   * @param earlier record of the folder, or null
   * @param now record of the run that starts
   * @param rankings of that run
   */
  RunRecord settle(RunRecord earlier, RunRecord now, Dataset<Row> rankings) throws IOException {
    if (earlier == null || !differInRankingsAlone(earlier, now)) {
      return now;
    }
    if (!folder.isKept()) {
      // Nothing has been compared yet.
      write(now);
      return now;
    }
    context.describe("compare rankings");
    Dataset<Row> kept = folder.rankings();
    String keptDigest = RerankIdentity.digest(kept);
    Dataset<Row> common = Table.only(rankings, QUERY, Table.ids(kept, QUERY));
    if (RerankIdentity.digest(common).equals(keptDigest)) {
      long added = folder.grow(rankings);
      context
          .console()
          .stage(
              "rankings: %s been added",
              Texts.count(added, "query") + Texts.verb(added, " has", " have"));
      write(now);
      return now;
    }
    Dataset<Row> some = Table.only(kept, QUERY, Table.ids(rankings, QUERY));
    return RerankIdentity.digest(some).equals(RerankIdentity.digest(rankings))
        ? with(now, earlier.parameters().get(RerankIdentity.RANKINGS))
        : now;
  }

  private void write(RunRecord now) throws IOException {
    now.write(context.store(), folder.path());
  }

  private static boolean differInRankingsAlone(RunRecord earlier, RunRecord now) {
    String then = earlier.parameters().get(RerankIdentity.RANKINGS);
    return then != null
        && !then.equals(now.parameters().get(RerankIdentity.RANKINGS))
        && earlier.formatVersion() == now.formatVersion()
        && earlier.command().equals(now.command())
        && with(now, then).parameters().equals(earlier.parameters());
  }

  private static RunRecord with(RunRecord record, String rankings) {
    Map<String, String> parameters = new LinkedHashMap<>(record.parameters());
    parameters.put(RerankIdentity.RANKINGS, rankings);
    return new RunRecord(
        record.formatVersion(),
        record.codeVersion(),
        record.command(),
        parameters,
        record.inputs(),
        record.summary());
  }
}
