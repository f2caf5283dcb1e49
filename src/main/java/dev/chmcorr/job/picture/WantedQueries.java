package dev.chmcorr.job.picture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** The queries that are to be drawn: those asked for that have a result. */
final class WantedQueries {
  private final TreeMap<Integer, Scored> results;
  private final Map<Integer, Row> queries;

  private WantedQueries(TreeMap<Integer, Scored> results, Map<Integer, Row> queries) {
    this.results = results;
    this.queries = queries;
  }

  /**
   * What the setting's results say of a query.
   *
   * @param mask [7][7] row-major, or null for attention
   */
  private record Scored(String prediction, double[] mask) {
    static Scored fromRow(Row row) {
      return new Scored(
          row.getAs("prediction"),
          row.isNullAt(row.fieldIndex("mask_cells"))
              ? null
              : row.<Double>getList(row.fieldIndex("mask_cells")).stream()
                  .mapToDouble(Double::doubleValue)
                  .toArray());
    }
  }

  static WantedQueries of(JobContext context, PictureOptions options, RunSource source) {
    TreeMap<Integer, Scored> results = results(context, options.queries(), source);
    context.describe("read queries");
    Map<Integer, Row> queries = new HashMap<>();
    Table.read(context.spark(), source.table("queries"), QueryRow.SCHEMA)
        .where(among(options.queries()))
        .collectAsList()
        .forEach(row -> queries.put(row.<Integer>getAs("query_id"), row));
    checkIds(context, options.queries(), results.keySet(), source);
    checkMasks(results.values(), source);
    return new WantedQueries(results, queries);
  }

  private static TreeMap<Integer, Scored> results(
      JobContext context, QuerySelection wanted, RunSource source) {
    context.describe("read predictions");
    TreeMap<Integer, Scored> results = new TreeMap<>();
    Table.read(context.spark(), RunSource.results(source.folder()), ResultRow.SCHEMA)
        .where(col("setting").equalTo(source.setting().name()).and(among(wanted)))
        .select("query_id", "prediction", "mask_cells")
        .collectAsList()
        .forEach(row -> results.put(row.getInt(0), Scored.fromRow(row)));
    return results;
  }

  private static Column among(QuerySelection wanted) {
    return wanted.ranges().stream()
        .map(range -> col("query_id").between(range.first(), range.last()))
        .reduce(Column::or)
        .orElse(lit(true));
  }

  private static void checkIds(
      JobContext context, QuerySelection wanted, Set<Integer> found, RunSource source) {
    long missing =
        wanted.ranges().stream().mapToLong(range -> (long) range.last() - range.first() + 1).sum()
            - found.size();
    if (found.isEmpty()) {
      throw new UserException(
          "Cannot draw the queries asked for: none of them has a result of setting %s in %s; see its tables queries and errors"
              .formatted(source.setting().name(), source.folder()));
    }
    if (!wanted.isAll() && missing > 0) {
      context
          .console()
          .warn("%d of the queries asked for have no result, and so no picture", missing);
    }
  }

  private static void checkMasks(Collection<Scored> results, RunSource source) {
    if (source.setting().mask() != null
        && results.stream().anyMatch(result -> result.mask() == null)) {
      throw new UserException(
          "Cannot draw setting %s of %s: an earlier version scored it, which did not keep its masks; score it again by rerank --mask"
              .formatted(source.setting().name(), source.folder()));
    }
  }

  Set<Integer> ids() {
    return results.keySet();
  }

  /** What tasks need of those that a file is named for. */
  HashMap<Integer, Row> known(Map<Integer, String> files) {
    HashMap<Integer, Row> known = new HashMap<>();
    files.forEach(
        (id, file) -> {
          Scored result = results.get(id);
          Row query = queries.get(id);
          known.put(
              id, new DrawQuery.Known(query, result.prediction(), result.mask(), file).toRow());
        });
    return known;
  }
}
