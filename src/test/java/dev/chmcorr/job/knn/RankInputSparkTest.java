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
    "2048, 100, 32768", // 256 MiB of embeddings
    "2048, 1000, 10106", // 128 MiB of lists of 13,280 bytes
    "2, 100, 54120",
    "1048576, 1, 64",
    "2048, 100000000, 1"
  })
  void blocksAreBoundedByEmbeddingsAndByLists(int dimension, long nearest, int queries) {
    assertThat(RankInput.block(dimension, nearest)).isEqualTo(queries);
  }

  @Test
  void blocksDoNotShow() {
    RankInput whole = images.input(spark.context(), 2, K);
    RankInput inBlocks = like(whole, whole.galleryImages(), 4);

    assertThat(inBlocks.toSearch()).isEqualTo(3 * 60);
    assertThat(ranked(inBlocks).collectAsList().stream().map(RankingRow::fromRow))
        .containsExactlyElementsOf(images.fullScan(K));
  }

  /** Spark takes what is ranked for as small as the gallery that it comes from. */
  @Test
  void whatIsRankedIsNeverCollected() {
    RankInput few = images.input(spark.context(), 2, K);
    RankInput many = like(few, 14_000_000, 9);

    assertThat(joins(few))
        .containsOnlyOnce("BroadcastHashJoin [query_id")
        .containsOnlyOnce("BroadcastHashJoin [gallery_id")
        .doesNotContain("BuildLeft");
    assertThat(joins(many)).containsOnlyOnce("SortMergeJoin [gallery_id");
  }

  private static RankInput like(RankInput input, long galleryImages, int block) {
    return new RankInput(
        input.context(),
        input.galleryRows(),
        input.queryRows(),
        input.queries(),
        galleryImages,
        block);
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
