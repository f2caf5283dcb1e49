package dev.chmcorr.job.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.method.toy.ToyMethod;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rerank.RerankReport;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.pickle.published.ScoreFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method that nothing but its own package knows goes all the way from rankings to results. */
class MethodPortSparkTest {
  private static final Color FOX = new Color(200, 60, 20);
  private static final Color JAY = new Color(20, 60, 200);

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @BeforeEach
  void draw() throws IOException {
    image("train/fox/0.png", FOX);
    image("train/fox/1.png", FOX.darker());
    image("train/jay/0.png", JAY);
    image("train/jay/1.png", JAY.darker());
    image("val/fox/0.png", FOX.brighter());
    image("val/jay/0.png", JAY.brighter());
    // Gallery ids 0, 1 are foxes; the best is last, and the wrong class comes first.
    rank(new int[] {0, 1, 2, 3}, new int[] {2, 3, 0, 1});
  }

  private void rank(int[] ofFox, int[] ofJay) throws IOException {
    TreeMap<Integer, int[]> rankings = new TreeMap<>();
    rankings.put(0, ofFox);
    rankings.put(1, ofJay);
    try (var out = Files.newOutputStream(folder.resolve("rankings.pickle"))) {
      ScoreFile.write(out, rankings);
    }
  }

  /** One colour, brighter towards the lower right: attention needs differences. */
  private void image(String name, Color colour) throws IOException {
    BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 224; y++) {
      for (int x = 0; x < 224; x++) {
        double part = 0.5 + 0.25 * (x + y) / 224;
        int red = (int) (part * colour.getRed());
        int green = (int) (part * colour.getGreen());
        int blue = (int) (part * colour.getBlue());
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    write(name, image);
  }

  private void black(String name) throws IOException {
    BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    Graphics2D painter = image.createGraphics();
    painter.setColor(Color.BLACK);
    painter.fillRect(0, 0, 224, 224);
    painter.dispose();
    write(name, image);
  }

  private void write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void comparesScoresAndVotes() throws IOException {
    RerankReport report = rerank("run", 4);

    assertThat(report.pairs()).isEqualTo(8);
    assertThat(report.knnCorrect()).isZero();
    assertThat(report.chmCorrect()).isEqualTo(2);
    Dataset<Row> pairs = table("run/correspondences");
    assertThat(pairs.columns())
        .startsWith("query_id", "query_path", "rank", "gallery_id", "gallery_path")
        .contains("colour_likeness", "brightness")
        .doesNotContain("points_x");
    Row alike = pairs.where("query_id = 0 and gallery_id = 0").first();
    assertThat(alike.<Float>getList(alike.fieldIndex("colour_likeness")))
        .hasSize(49)
        .allSatisfy(cosine -> assertThat(cosine).isGreaterThan(0.99f));
    assertThat(Files.readString(folder.resolve("run/_run.json"))).contains("\"toy\"");
    assertThat(rerank("run", 4).effort().queries()).isZero();
  }

  @Test
  void whatHasNoFiniteNumberFailsAloneAndIsNamed() throws IOException {
    black("train/fox/1.png");
    black("val/jay/0.png");

    RerankReport report = rerank("run", 4);

    assertThat(report.scored()).isEqualTo(1);
    assertThat(report.pairs()).isEqualTo(3);
    assertThat(table("run/errors").collectAsList())
        .extracting(row -> row.getAs("split") + " " + row.getAs("path") + " " + row.getAs("reason"))
        .containsExactly(
            "gallery %s/train/fox/1.png not_finite".formatted(folder),
            "query %s/val/jay/0.png not_finite".formatted(folder));
    // Another try would end alike.
    assertThat(rerank("run", 4).effort().queries()).isZero();
  }

  @Test
  void whatHasNoFiniteNumberStopsARunThatIsToStop() throws IOException {
    black("train/fox/1.png");

    assertThatThrownBy(() -> rerank("run", 4, OnError.FAIL))
        .hasStackTraceContaining("Cannot compare %s/val/".formatted(folder))
        .hasStackTraceContaining("--on-error record goes on without it");
  }

  @Test
  void aMethodThatNobodyKnowsIsOneLineWithThoseThereAre() {
    assertThatThrownBy(() -> ComparisonMethods.named("emdd"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --method: emdd (must be chm or emd or patches or toy)");
  }

  @Test
  void houghMatchingSaysWhichNetworkItLacks() {
    NetworkOptions none = new NetworkOptions("a.pt", null, Precision.FP32, DeviceChoice.CPU, 0);

    assertThatThrownBy(() -> ComparisonMethods.named("chm").networks(none))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Missing --chm: the method chm needs it; give an archive that import-model wrote");
  }

  private RerankReport rerank(String name, int n) throws IOException {
    return rerank(name, n, OnError.RECORD);
  }

  private RerankReport rerank(String name, int n, OnError onError) throws IOException {
    return RerankJob.run(
        spark.context(),
        new RerankOptions(
            new DataOptions(
                folder + "/train",
                folder + "/val",
                GalleryClasses.ALL,
                MissingClasses.REFUSE,
                onError,
                Limits.DEFAULT,
                InputOptions.DEFAULT),
            ToyMethod.NAME,
            new NetworkOptions(null, null, Precision.AUTO, DeviceChoice.CPU, 0),
            folder + "/rankings.pickle",
            TransformSet.SINGLE,
            new Scoring(n, Math.min(n, 2), 0.5, Axes.ALIGNED, null),
            folder + "/" + name,
            null,
            PerQuery.NONE,
            1));
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/" + name);
  }
}
