package dev.chmcorr.job.rankings;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.pickle.published.ScoreFile;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.ClassSchemas;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Where rankings come from: a run folder of {@code knn}, or a published score pickle. */
public final class RankingSource {
  private static final StructType IDS =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("gallery_id", DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, true);
  private static final StructType LIST =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("gallery_ids", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  private final JobContext context;
  private final ImageListing gallery;
  private final ImageListing queries;
  private final DataOptions options;

  /**
   * @param options by which the images were listed
   */
  public RankingSource(JobContext context, DataSet data, DataOptions options) {
    this.context = context;
    this.gallery = data.gallery();
    this.queries = data.queries();
    this.options = options;
  }

  /** Rows of {@link RankingRow#SCHEMA} whose paths and classes are the listed images'. */
  public Dataset<Row> read(String text) throws IOException {
    Path path = context.store().path(text);
    context.describe("read rankings of " + path);
    return context.store().require("rankings", path).isDirectory() ? table(path) : pickle(path);
  }

  private Dataset<Row> table(Path folder) throws IOException {
    Dataset<Row> rows = finished(context, folder);
    Dataset<Row> joined =
        rows.withColumnsRenamed(Map.of("query_path", "query_then", "gallery_path", "gallery_then"))
            .withColumnsRenamed(
                Map.of("query_class", "query_class_then", "gallery_class", "gallery_class_then"))
            .drop("gallery_label")
            .join(queries.dataset(context, "query"), "query_id")
            .join(gallery.dataset(context, "gallery"), "gallery_id");
    Row counts = rows.agg(count(lit(1)), countDistinct("query_id")).first();
    checkNames(counts.getLong(0), joined);
    tellOfUnranked(folder, counts.getLong(1));
    return canonical(joined);
  }

  /**
   * The nearest of each class that a run folder has beside the rankings.
   *
   * @return rows of {@link ClassSchemas#RANKINGS} whose paths and classes are the listed images'
   * @throws UserException if it has none
   */
  public Dataset<Row> readClasses(String text) throws IOException {
    Path table = new Path(context.store().path(text), "class_rankings");
    if (!context.store().exists(new Path(table, "_SUCCESS"))) {
      throw new UserException(
          "Cannot find %s, for --per-class: knn --per-class M makes it, given with the --name and --out of the ranking; a finished one is ranked again, its embeddings are kept"
              .formatted(table));
    }
    context.describe("read the rankings of each class of " + text);
    return Table.select(
        Table.read(context.spark(), table, ClassSchemas.RANKINGS.type())
            .select("query_id", "class_rank", "rank", "gallery_id", "similarity")
            .join(queries.dataset(context, "query"), "query_id")
            .join(gallery.dataset(context, "gallery"), "gallery_id"),
        ClassSchemas.RANKINGS.type());
  }

  /** The rankings table of a run folder, if its run has finished. */
  static Dataset<Row> finished(JobContext context, Path folder) throws IOException {
    Path rankings = new Path(folder, "rankings");
    if (!context.store().exists(rankings)) {
      throw new UserException(
          "Cannot find %s: give the folder DIR/NAME that knn or scores import wrote"
              .formatted(rankings));
    }
    if (!context.store().exists(new Path(rankings, "_SUCCESS")) || isBeingRanked(context, folder)) {
      throw new UserException(
          "Cannot use %s: the run that writes it has not finished; give its command again"
              .formatted(rankings));
    }
    return Table.read(context.spark(), rankings, RankingRow.SCHEMA);
  }

  /**
   * Whether the table is of an earlier life of a run that ranks anew, or was killed while it did.
   */
  private static boolean isBeingRanked(JobContext context, Path folder) throws IOException {
    RunRecord run = RunRecord.read(context.store(), folder);
    // Imports of format 1 had no summary.
    return run != null && run.formatVersion() > 1 && run.summary().isEmpty();
  }

  private void checkNames(long expected, Dataset<Row> joined) {
    Row found =
        joined
            .agg(
                count(lit(1)),
                first(
                    when(
                        differs(),
                        struct("query_then", "gallery_then", "query_path", "gallery_path")),
                    true))
            .first();
    if (found.getLong(0) != expected) {
      throw new UserException(
          "Cannot use these rankings: they name images that %s (%s) or %s (%s) do not have; give the folders that they were made from%s"
              .formatted(
                  gallery.root(),
                  Texts.count(gallery.size(), "image"),
                  queries.root(),
                  Texts.count(queries.size(), "image"),
                  hiddenOnes()));
    }
    if (!found.isNullAt(1)) {
      Row row = found.getStruct(1);
      throw new UserException(
          "Cannot use these rankings: they were made from other images: query %s, neighbour %s; here these are %s, %s"
              .formatted(row.getString(0), row.getString(1), row.getString(2), row.getString(3)));
    }
  }

  /** Whether a row's images or classes then and now are not the same. */
  private static Column differs() {
    // Without classes, the folder that a file lies in says nothing of it.
    Column queryDiffers =
        when(col("query_class").isNull(), notSame("query", RankingSource::file))
            .otherwise(notSame("query", RankingSource::fileName));
    Column galleryDiffers = fileName("gallery_then").notEqual(fileName("gallery_path"));
    Column classDiffers =
        not(col("query_class_then").eqNullSafe(col("query_class")))
            .or(col("gallery_class_then").notEqual(col("gallery_class")));
    return queryDiffers.or(galleryDiffers).or(classDiffers);
  }

  private String hiddenOnes() {
    long hidden = gallery.hidden() + queries.hidden();
    return hidden == 0
        ? ""
        : " (%s, see --hidden-files)".formatted(Texts.count(hidden, "hidden image"));
  }

  /** The last two parts of a path: class (or innermost folder) and file. */
  private static Column fileName(String column) {
    return substring_index(col(column), "/", -2);
  }

  private static Column file(String column) {
    return substring_index(col(column), "/", -1);
  }

  /** Whether an image's path then and now differ in what a function takes of them. */
  private static Column notSame(String image, Function<String, Column> part) {
    return part.apply(image + "_then").notEqual(part.apply(image + "_path"));
  }

  private static Dataset<Row> canonical(Dataset<Row> joined) {
    String[] columns = RankingRow.SCHEMA.fieldNames();
    return joined.select(List.of(columns).stream().map(c -> col(c)).toArray(Column[]::new));
  }

  private Dataset<Row> pickle(Path file) throws IOException {
    SortedMap<Integer, int[]> lists;
    try (InputStream in = context.store().system(file).open(file)) {
      lists = ScoreFile.read(in, file.toString(), options.limits());
    }
    checkIds(file, lists);
    List<Row> rows = new ArrayList<>(lists.size());
    lists.forEach((query, ids) -> rows.add(RowFactory.create(query, boxed(ids))));
    FlatMapFunction<Row, Row> unroll = RankingSource::unroll;
    Dataset<Row> ids =
        context
            .spark()
            .createDataFrame(
                JavaSparkContext.fromSparkContext(context.spark().sparkContext()).parallelize(rows),
                LIST)
            .flatMap(unroll, Encoders.row(IDS));
    return canonical(
        ids.join(queries.dataset(context, "query"), "query_id")
            .join(gallery.dataset(context, "gallery"), "gallery_id"));
  }

  private void checkIds(Path file, SortedMap<Integer, int[]> lists) {
    HiddenFit.check(file.toString(), lists, options.input(), new HiddenFit.Sets(gallery, queries));
    lists.forEach(
        (query, ids) -> {
          check(file, "query", query, queries);
          if (Arrays.stream(ids).distinct().count() < ids.length) {
            throw new UserException(
                "Cannot use %s: it names a gallery image twice for query %d"
                    .formatted(file, query));
          }
          for (int id : ids) {
            check(file, "gallery", id, gallery);
          }
        });
    tellOfUnranked(file, lists.size());
  }

  private void tellOfUnranked(Path source, long ranked) {
    if (ranked < queries.size()) {
      context
          .console()
          .warn("%s ranks %d of the %s", source, ranked, Texts.count(queries.size(), "query"));
    }
  }

  private static void check(Path file, String what, int id, ImageListing images) {
    if (id < 0 || id >= images.size()) {
      throw new UserException(
          "Cannot use %s: it names %s image %d, but %s has images 0..%d; give the folder that it was made from"
              .formatted(file, what, id, images.root(), images.size() - 1));
    }
  }

  private static Integer[] boxed(int[] ids) {
    Integer[] boxed = new Integer[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boxed[i] = ids[i];
    }
    return boxed;
  }

  /** Published lists are in ascending similarity: the best is last. */
  private static Iterator<Row> unroll(Row row) {
    List<Integer> ids = row.getList(1);
    List<Row> rows = new ArrayList<>(ids.size());
    for (int rank = 1; rank <= ids.size(); rank++) {
      rows.add(RowFactory.create(row.getInt(0), rank, ids.get(ids.size() - rank), null));
    }
    return rows.iterator();
  }
}
