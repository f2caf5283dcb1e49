package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.table.RankingRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankInputSparkTest {
  private static final int K = 10;

  private final LocalSpark spark = new LocalSpark();
  private final Images images = Images.random(60, 9);

  @ParameterizedTest
  @CsvSource({
    "2048, 1200, 32768", // 256 MiB of embeddings
    "2048, 12000, 11184", // 128 MiB of lists
    "2, 12, 32768",
    "1048576, 12, 64",
    "2048, 1200000000, 1"
  })
  void blocksAreBoundedByEmbeddingsAndByLists(int dimension, long listBytes, int queries) {
    RankInput input = images.input(spark.context(), 2);

    assertThat(like(input, 60, dimension).block(listBytes)).isEqualTo(queries);
  }

  @Test
  void blocksDoNotShow() {
    // 256 MiB hold four of such queries.
    RankInput inBlocks = like(images.input(spark.context(), 2), 60, 1 << 24);

    assertThat(inBlocks.toSearch(1)).isEqualTo(3 * 60);
    assertThat(ranked(inBlocks).collectAsList().stream().map(RankingRow::fromRow))
        .containsExactlyElementsOf(images.fullScan(K));
  }

  /** Spark takes what is ranked for as small as the gallery that it comes from. */
  @Test
  void whatIsRankedIsNeverCollected() {
    RankInput few = images.input(spark.context(), 2);
    RankInput many = like(few, 14_000_000, 1);

    assertThat(joins(few))
        .containsOnlyOnce("BroadcastHashJoin [query_id")
        .containsOnlyOnce("BroadcastHashJoin [gallery_id")
        .doesNotContain("BuildLeft");
    assertThat(joins(many))
        .containsOnlyOnce("SortMergeJoin [gallery_id")
        .doesNotContain("BuildLeft");
  }

  private static RankInput like(RankInput input, long galleryImages, int dimension) {
    return new RankInput(
        input.context(),
        input.galleryRows(),
        input.queryRows(),
        input.queries(),
        galleryImages,
        dimension);
  }

  private String joins(RankInput input) {
    return ranked(input).queryExecution().sparkPlan().toString();
  }

  private Dataset<Row> ranked(RankInput input) {
    return new RankJob(
            spark.context(), K, PlainBlockProduct::new, StageMeter.of(spark.context(), "rank"))
        .run(input);
  }
}
