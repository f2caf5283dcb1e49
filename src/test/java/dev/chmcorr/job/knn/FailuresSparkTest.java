package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresSparkTest {
  private static final int IMAGES = 110;

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void aRunOfBadImagesEndsAndGoesOnWhenTheyAreGood() throws IOException {
    KnnTrial trial = new KnnTrial(folder);
    trial.draw("val/a/query.png", 1);
    for (int i = 0; i < IMAGES; i++) {
      Path image = folder.resolve("train/a/%03d.png".formatted(i));
      Files.createDirectories(image.getParent());
      Files.writeString(image, "not mounted");
    }

    assertThatThrownBy(() -> trial.knn(spark.context(), "run"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot embed 110 gallery images: the first 1")
        .hasMessageContaining(" all failed, such as ")
        .hasMessageMatching(".*/train/a/\\d{3}.png \\(not_an_image: .*");
    assertThat(folder.resolve("runs/run/rankings")).doesNotExist();

    for (int i = 0; i < IMAGES; i++) {
      trial.draw("train/a/%03d.png".formatted(i), i % 16);
    }
    trial.knn(spark.context(), "run");
    assertThat(trial.table("run/errors").count()).isZero();
    assertThat(trial.table("run/rankings").count()).isEqualTo(3);
  }
}
