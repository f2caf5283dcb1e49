package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.PerClass;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nearest of each class, compared: 3 queries, 3 classes of 3 images. */
class PerClassRerankSparkTest {
  @TempDir private static Path folder;
  private static RerankTrial trial;

  @BeforeAll
  static void prepare() throws IOException {
    trial = RerankTrial.prepare(folder, new BirdGenerator.Options(3, 3, 1, 1));
    trial.rank(new LocalSpark(), folder.resolve("birds"), folder, QuerySelection.ALL);
    KnnJob.run(
        new LocalSpark().context(),
        trial
            .ranking(folder.resolve("birds"), folder.resolve("classes"), QuerySelection.ALL)
            .with(new PerClass(2, Integer.MAX_VALUE)));
  }

  @Test
  void theOtherPairsAreComparedAndPredictionsStay() throws IOException {
    rerank("chm", "classes", QuerySelection.ALL, 2, Classes.AS_KEPT);
    List<Row> predicted = table("chm/results").sort("query_id").collectAsList();
    List<Row> compared = table("chm/correspondences").select("query_id", "rank").collectAsList();

    LocalSpark some = rerank("chm", null, QuerySelection.Ids.of("0"), 2, Classes.COMPARED);
    assertThat(some.out()).contains("Nearest of each class: file:" + folder + "/chm/{class_rank");
    assertThat(some.progress()).contains("correspond: 1 query with the nearest of each class");
    List<Row> first = table("chm/class_correspondences").collectAsList();
    LocalSpark all = rerank("chm", null, QuerySelection.ALL, 2, Classes.AS_KEPT);

    assertThat(all.progress()).contains("correspond: 2 queries with the nearest of each class");
    assertThat(table("chm/results").sort("query_id").collectAsList()).isEqualTo(predicted);
    assertThat(table("chm/correspondences").select("query_id", "rank").collectAsList())
        .containsExactlyInAnyOrderElementsOf(compared);
    assertThat(table("chm/class_correspondences").collectAsList()).containsAll(first);
    assertThat(pairs(table("chm/class_correspondences")))
        .containsExactlyInAnyOrderElementsOf(
            pairs(
                table("classes/knn/class_rankings")
                    .join(
                        table("chm/correspondences"),
                        new String[] {"query_id", "gallery_id"},
                        "left_anti")));
    assertThat(table("chm/class_results").count()).isEqualTo(9);
    assertThat(rerank("chm", null, QuerySelection.ALL, 1, Classes.COMPARED).out())
        .contains("none had to be compared");
    assertThat(table("chm/class_results").groupBy("setting").count().collectAsList())
        .extracting(row -> row.getLong(1))
        .containsExactly(9L, 9L);
  }

  /** As those of the same pairs among the nearest of all. */
  @Test
  void scoresAreThoseOfTheMethod() throws IOException {
    rerank("scored", "classes", QuerySelection.ALL, 2, Classes.COMPARED);
    RerankJob.run(
        new LocalSpark().context(),
        trial.options(folder.resolve("knn"), folder.resolve("six"), QuerySelection.ALL, 2, 6));
    Map<List<Object>, Object> expected = new HashMap<>();
    scores("six/results").forEach(row -> expected.put(List.of(row.get(0), row.get(1)), row.get(2)));

    int known = 0;
    for (Row row : scores("scored/class_results")) {
      Object score = expected.get(List.of(row.get(0), row.get(1)));
      if (score != null) {
        known++;
        assertThat(row.get(2)).isEqualTo(score);
      }
    }
    assertThat(known).isGreaterThan(9);
    for (Row row :
        table("scored/class_results")
            .selectExpr("score", "neighbours.score as scores", "neighbours.rank as ranks")
            .collectAsList()) {
      List<Double> scores = row.getList(1);
      assertThat(scores).hasSize(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(row.<Integer>getList(2)).containsExactlyInAnyOrder(1, 2);
      assertThat(row.getDouble(0)).isCloseTo((scores.get(0) + scores.get(1)) / 2, within(1e-12));
    }
  }

  @Test
  void aRankingWithoutThemIsNamed() {
    assertThatThrownBy(() -> rerank("none", "", QuerySelection.ALL, 2, Classes.COMPARED))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find file:%s/knn/class_rankings, for --per-class: knn --per-class M makes it, given with the --name and --out of the ranking; a finished one is ranked again, its embeddings are kept",
            folder);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static LocalSpark rerank(
      String out, String ranked, QuerySelection queries, int k, Classes classes)
      throws IOException {
    LocalSpark spark = new LocalSpark();
    Path knn = ranked == null ? null : folder.resolve(ranked).resolve("knn");
    RerankJob.run(
        spark.context(), trial.options(knn, folder.resolve(out), queries, k, 3).with(classes));
    return spark;
  }

  private static List<Row> scores(String results) {
    return table(results)
        .selectExpr("query_id", "inline(neighbours)")
        .select("query_id", "gallery_id", "score")
        .collectAsList();
  }

  private static List<Row> pairs(Dataset<Row> table) {
    return table.select("query_id", "class_rank", "rank", "gallery_id").collectAsList();
  }

  private static Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder.resolve(name).toString());
  }
}
