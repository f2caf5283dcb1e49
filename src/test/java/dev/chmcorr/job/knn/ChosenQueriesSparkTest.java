package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnTrial.Way;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some queries first, the rest later. */
class ChosenQueriesSparkTest {
  @TempDir private Path folder;
  private KnnTrial trial;

  /** Query 5 is no image. */
  @BeforeEach
  void draw() throws IOException {
    trial = new KnnTrial(folder);
    for (int i = 0; i < 5; i++) {
      trial.draw("train/a/%d.png".formatted(i), 3 * i);
      trial.draw("val/a/%d.png".formatted(i), 3 * i + 1);
    }
    Files.writeString(folder.resolve("val/a/5.png"), "no image");
  }

  @Test
  @Tag("thorough")
  void whatIsDoneStaysWhenTheRestFollows() throws IOException {
    LocalSpark first = knn(QuerySelection.Ids.of("1,4-5"));
    assertThat(ranked()).containsExactly(1, 4);
    assertThat(first.progress())
        .contains("knn: --queries 1,4-5 takes 3 of 6 queries; with those of before 3")
        .contains("embed: 3 query images, 0 of them already embedded");
    assertThat(first.out())
        .contains("(2 of 2)")
        .contains("Chosen queries: 3 of 6; without --queries, --limit and --sample")
        .contains("Images that failed: 1");

    LocalSpark more = knn(new QuerySelection.First(2));
    assertThat(ranked()).containsExactly(0, 1, 4);
    assertThat(more.progress())
        .contains("--limit 2 takes 2 of 6 queries; with those of before 4")
        .contains("embed: 4 query images, 3 of them already embedded");

    LocalSpark all = knn(QuerySelection.ALL);
    assertThat(ranked()).containsExactly(0, 1, 2, 3, 4);
    assertThat(all.progress()).contains("embed: 6 query images, 4 of them already embedded");
    assertThat(all.out()).doesNotContain("Chosen queries");
    assertThat(trial.table("run/errors").count()).isOne();

    LocalSpark few = knn(new QuerySelection.Sample(2, 7));
    assertThat(few.progress()).contains("is finished, and nothing that it was made of has changed");
    assertThat(ranked()).containsExactly(0, 1, 2, 3, 4);
    List<Row> parts = trial.table("run/rankings").collectAsList();
    trial.knn(few.context(), "whole");
    assertThat(trial.table("whole/rankings").collectAsList())
        .containsExactlyInAnyOrderElementsOf(parts);
  }

  @Test
  void anIdBeyondTheQueriesIsNamed() {
    assertThatThrownBy(() -> knn(QuerySelection.Ids.of("2,6")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --queries: 6 is none of the queries of file:%s/val (6 in all, 0 to 5)",
            folder);
    assertThat(folder.resolve("runs/run/rankings")).doesNotExist();
  }

  @Test
  void queriesThatAllFailEndTheRunBeforeTheGalleryIsEmbedded() {
    LocalSpark spark = new LocalSpark();

    assertThatThrownBy(
            () -> trial.knn(spark.context(), "run", Way.PLAIN.of(QuerySelection.Ids.of("5"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot rank: none of 1 query image could be embedded, such as %s/val/a/5.png (",
            folder)
        .hasMessageEndingWith("/embeddings says why for each");
    assertThat(spark.progress()).doesNotContain("embed: 5 gallery images");
  }

  /** Both have one table, of which the queries need a part only. */
  @Test
  void queriesThatAreTheGalleryAreEmbeddedWithIt() throws IOException {
    trial.rankGalleryForItself();

    LocalSpark spark = knn(QuerySelection.Ids.of("1,4"));

    assertThat(ranked()).containsExactly(1, 4);
    assertThat(spark.progress())
        .contains("embed: 5 gallery images, 0 of them already embedded")
        .contains("embed: 2 query images, 2 of them already embedded");
    JsonNode inputs = trial.record("run").get("inputs");
    assertThat(inputs.get("query_embeddings")).isEqualTo(inputs.get("gallery_embeddings"));
    assertThat(knn(QuerySelection.Ids.of("1,4")).progress()).contains("is finished");
  }

  private LocalSpark knn(QuerySelection queries) throws IOException {
    LocalSpark spark = new LocalSpark();
    trial.knn(spark.context(), "run", Way.PLAIN.of(queries));
    return spark;
  }

  private List<Integer> ranked() {
    return trial
        .table("run/rankings")
        .select("query_id")
        .distinct()
        .sort("query_id")
        .as(Encoders.INT())
        .collectAsList();
  }
}
