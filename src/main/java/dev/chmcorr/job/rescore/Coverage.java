package dev.chmcorr.job.rescore;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far a run has compared its queries with their nearest neighbours.
 *
 * @param ranked queries that have a ranking
 * @param compared of these, the ones that have been compared
 * @param pairs among these, failed ones included
 * @param failed pairs of which an image failed
 */
record Coverage(long ranked, long compared, long pairs, long failed) {
  private static final String QUERY = "query_id";

  /**
   * Looks whether all pairs are there.
   *
   * @param n candidates per query
   * @throws UserException if queries have been compared with fewer, though they have as many
   *     neighbours
   */
  static Coverage of(JobContext context, ScoredRun run, int n) throws IOException {
    context.describe("look for compared pairs");
    Row row = counts(run, n).first();
    int most = row.getInt(6);
    if (n > most) {
      throw new UserException(
          "Cannot score %d candidates a query (--N): %s has compared %d; give at most --N %d, or compare more by rerank --out %s --N %d"
              .formatted(n, run.path(), most, most, run.path(), n));
    }
    if (row.getLong(4) > 0) {
      Row least = row.getStruct(5);
      throw new UserException(
          "Cannot score %d candidates a query (--N): %s has compared %s with fewer, query %d with %d; compare the others by rerank --out %s --N %d"
              .formatted(
                  n,
                  run.path(),
                  Texts.count(row.getLong(4), "query"),
                  least.getInt(1),
                  least.getLong(0),
                  run.path(),
                  n));
    }
    return new Coverage(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3));
  }

  private static Dataset<Row> counts(ScoredRun run, int n) throws IOException {
    Dataset<Row> asked =
        run.folder()
            .rankings()
            .where(col("rank").leq(n))
            .groupBy(QUERY)
            .agg(count(lit(1)).as("asked"));
    Dataset<Row> found =
        run.folder()
            .correspondences()
            .groupBy(QUERY)
            .agg(
                expr("count(DISTINCT IF(rank <= %d, rank, NULL))".formatted(n)).as("found"),
                expr("count_if(rank <= %d AND error IS NOT NULL)".formatted(n)).as("failed"),
                max("rank").as("most"));
    return asked
        .join(found, new String[] {QUERY}, "left")
        .agg(
            count(lit(1)),
            count(col("found")),
            expr("coalesce(sum(found), 0)"),
            expr("coalesce(sum(failed), 0)"),
            expr("count_if(found < asked)"),
            expr("min(struct(found, query_id)) FILTER (WHERE found < asked)"),
            expr("coalesce(max(most), 0)"));
  }
}
