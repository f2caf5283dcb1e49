package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnTrial.Way;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are in both sets. */
class SharedImagesSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private KnnTrial trial;

  /** Query 0 is the same file as gallery images 0 and 6; what is no image is in both sets too. */
  @BeforeEach
  void draw() throws IOException {
    trial = new KnnTrial(folder);
    for (int i = 0; i < 6; i++) {
      trial.draw("train/a/%d.png".formatted(i), 2 * i);
    }
    trial.draw("train/b/again.png", 0);
    trial.draw("val/a/same.png", 0);
    trial.draw("val/b/other.png", 5);
    for (String set : List.of("train", "val")) {
      Files.writeString(folder.resolve(set).resolve("b/broken.png"), "no image");
    }
  }

  @Test
  void aQueryThatIsInTheGalleryIsSaidOnce() throws IOException {
    trial.knn(spark.context(), "run");

    assertThat(spark.progress())
        .containsOnlyOnce(
            "warning: 1 of 3 queries has the content of a gallery image, such as %1$s/val/a/same.png and %1$s/train/a/0.png: they find themselves; --exclude-same-image "
                .formatted(folder));
    assertThat(trial.record("run").at("/summary/queries_with_copy_in_gallery").intValue()).isOne();
    assertThat(trial.record("run").get("parameters").has("exclude_same_image")).isFalse();
    assertThat(neighbours("run", 0)).startsWith(0, 6);
  }

  @Test
  void itsCopiesAreLeftOutAndTheListIsFull() throws IOException {
    trial.knn(spark.context(), "whole", Way.PLAIN.k(100));
    List<Integer> others = neighbours("whole", 0).stream().filter(id -> id % 6 != 0).toList();

    trial.knn(spark.context(), "run", Way.PLAIN.apart());

    assertThat(neighbours("run", 0)).isEqualTo(others.subList(0, 3));
    assertThat(neighbours("run", 2)).isEqualTo(neighbours("whole", 2).subList(0, 3));
    assertThat(trial.record("run").at("/parameters/exclude_same_image").textValue())
        .isEqualTo("true");
    assertThat(spark.progress())
        .contains("rank: 1 of 3 queries has the content of a gallery image, which is left out");
    assertThatThrownBy(() -> trial.knn(spark.context(), "run"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("exclude_same_image was true, is not given");
  }

  @Test
  void whatIsWrittenLiesApartFromTheImages() {
    String inside = folder + "/val/../train/runs";
    assertThatThrownBy(() -> trial.knn(spark.context(), "run", Way.PLAIN, inside))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to --out file:%1$s/train/runs: it lies in --train file:%1$s/train, among what is read there; choose a place elsewhere",
            folder);
    assertThatThrownBy(() -> trial.knn(spark.context(), "val", Way.PLAIN, folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/val: --val file:%s/val lies in it", folder);
    assertThat(folder.resolve("train/runs")).doesNotExist();
    assertThat(folder.resolve("_embeddings")).doesNotExist();
  }

  private List<Integer> neighbours(String run, int query) {
    return trial
        .table(run + "/rankings")
        .where("query_id = " + query)
        .sort("rank")
        .select("gallery_id")
        .as(Encoders.INT())
        .collectAsList();
  }
}
