package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.table.RankingRow;
import java.io.IOException;
import java.util.ArrayList;
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
 * Ranks the gallery for every query: embeddings to rankings. Queries are broadcast in blocks, each
 * partition of the gallery streams by and keeps the k best per query, the lists are merged.
 */
final class RankJob {
  private static final StructType RANKED =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("gallery_id", DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, false);

  private final JobContext context;
  private final int k;
  private final GallerySearch.ProductSource source;
  private final StageMeter meter;

  RankJob(JobContext context, int k, GallerySearch.ProductSource source, StageMeter meter) {
    this.context = context;
    this.k = k;
    this.source = source;
    this.meter = meter;
  }

  /** What is done with rankings: computing them takes place in it. */
  interface Write {
    void of(Dataset<Row> rankings) throws IOException;
  }

  /**
   * Has exact rankings written, and shows how far that is.
   *
   * @param write gets rows of {@link RankingRow#SCHEMA}, in order of query and rank
   */
  void run(RankInput input, Write write) throws IOException {
    Dataset<Row> rankings = run(input);
    try (Console.Following shown =
        context.follow(
            meter, "gallery images", input.toSearch(listBytes(input)), Metric.SEARCHED)) {
      write.of(rankings);
    }
  }

  /**
   * Exact rankings.
   *
   * @return rows of {@link RankingRow#SCHEMA}, in order of query and rank
   */
  Dataset<Row> run(RankInput input) {
    long galleryImages = input.galleryImages();
    if (galleryImages < k) {
      context
          .console()
          .warn(
              "the gallery has %s, fewer than --k %d: all are ranked",
              Texts.count(galleryImages, "image"), k);
    }
    context
        .console()
        .stage(
            "rank: %s against %s",
            Texts.count(input.queries().size(), "query"), Texts.count(galleryImages, "image"));
    Dataset<Row> ranked =
        input.ofEachBlock(listBytes(input), queries -> rank(input, queries, nearest(input)));
    return SmallData.sort(input.named(ranked, RankingRow.SCHEMA), "query_id", "rank");
  }

  /** Every list takes the memory of as many neighbours as it may hold. */
  private int nearest(RankInput input) {
    return (int) Math.min(k, input.galleryImages());
  }

  private long listBytes(RankInput input) {
    return TopK.bytes(nearest(input));
  }

  private Dataset<Row> rank(RankInput input, Broadcast<VectorBlock> queries, int nearest) {
    MapFunction<Row, Integer> query = row -> row.getInt(0);
    // Every partition ends up with k neighbours a query: the fewer partitions, the less to merge.
    return RankInput.vectors(input.gallery().coalesce(input.partitions()))
        .mapPartitions(
            new GallerySearch(queries, nearest, source, meter), Encoders.row(GallerySearch.PARTIAL))
        .groupByKey(query, Encoders.INT())
        .flatMapGroups(new Merge(nearest), Encoders.row(RANKED));
  }

  /** Merges the lists that the gallery's partitions found for one query. */
  private static final class Merge implements FlatMapGroupsFunction<Integer, Row, Row> {
    private static final long serialVersionUID = 1L;
    private final int k;

    Merge(int k) {
      this.k = k;
    }

    @Override
    public Iterator<Row> call(Integer query, Iterator<Row> partials) {
      TopK nearest = new TopK(k);
      partials.forEachRemaining(
          partial ->
              GallerySearch.neighbours(partial)
                  .forEach(found -> nearest.offer(found.galleryId(), found.similarity())));
      List<Row> rows = new ArrayList<>();
      for (Neighbour neighbour : nearest.neighbours()) {
        rows.add(
            RowFactory.create(
                query, rows.size() + 1, neighbour.galleryId(), neighbour.similarity()));
      }
      return rows.iterator();
    }
  }
}
