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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple4;

/**
 * The files with all that the pages of a run's queries show, written by tasks. A task holds the
 * queries of one file at a time.
 */
final class DetailsJob {
  /** Rank of the line of a query itself, before those of its neighbours. */
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
    Dataset<Row> pairs =
        pages.places().join(run.folder().correspondences()).withColumn("query_id", col("place"));
    return lines(run, pages.places())
        .groupByKey(ofLine, Encoders.INT())
        .cogroup(
            PairReader.read(pairs, run.codec()).groupByKey(ofPair, Encoders.INT()),
            new WriteFile(run, pages, meter),
            Encoders.LONG())
        .collectAsList();
  }

  /** A line of each query, and one of each of its neighbours. */
  private static Dataset<Row> lines(ShownRun run, Places places) {
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
                col("mask_cells"));
    Dataset<Row> neighbours =
        run.folder()
            .rankings()
            .select(
                col("query_id"),
                col("rank"),
                col("gallery_id").as("id"),
                col("gallery_path").as("path"),
                col("gallery_class").as("class"),
                col("similarity"),
                lit(null).cast("string").as("name"),
                lit(null).cast("long").as("bytes"),
                lit(null).cast("long").as("modified"),
                lit(null).cast("array<double>").as("mask_cells"));
    return places.join(queries.union(neighbours));
  }

  /** What is known of a query so far: its lines and its pairs, by rank. */
  private static final class Collected {
    final TreeMap<Integer, Row> lines = new TreeMap<>();
    final TreeMap<Integer, byte[]> blocks = new TreeMap<>();
  }

  private static final class WriteFile
      implements CoGroupFunction<Integer, Row, Tuple4<Integer, Integer, int[], float[]>, Long> {
    private static final long serialVersionUID = 1L;

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
      query
          .lines
          .tailMap(QUERY, false)
          .forEach(
              (rank, neighbour) ->
                  ranking.add(
                      ranked(neighbour, Math.max(-1, Collections.binarySearch(compared, rank)))));
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
          PairBlock.base64(query.blocks.values()));
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
