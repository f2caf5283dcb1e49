package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.table.ArrayEncoders;
import dev.chmcorr.table.ClassSchemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the nearest gallery images of each of a query's best classes. The gallery is divided by
 * classes, each in one partition as a whole, so that a search of it ends there; classes of a query
 * are in the order of their nearest images.
 */
final class ClassRankJob {
  private static final StructType RANKED =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("class_rank", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("gallery_id", DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, false);

  private final JobContext context;
  private final PerClass asked;
  private final GallerySearch.ProductSource source;
  private final StageMeter meter;

  ClassRankJob(
      JobContext context, PerClass asked, GallerySearch.ProductSource source, StageMeter meter) {
    this.context = context;
    this.asked = asked;
    this.source = source;
    this.meter = meter;
  }

  /**
   * Has exact rankings of each class written, and shows how far that is.
   *
   * @param write gets rows of {@link ClassSchemas#RANKINGS}, in order of query, class rank and rank
   */
  void run(RankInput input, RankJob.Write write) throws IOException {
    PerClass wanted = possible(input);
    Dataset<Row> rankings = run(input, wanted, input.partitions());
    try (Console.Following shown =
        context.follow(
            meter, "gallery images", input.toSearch(wanted.listBytes()), Metric.SEARCHED)) {
      write.of(rankings);
    }
  }

  /**
   * Exact rankings of each class.
   *
   * @param partitions into which the classes are divided
   * @return rows of {@link ClassSchemas#RANKINGS}, in order of query, class rank and rank
   */
  Dataset<Row> run(RankInput input, int partitions) {
    return run(input, possible(input), partitions);
  }

  private Dataset<Row> run(RankInput input, PerClass wanted, int partitions) {
    Dataset<Row> ranked =
        input.ofEachBlock(wanted.listBytes(), queries -> rank(input, queries, wanted, partitions));
    Dataset<Row> named = input.named(ranked, ClassSchemas.RANKINGS.type());
    return SmallData.sort(named, "query_id", "class_rank", "rank");
  }

  /** As much of what is asked for as the gallery has. */
  private PerClass possible(RankInput input) {
    context.describe("count the gallery's classes");
    List<Long> sizes =
        input
            .gallery()
            .groupBy("label")
            .count()
            .select("count")
            .as(Encoders.LONG())
            .collectAsList();
    int largest = sizes.stream().mapToInt(Long::intValue).max().orElseThrow();
    long small = sizes.stream().filter(size -> size < asked.images()).count();
    if (small > 0) {
      context
          .console()
          .warn(
              "%d of %s %s fewer than --per-class %d images: all of theirs are ranked",
              small,
              Texts.count(sizes.size(), "class"),
              Texts.verb(small, "has", "have"),
              asked.images());
    }
    if (sizes.size() < asked.classes() && !asked.isOfAll()) {
      context
          .console()
          .warn(
              "the gallery has %s, fewer than --top-classes %d: all are ranked",
              Texts.count(sizes.size(), "class"), asked.classes());
    }
    PerClass wanted = asked.within(largest, sizes.size());
    context
        .console()
        .stage(
            "rank: the nearest of each class, %s of %d",
            wanted.isOfAll() ? "all" : "the best " + wanted.classes(), sizes.size());
    return wanted;
  }

  private Dataset<Row> rank(
      RankInput input, Broadcast<VectorBlock> queries, PerClass wanted, int partitions) {
    MapFunction<Row, Integer> query = row -> row.getInt(0);
    return input
        .gallery()
        .select("label", "image_id", "embedding")
        .repartition(partitions, col("label"))
        .sortWithinPartitions("label")
        .as(Encoders.tuple(Encoders.INT(), Encoders.INT(), ArrayEncoders.floats()))
        .mapPartitions(
            new ClassSearch(queries, wanted, source, meter), Encoders.row(GallerySearch.PARTIAL))
        .groupByKey(query, Encoders.INT())
        .flatMapGroups(new Best(wanted.classes()), Encoders.row(RANKED));
  }

  /** The best classes of those that the partitions found for one query. */
  private static final class Best implements FlatMapGroupsFunction<Integer, Row, Row> {
    private static final long serialVersionUID = 1L;
    private final int classes;

    Best(int classes) {
      this.classes = classes;
    }

    @Override
    public Iterator<Row> call(Integer query, Iterator<Row> found) {
      List<List<Neighbour>> best = new ArrayList<>();
      found.forEachRemaining(row -> best.add(GallerySearch.neighbours(row)));
      best.sort(Comparator.comparing(ofClass -> ofClass.get(0)));
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < Math.min(classes, best.size()); i++) {
        List<Neighbour> ofClass = best.get(i);
        for (int j = 0; j < ofClass.size(); j++) {
          Neighbour neighbour = ofClass.get(j);
          rows.add(
              RowFactory.create(
                  query, i + 1, j + 1, neighbour.galleryId(), neighbour.similarity()));
        }
      }
      return rows.iterator();
    }
  }
}
