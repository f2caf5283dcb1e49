package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chmcorr.domain.Split;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.knn.SameImages;
import dev.chmcorr.table.RankingRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRankJobSparkTest {
  private final LocalSpark spark = new LocalSpark();

  /** A row without what follows from its ids. */
  private record Ranked(int query, int classRank, String name, int rank, int id, double cosine) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void equalsAFullScanWhateverThePartitions(int partitions) {
    Images images = Images.random(60, 9);

    assertThat(rank(images, partitions, new PerClass(4, Integer.MAX_VALUE)))
        .isEqualTo(fullScan(images, 4, 3));
    assertThat(rank(images, partitions, new PerClass(4, 2))).isEqualTo(fullScan(images, 4, 2));
    assertThat(spark.progress())
        .contains("rank: the nearest of each class, all of 3", "the best 2 of 3");
  }

  @Test
  void equalClassesAreInTheOrderOfTheirNearestIds() {
    float[] same = {1, 2};
    Images images =
        new Images(
            List.of(
                Images.embedded(Split.GALLERY, 5, same),
                Images.embedded(Split.GALLERY, 4, new float[] {2, 1}),
                Images.embedded(Split.GALLERY, 3, same),
                Images.embedded(Split.GALLERY, 0, same),
                Images.embedded(Split.GALLERY, 1, new float[] {2, 4})),
            List.of(Images.embedded(Split.QUERY, 0, same)));

    // Classes are ids modulo 3.
    assertThat(rank(images, 2, new PerClass(1, 2)))
        .extracting(Ranked::classRank, Ranked::id)
        .containsExactly(tuple(1, 0), tuple(2, 1));
  }

  @Test
  void whatTheGalleryDoesNotHaveIsSaid() {
    Images images = Images.random(5, 2);

    assertThat(rank(images, 2, new PerClass(2, 4))).isEqualTo(fullScan(images, 2, 3));
    assertThat(spark.progress())
        .contains(
            "1 of 3 classes has fewer than --per-class 2 images: all of theirs are ranked",
            "the gallery has 3 classes, fewer than --top-classes 4: all are ranked");
  }

  @Test
  void aClassOfCopiesOfAQueryIsLeftOut() {
    Images images = Images.random(4, 1);
    // Image 1 alone is of class 1.
    SameImages same = new SameImages(new int[] {1}, new int[] {0, 1});

    List<Ranked> ranked =
        rank(
            images,
            2,
            new PerClass(2, Integer.MAX_VALUE),
            ((GallerySearch.ProductSource) PlainBlockProduct::new)
                .without(
                    JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                        .broadcast(same)));

    assertThat(ranked).extracting(Ranked::id).containsExactlyInAnyOrder(0, 2, 3);
    assertThat(ranked).extracting(Ranked::classRank).containsOnly(1, 2);
  }

  private List<Ranked> rank(Images images, int partitions, PerClass perClass) {
    return rank(images, partitions, perClass, PlainBlockProduct::new);
  }

  private List<Ranked> rank(
      Images images, int partitions, PerClass perClass, GallerySearch.ProductSource source) {
    return new ClassRankJob(
            spark.context(), perClass, source, StageMeter.of(spark.context(), "class_rank"))
        .run(images.input(spark.context(), partitions), partitions).collectAsList().stream()
            .map(ClassRankJobSparkTest::ranked)
            .toList();
  }

  private static Ranked ranked(Row row) {
    assertThat(row.<String>getAs("gallery_class")).isEqualTo("class" + row.getAs("gallery_label"));
    assertThat(row.<String>getAs("gallery_path"))
        .isEqualTo("file:/gallery/" + row.getAs("gallery_id") + ".jpg");
    return new Ranked(
        row.getAs("query_id"),
        row.getAs("class_rank"),
        row.getAs("gallery_class"),
        row.getAs("rank"),
        row.getAs("gallery_id"),
        row.getAs("similarity"));
  }

  /** Of the whole ranking of each query the first of each class. */
  private static List<Ranked> fullScan(Images images, int perClass, int classes) {
    List<Ranked> all = new ArrayList<>();
    Map<Integer, List<RankingRow>> byQuery =
        images.fullScan(Integer.MAX_VALUE).stream()
            .collect(Collectors.groupingBy(RankingRow::queryId));
    byQuery.forEach(
        (query, ranking) -> {
          Map<String, List<RankingRow>> byClass =
              ranking.stream()
                  .collect(
                      Collectors.groupingBy(
                          RankingRow::galleryClass, LinkedHashMap::new, Collectors.toList()));
          int classRank = 0;
          for (List<RankingRow> ofClass : byClass.values().stream().limit(classes).toList()) {
            classRank++;
            for (int i = 0; i < Math.min(perClass, ofClass.size()); i++) {
              RankingRow row = ofClass.get(i);
              all.add(
                  new Ranked(
                      query,
                      classRank,
                      row.galleryClass(),
                      i + 1,
                      row.galleryId(),
                      row.similarity()));
            }
          }
        });
    return all;
  }
}
