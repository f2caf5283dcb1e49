package dev.chmcorr.job.picture;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The queries that are to be drawn: those asked for that have a result. */
final class WantedQueries {
  private static final String QUERY = "query_id";

  private final TreeMap<Integer, String> predictions;
  private final Map<Integer, Row> queries;
  private final Map<Integer, double[]> masks;

  private WantedQueries(
      TreeMap<Integer, String> predictions,
      Map<Integer, Row> queries,
      Map<Integer, double[]> masks) {
    this.predictions = predictions;
    this.queries = queries;
    this.masks = masks;
  }

  static WantedQueries of(JobContext context, PictureOptions options, RunSource source)
      throws IOException {
    Masks masks = masks(context, options, source);
    context.describe("read queries");
    Dataset<Row> all = Table.read(context.spark(), source.table("queries"), QueryRow.SCHEMA);
    BitSet chosen = chosen(options.queries(), all, source);
    TreeMap<Integer, String> predictions = predictions(context, chosen, source);
    Map<Integer, Row> queries = new HashMap<>();
    // To which query a mask belongs depends on all of them.
    (masks == null ? among(chosen, all) : all)
        .collectAsList()
        .forEach(row -> queries.put(row.<Integer>getAs(QUERY), row));
    check(context, chosen, predictions.size(), source);
    return new WantedQueries(
        predictions, queries, masks == null ? null : of(masks, queries, predictions.keySet()));
  }

  private static Map<Integer, double[]> of(
      Masks masks, Map<Integer, Row> queries, Set<Integer> ids) {
    List<Query> all = queries.values().stream().map(QueryRow::query).toList();
    return masks.of(all, ids);
  }

  private static TreeMap<Integer, String> predictions(
      JobContext context, BitSet chosen, RunSource source) {
    context.describe("read predictions");
    TreeMap<Integer, String> predictions = new TreeMap<>();
    Dataset<Row> all =
        Table.read(context.spark(), RunSource.results(source.folder()), ResultRow.SCHEMA)
            .where(col("setting").equalTo(source.setting().name()))
            .select(QUERY, "prediction");
    among(chosen, all)
        .collectAsList()
        .forEach(row -> predictions.put(row.getInt(0), row.getString(1)));
    return predictions;
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

  /** The masks that the setting was scored with, and no others; null if it was scored without. */
  private static Masks masks(JobContext context, PictureOptions options, RunSource source)
      throws IOException {
    String sha256 = source.setting().mask();
    if (sha256 == null) {
      if (options.masks() != null) {
        throw new UserException(
            "Unsupported --mask: setting %s was scored without masks"
                .formatted(source.setting().name()));
      }
      return null;
    }
    String file = options.masks() == null ? source.maskFile() : options.masks();
    if (file == null || !isThere(context, file)) {
      throw new UserException(
          "Missing --mask: setting %s was scored with masks%s; give their file (SHA-256 %s), or draw another setting (RUN@SETTING)"
              .formatted(source.setting().name(), file == null ? "" : " of " + file, sha256));
    }
    Masks masks = Masks.read(context.store(), file, options.limits());
    if (!masks.sha256().equals(sha256)) {
      throw new UserException(
          "Cannot use masks %s: setting %s was scored with others (SHA-256 %s, not %s); give the file by --mask"
              .formatted(file, source.setting().name(), sha256, masks.sha256()));
    }
    return masks;
  }

  private static boolean isThere(JobContext context, String file) throws IOException {
    Path path = context.store().path(file);
    return context.store().exists(path);
  }

  Set<Integer> ids() {
    return predictions.keySet();
  }

  /** What tasks need of those that a file is named for. */
  HashMap<Integer, Row> known(Map<Integer, String> files) {
    HashMap<Integer, Row> known = new HashMap<>();
    files.forEach(
        (id, file) ->
            known.put(
                id,
                new DrawQuery.Known(
                        queries.get(id),
                        predictions.get(id),
                        masks == null ? null : masks.get(id),
                        file)
                    .toRow()));
    return known;
  }
}
