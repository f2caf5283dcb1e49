package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RankingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankJobSparkTest {
  private static final int DIMENSION = 24;
  private final LocalSpark spark = new LocalSpark();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void equalsAFullScanWhateverThePartitions(int partitions) {
    Images images = random(60, 9);

    List<RankingRow> ranked = rank(images, partitions, 10);

    assertThat(ranked).isEqualTo(fullScan(images, 10));
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void theProductDoesNotShow(Precision precision) {
    Images images = random(300, 9);
    List<RankingRow> plain = rank(images, 1, 50);
    GallerySearch.ProductSource torch = () -> TorchBlockProduct.load(TorchDevice.cpu(), precision);

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
                embedded(Split.GALLERY, 3, same),
                embedded(Split.GALLERY, 1, new float[] {2, 4}),
                embedded(Split.GALLERY, 2, same)),
            List.of(embedded(Split.QUERY, 0, same)));

    assertThat(rank(images, 2, 2)).extracting(RankingRow::galleryId).containsExactly(1, 2);
  }

  @Test
  void aSmallGalleryIsRankedWholeWithAWarning() {
    Images images = random(4, 2);

    assertThat(rank(images, 2, 100)).hasSize(8);
    assertThat(spark.progress()).contains("the gallery has 4 images, fewer than --k 100");
  }

  @Test
  void whatIsAskedForBeyondTheGalleryTakesNoMemory() {
    Images images = random(4, 2);

    assertThat(rank(images, 2, Integer.MAX_VALUE)).isEqualTo(rank(images, 2, 4));
  }

  @Test
  void failedImagesTakeNoPart() {
    Images images = random(5, 1);
    images
        .gallery()
        .add(
            new EmbeddingRow(
                image(Split.GALLERY, 5),
                null,
                null,
                new Failure(FailureReason.NOT_AN_IMAGE, "X", "broken", null)));

    assertThat(rank(images, 2, 10)).extracting(RankingRow::galleryId).doesNotContain(5);
  }

  @Test
  void withoutAnyQueryThereIsNothingToRank() {
    assertThatThrownBy(() -> rank(random(5, 0), 1, 10))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("0 queries and 5 gallery images");
  }

  private record Images(List<EmbeddingRow> gallery, List<EmbeddingRow> queries) {}

  private List<RankingRow> rank(Images images, int partitions, int k) {
    return rank(images, partitions, k, PlainBlockProduct::new);
  }

  private List<RankingRow> rank(
      Images images, int partitions, int k, GallerySearch.ProductSource source) {
    return new RankJob(spark.context(), k, source, StageMeter.of(spark.context(), "rank"))
            .run(table(images.gallery(), partitions), table(images.queries(), partitions))
            .collectAsList()
            .stream()
            .map(RankingRow::fromRow)
            .toList();
  }

  private static Dataset<Row> table(List<EmbeddingRow> images, int partitions) {
    List<Row> rows = images.stream().map(EmbeddingRow::toRow).toList();
    return LocalSpark.session().createDataFrame(rows, EmbeddingRow.SCHEMA).repartition(partitions);
  }

  private static List<RankingRow> fullScan(Images images, int k) {
    List<RankingRow> all = new ArrayList<>();
    for (EmbeddingRow query : images.queries()) {
      List<EmbeddingRow> gallery =
          images.gallery().stream()
              .sorted(
                  Comparator.comparingDouble((EmbeddingRow g) -> -cosine(query, g))
                      .thenComparing(g -> g.image().id()))
              .limit(k)
              .toList();
      for (int i = 0; i < gallery.size(); i++) {
        all.add(
            RankingRow.of(
                query.image(), i + 1, gallery.get(i).image(), cosine(query, gallery.get(i))));
      }
    }
    return all;
  }

  /** Integers small enough that every order of summation gives the same bits. */
  private static double cosine(EmbeddingRow a, EmbeddingRow b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.embedding().length; i++) {
      dot += a.embedding()[i] * b.embedding()[i];
      normA += a.embedding()[i] * a.embedding()[i];
      normB += b.embedding()[i] * b.embedding()[i];
    }
    return dot / (Math.sqrt(normA) * Math.sqrt(normB));
  }

  private static Images random(int gallery, int queries) {
    Random random = new Random(1);
    Images images = new Images(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < gallery + queries; i++) {
      float[] vector = new float[DIMENSION];
      IntStream.range(0, DIMENSION).forEach(j -> vector[j] = random.nextInt(9) + 1);
      if (i < gallery) {
        images.gallery().add(embedded(Split.GALLERY, i, vector));
      } else {
        images.queries().add(embedded(Split.QUERY, i - gallery, vector));
      }
    }
    return images;
  }

  private static EmbeddingRow embedded(Split split, int id, float[] vector) {
    return new EmbeddingRow(image(split, id), new EmbeddingRow.Content("00", 2, 2), vector, null);
  }

  private static ImageRef image(Split split, int id) {
    return new ImageRef(id, "file:/" + split.text() + "/" + id + ".jpg", "class" + id % 3, id % 3);
  }
}
