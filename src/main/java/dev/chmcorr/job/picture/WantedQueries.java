package dev.chmcorr.job.picture;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The queries that are to be drawn: those asked for that have a result. */
final class WantedQueries {
  private static final String QUERY = "query_id";

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
    context.describe("read queries");
    Dataset<Row> all = Table.read(context.spark(), source.table("queries"), QueryRow.SCHEMA);
    BitSet chosen = chosen(options.queries(), all, source);
    TreeMap<Integer, Scored> results = results(context, chosen, source);
    Map<Integer, Row> queries = new HashMap<>();
    among(chosen, all).collectAsList().forEach(row -> queries.put(row.<Integer>getAs(QUERY), row));
    check(context, chosen, results.size(), source);
    checkMasks(results.values(), source);
    return new WantedQueries(results, queries);
  }

  private static TreeMap<Integer, Scored> results(
      JobContext context, BitSet chosen, RunSource source) {
    context.describe("read predictions");
    TreeMap<Integer, Scored> results = new TreeMap<>();
    Dataset<Row> all =
        Table.read(context.spark(), RunSource.results(source.folder()), ResultRow.SCHEMA)
            .where(col("setting").equalTo(source.setting().name()))
            .select(QUERY, "prediction", "mask_cells");
    among(chosen, all)
        .collectAsList()
        .forEach(row -> results.put(row.getInt(0), Scored.fromRow(row)));
    return results;
  }

  /** The ids of those that are asked for; null for all. */
  private static BitSet chosen(QuerySelection wanted, Dataset<Row> queries, RunSource source) {
    return wanted.isAll()
        ? null
        : wanted.choose(Table.ids(queries, QUERY), "of " + source.folder());
  }

  private static Dataset<Row> among(BitSet chosen, Dataset<Row> rows) {
    return chosen == null ? rows : Table.only(rows, QUERY, chosen);
  }

  private static void check(JobContext context, BitSet chosen, int found, RunSource source) {
    if (found == 0) {
      throw new UserException(
          "Cannot draw the queries asked for: none of them has a result of setting %s in %s; see its tables queries and errors"
              .formatted(source.setting().name(), source.folder()));
    }
    int missing = chosen == null ? 0 : chosen.cardinality() - found;
    if (missing > 0) {
      context
          .console()
          .warn(
              "%d of the queries asked for %s no result, and so no picture",
              missing, Texts.verb(missing, "has", "have"));
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
