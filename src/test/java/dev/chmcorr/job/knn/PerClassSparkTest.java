package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnTrial.Way;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.ClassSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neighbours of each class, asked for at first or later. */
class PerClassSparkTest {
  @TempDir private Path folder;
  private KnnTrial trial;

  @BeforeEach
  void draw() throws IOException {
    trial = new KnnTrial(folder);
    for (int i = 0; i < 3; i++) {
      trial.draw("train/a/%d.png".formatted(i), i);
      trial.draw("train/b/%d.png".formatted(i), 8 + i);
      trial.draw("val/%s/%d.png".formatted(i == 2 ? "b" : "a", i), 4 * i + 1);
    }
  }

  @Test
  void aFolderWithoutGoesOnWithThemAndKeepsThem() throws IOException {
    knn(Way.PLAIN.of(QuerySelection.Ids.of("1")), PerClass.NONE);
    List<Row> common = trial.table("run/rankings").collectAsList();

    LocalSpark asked = knn(Way.PLAIN.of(QuerySelection.Ids.of("0")), new PerClass(2, 1));

    assertThat(asked.progress())
        .contains("embed: 6 gallery images, 6 of them already embedded", "the best 1 of 2");
    assertThat(asked.out())
        .contains("Nearest of each class: file:" + folder + "/runs/run/class_rankings");
    assertThat(trial.record("run").at("/parameters/per_class").textValue()).isEqualTo("2");
    assertThat(trial.record("run").at("/parameters/top_classes").textValue()).isEqualTo("1");
    assertThat(trial.record("run").at("/summary/stages").has("class_rank")).isTrue();
    assertThat(trial.table("run/rankings").where("query_id = 1").collectAsList())
        .containsExactlyInAnyOrderElementsOf(common);
    assertThat(trial.table("run/class_rankings").schema().fieldNames())
        .isEqualTo(ClassSchemas.RANKINGS.type().fieldNames());
    assertThat(nearest())
        .extracting(row -> tuple(row.getAs("query_id"), row.getAs("rank")))
        .containsExactly(tuple(0, 1), tuple(0, 2), tuple(1, 1), tuple(1, 2));

    LocalSpark all = knn(Way.PLAIN, PerClass.NONE);
    assertThat(nearest()).hasSize(6);
    assertThat(all.out()).contains("/runs/run/class_rankings");
    assertThat(knn(Way.PLAIN, new PerClass(2, 1)).progress()).contains("is finished");
    assertThatThrownBy(() -> knn(Way.PLAIN, new PerClass(3, 1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("per_class was 2, is 3");
  }

  @Test
  void whatIsAskedForMustBeSomething() {
    assertThatThrownBy(() -> PerClass.of(0, null))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --per-class: 0 (must be at least 1)");
    assertThatThrownBy(() -> PerClass.of(1, 0))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --top-classes: 0 (must be at least 1)");
    assertThatThrownBy(() -> PerClass.of(null, 3))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot keep --top-classes 3: it is for --per-class M, give that too");
  }

  private LocalSpark knn(Way way, PerClass perClass) throws IOException {
    LocalSpark spark = new LocalSpark();
    KnnJob.run(spark.context(), trial.options("run", way).with(perClass));
    return spark;
  }

  private List<Row> nearest() {
    return trial.table("run/class_rankings").sort("query_id", "class_rank", "rank").collectAsList();
  }
}
