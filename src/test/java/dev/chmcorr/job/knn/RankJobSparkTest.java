package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.search.TorchBlockProduct.Way;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RankingRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankJobSparkTest {
  private final LocalSpark spark = new LocalSpark();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void equalsAFullScanWhateverThePartitions(int partitions) {
    Images images = Images.random(60, 9);

    List<RankingRow> ranked = rank(images, partitions, 10);

    assertThat(ranked).isEqualTo(images.fullScan(10));
  }

  @ParameterizedTest
  @EnumSource
  void theProductDoesNotShow(Way way) {
    Images images = Images.random(300, 9);
    List<RankingRow> plain = rank(images, 1, 50);
    GallerySearch.ProductSource torch = () -> TorchBlockProduct.load(TorchDevice.cpu(), way);

    for (int partitions : new int[] {1, 2, 7}) {
      assertThat(rank(images, partitions, 50, torch))
          .as("%d partitions", partitions)
          .isEqualTo(plain);
    }
  }

  @Test
  void tiesGoToTheSmallerId() {
    float[] same = {1, 2};
    Images images =
        new Images(
            List.of(
                Images.embedded(Split.GALLERY, 3, same),
                Images.embedded(Split.GALLERY, 1, new float[] {2, 4}),
                Images.embedded(Split.GALLERY, 2, same)),
            List.of(Images.embedded(Split.QUERY, 0, same)));

    assertThat(rank(images, 2, 2)).extracting(RankingRow::galleryId).containsExactly(1, 2);
  }

  @Test
  void aSmallGalleryIsRankedWholeWithAWarning() {
    Images images = Images.random(4, 2);

    assertThat(rank(images, 2, 100)).hasSize(8);
    assertThat(spark.progress()).contains("the gallery has 4 images, fewer than --k 100");
  }

  @Test
  void whatIsAskedForBeyondTheGalleryTakesNoMemory() {
    Images images = Images.random(4, 2);

    assertThat(rank(images, 2, Integer.MAX_VALUE)).isEqualTo(rank(images, 2, 4));
  }

  @Test
  void failedImagesTakeNoPart() {
    Images images = Images.random(5, 1);
    images
        .gallery()
        .add(
            new EmbeddingRow(
                Images.image(Split.GALLERY, 5),
                null,
                null,
                new Failure(FailureReason.NOT_AN_IMAGE, "X", "broken", null)));

    assertThat(rank(images, 2, 10)).extracting(RankingRow::galleryId).doesNotContain(5);
  }

  @Test
  void withoutAnyQueryThereIsNothingToRank() {
    assertThatThrownBy(() -> rank(Images.random(5, 0), 1, 10))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("0 queries and 5 gallery images");
  }

  private List<RankingRow> rank(Images images, int partitions, int k) {
    return rank(images, partitions, k, PlainBlockProduct::new);
  }

  private List<RankingRow> rank(
      Images images, int partitions, int k, GallerySearch.ProductSource source) {
    return new RankJob(spark.context(), k, source, StageMeter.of(spark.context(), "rank"))
        .run(images.input(spark.context(), partitions)).collectAsList().stream()
            .map(RankingRow::fromRow)
            .toList();
  }
}
