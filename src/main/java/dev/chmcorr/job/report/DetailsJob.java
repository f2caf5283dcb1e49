package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.score.PairReader;
import dev.chmcorr.report.GalleryName;
import dev.chmcorr.report.PairBlock;
import dev.chmcorr.report.QueryDetails;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple4;

/**
 * The files with all that the pages of a run's queries show, written by tasks. A task holds the
 * queries of one file at a time.
 */
final class DetailsJob {
  /**
   * Rank of the line of a query itself, before those of its neighbours. Below it are the nearest of
   * each class, at the number that {@link #ofClass} makes of an image's id.
   */
  private static final int QUERY = 0;

  private DetailsJob() {}

  /**
   * Writes them; gives the bytes of each.
   *
   * @param meter counts the queries that are written
   */
  static List<Long> run(ShownRun run, RunPages pages, StageMeter meter) throws IOException {
    int perFile = pages.perFile().details();
    MapFunction<Row, Integer> ofLine = line -> line.<Integer>getAs(Places.PLACE) / perFile;
    MapFunction<Tuple4<Integer, Integer, int[], float[]>, Integer> ofPair =
        pair -> pair._1() / perFile;
    Dataset<Row> common = run.folder().correspondences();
    Dataset<Row> all = common.unionByName(Table.select(ofClasses(run), List.of(common.columns())));
    Dataset<Row> pairs = pages.places().join(all).withColumn("query_id", col("place"));
    return lines(run, pages.places())
        .groupByKey(ofLine, Encoders.INT())
        .cogroup(
            PairReader.read(pairs, run.codec()).groupByKey(ofPair, Encoders.INT()),
            new WriteFile(run, pages, meter),
            Encoders.LONG())
        .collectAsList();
  }

  private static Column ofClass(Column id) {
    return lit(-1).minus(id);
  }

  /** The pairs of the nearest of each class that are none of the common ones. */
  private static Dataset<Row> ofClasses(ShownRun run) throws IOException {
    return run.folder()
        .classes()
        .correspondences()
        .join(
            ClassNeighbours.of(run).select("query_id", "gallery_id"),
            new String[] {"query_id", "gallery_id"},
            "left_semi")
        .withColumn("rank", ofClass(col("gallery_id")));
  }

  /** A line of each query, and one of each of its neighbours. */
  private static Dataset<Row> lines(ShownRun run, Places places) throws IOException {
    Dataset<Row> masks = run.results().select("query_id", "mask_cells");
    Dataset<Row> queries =
        run.folder()
            .queryTable()
            .join(masks, new String[] {"query_id"}, "left")
            .select(
                col("query_id"),
                lit(QUERY).as("rank"),
                col("query_id").as("id"),
                col("path"),
                col("class"),
                lit(null).cast("double").as("similarity"),
                col("name"),
                col("bytes"),
                col("modified"),
                col("mask_cells"),
                lit(0).as("class_rank"),
                lit(0).as("in_class"));
    Dataset<Row> common =
        run.folder().rankings().withColumn("class_rank", lit(0)).withColumn("in_class", lit(0));
    Dataset<Row> ofClasses =
        ClassNeighbours.of(run)
            .withColumn("in_class", col("rank"))
            .withColumn("rank", ofClass(col("gallery_id")));
    return places.join(queries.union(neighbours(common)).union(neighbours(ofClasses)));
  }

  private static Dataset<Row> neighbours(Dataset<Row> ranked) {
    return ranked.select(
        col("query_id"),
        col("rank"),
        col("gallery_id").as("id"),
        col("gallery_path").as("path"),
        col("gallery_class").as("class"),
        col("similarity"),
        lit(null).cast("string").as("name"),
        lit(null).cast("long").as("bytes"),
        lit(null).cast("long").as("modified"),
        lit(null).cast("array<double>").as("mask_cells"),
        col("class_rank"),
        col("in_class"));
  }

  /** What is known of a query so far: its lines and its pairs, by rank. */
  private static final class Collected {
    final TreeMap<Integer, Row> lines = new TreeMap<>();
    final TreeMap<Integer, byte[]> blocks = new TreeMap<>();
  }

  private static final class WriteFile
      implements CoGroupFunction<Integer, Row, Tuple4<Integer, Integer, int[], float[]>, Long> {
    private static final long serialVersionUID = 1L;

    private static final Comparator<Row> BY_CLASS =
        Comparator.<Row>comparingInt(line -> line.getAs("class_rank"))
            .thenComparingInt(line -> line.getAs("in_class"));

    private final String key;
    private final String galleryRoot;
    private final String method;
    private final DataFiles files;
    private final PictureNames pictures;
    private final Broadcast<HashMap<String, Integer>> numbers;
    private final StageMeter meter;

    WriteFile(ShownRun run, RunPages pages, StageMeter meter) {
      this.key = pages.key();
      this.galleryRoot = run.galleryRoot();
      this.method = run.method();
      this.files = pages.files();
      this.pictures = pages.pictures();
      this.numbers = pages.classes().numbers();
      this.meter = meter;
    }

    @Override
    public Iterator<Long> call(
        Integer file, Iterator<Row> lines, Iterator<Tuple4<Integer, Integer, int[], float[]>> pairs)
        throws IOException {
      TreeMap<Integer, Collected> queries = new TreeMap<>();
      while (lines.hasNext()) {
        Row line = lines.next();
        collected(queries, line.getAs(Places.PLACE)).lines.put(line.getAs("rank"), line);
      }
      PairCodec codec = ComparisonMethods.named(method).codec();
      while (pairs.hasNext()) {
        Tuple4<Integer, Integer, int[], float[]> pair = pairs.next();
        // A rank counts once, should two runs ever have written to the table at once.
        collected(queries, pair._1())
            .blocks
            .computeIfAbsent(
                pair._2(), rank -> PairBlock.encode(PairReader.pair(pair._3(), pair._4(), codec)));
      }
      QueryDetails details =
          new QueryDetails(queries.values().stream().map(this::details).toList());
      long bytes = files.write(QueryDetails.key(key, file), details);
      meter.count(Metric.DONE, queries.size());
      return List.of(bytes).iterator();
    }

    private static Collected collected(TreeMap<Integer, Collected> queries, Integer place) {
      return queries.computeIfAbsent(place, number -> new Collected());
    }

    private QueryDetails.Details details(Collected query) {
      Row line = query.lines.get(QUERY);
      List<Integer> compared = new ArrayList<>(query.blocks.keySet());
      List<QueryDetails.Ranked> ranking = new ArrayList<>(query.lines.size());
      Map<Integer, Integer> pairs = new HashMap<>();
      query
          .lines
          .tailMap(QUERY, false)
          .forEach(
              (rank, neighbour) -> {
                QueryDetails.Ranked ranked = ranked(neighbour, numberOf(compared, rank));
                ranking.add(ranked);
                pairs.put(ranked.id(), ranked.pair());
              });
      List<QueryDetails.OfClass> ofClasses =
          query.lines.headMap(QUERY).entrySet().stream()
              .sorted(Comparator.comparing(entry -> entry.getValue(), BY_CLASS))
              .map(entry -> ofClass(entry.getValue(), numberOf(compared, entry.getKey()), pairs))
              .toList();
      String path = line.getAs("path");
      return new QueryDetails.Details(
          line.getAs("id"),
          line.getAs("name"),
          path,
          Classes.number(numbers.value(), line.getAs("class")),
          pictures.query(path, QueryRow.version(line)),
          line.isNullAt(line.fieldIndex("mask_cells"))
              ? null
              : line.getList(line.fieldIndex("mask_cells")),
          ranking,
          ofClasses,
          PairBlock.base64(query.blocks.values()));
    }

    /** Of a pair among all of its query; -1 if it was not compared. */
    private static int numberOf(List<Integer> compared, int rank) {
      return Math.max(-1, Collections.binarySearch(compared, rank));
    }

    private QueryDetails.OfClass ofClass(Row line, int own, Map<Integer, Integer> common) {
      QueryDetails.Ranked ranked = ranked(line, own);
      return new QueryDetails.OfClass(
          ranked.id(),
          ranked.name(),
          ranked.className(),
          ranked.image(),
          ranked.similarity(),
          own >= 0 ? own : common.getOrDefault(ranked.id(), own),
          line.getAs("in_class"));
    }

    private QueryDetails.Ranked ranked(Row line, int pair) {
      String path = line.getAs("path");
      String className = line.getAs("class");
      return new QueryDetails.Ranked(
          line.getAs("id"),
          GalleryName.of(galleryRoot, path, className),
          Classes.number(numbers.value(), className),
          pictures.gallery(path),
          line.getAs("similarity"),
          pair);
    }
  }
}
