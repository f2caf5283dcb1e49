package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rankings.ImportOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.run.Kept;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ranking that was made otherwise is refused, or accepted by name. */
class DifferencesSparkTest {
  @TempDir private static Path fixtures;
  private static RerankTrial trial;

  private static Path own;
  private static Kept ranked;
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  private String knn;
  private String birds;
  private String model = fixtures + "/resnet.pt";
  private Precision precision = Precision.AUTO;
  private TransformSet transform;
  private GalleryClasses classes;
  private Set<Difference> accepted = Set.of();

  @BeforeAll
  static void prepare() throws IOException {
    trial = RerankTrial.prepare(fixtures, new BirdGenerator.Options(2, 3, 1, 1));
    rank(fixtures.resolve("birds"), fixtures);
    own = Files.createDirectory(fixtures.resolve("own"));
    PathUtils.copyDirectory(fixtures.resolve("birds"), own.resolve("birds"));
    rank(own.resolve("birds"), own);
    ranked = Kept.of(own, fixtures.resolve("ranked"));
  }

  private static void rank(Path images, Path out) throws IOException {
    trial.rank(new LocalSpark(), images, out, QuerySelection.ALL);
  }

  @BeforeEach
  void fromTheFixtures() {
    knn = fixtures + "/knn";
  }

  @Test
  void whatIsNotSaidIsThatOfTheRanking() throws IOException {
    rerank();

    JsonNode parameters = record().get("parameters");
    assertThat(parameters.get("precision").textValue()).isEqualTo("fp32");
    assertThat(parameters.get("transform").textValue()).isEqualTo("single");
    assertThat(record().get("inputs").fieldNames()).toIterable().noneMatch(this::isAccepted);
  }

  private boolean isAccepted(String input) {
    return input.startsWith("accepted");
  }

  @Test
  void transformPrecisionModelAndFoldersThatDifferAreRefused() {
    transform = TransformSet.MULTI;
    assertRefused("--transform is multi, they were made with single", "transform");
    transform = null;
    precision = Precision.BF16;
    assertRefused("--precision is bf16, they were made with fp32", "precision");
    precision = Precision.AUTO;
    model = fixtures + "/chm.pt";
    assertRefused("SHA-256 of --model file:" + fixtures + "/chm.pt is ", "model");
    model = null;
    birds = folder + "/else";
    assertRefused(
        "--train is file:%s/else/train, they were made with file:%s/birds/train"
            .formatted(folder, fixtures),
        "images");
  }

  private void assertRefused(String what, String kind) {
    assertThatThrownBy(this::rerank)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use the rankings in file:" + knn + ": " + what)
        .hasMessageEndingWith("; rank anew with knn, or go on with --accept-differences " + kind);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** The classes decide the ids. */
  @Test
  void otherClassesAreRefusedForGood() {
    classes = GalleryClasses.OF_VAL;
    assertThatThrownBy(this::rerank)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--classes-of-val is of_val, they were made with all")
        .hasMessageEndingWith("; leave it out, or rank anew with knn");
  }

  @Test
  @Tag("thorough")
  void anAcceptedDifferenceIsSaidAndRecordedAndKeptByItsFolder() throws IOException {
    transform = TransformSet.MULTI;
    accepted = Set.of(Difference.TRANSFORM);
    rerank();

    String said = "--transform is multi, they were made with single";
    assertThat(spark.progress()).contains("warning: accepted: " + said);
    assertThat(record().at("/inputs/accepted_transform").textValue()).isEqualTo(said);
    assertThat(record().at("/parameters/transform").textValue()).isEqualTo("multi");
    // The record of the folder says that it was accepted.
    accepted = Set.of();
    assertThat(rerank().effort().queries()).isZero();
    assertThat(record().at("/inputs/accepted_transform").textValue()).isEqualTo(said);
  }

  @Test
  void toAcceptWhatDoesNotDifferIsRefused() {
    accepted = Set.of(Difference.IMAGES, Difference.MODEL);
    assertThatThrownBy(this::rerank)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --accept-differences: images,model (nothing of that kind differs from what file:%s says; leave it out)",
            knn);
  }

  @Test
  void imagesReplacedUnderTheirNamesAreRefused() throws IOException {
    ofItsOwn();
    Path image = firstOf("train");
    FileTime time = FileTime.fromMillis(Files.getLastModifiedTime(image).toMillis() + 5000);
    Files.setLastModifiedTime(image, time);
    assertRefused(
        "1 image of --train has changed since it was ranked, the first is %s (".formatted(image),
        "images");

    accepted = Set.of(Difference.IMAGES);
    rerank();
    assertThat(record().at("/inputs/accepted_images").textValue()).contains(image.toString());
  }

  @Test
  void imagesThatWereAddedAreRefused() throws IOException {
    ofItsOwn();
    Path image = firstOf("val");
    Files.copy(image, image.resolveSibling("zz.jpg"));
    assertRefused("--val has 3 images, ", "images");
  }

  @Test
  void whereTheEmbeddingsAreGoneThatIsSaid() throws IOException {
    ofItsOwn();
    PathUtils.deleteDirectory(own.resolve("_embeddings"));

    rerank();

    assertThat(spark.progress())
        .contains(
            "warning: whether the files of --train have changed since they were ranked cannot be checked: file:"
                + own
                + "/_embeddings/");
  }

  @Test
  void imagesElsewhereOfTheSameNamesAreAccepted() throws IOException {
    PathUtils.copyDirectory(fixtures.resolve("birds"), folder.resolve("else"));
    birds = folder + "/else";
    accepted = Set.of(Difference.IMAGES);

    rerank();

    assertThat(record().at("/inputs/accepted_images").textValue())
        .isEqualTo(
            "--train is file:%1$s/else/train, they were made with file:%2$s/birds/train; --val is file:%1$s/else/val, they were made with file:%2$s/birds/val"
                .formatted(folder, fixtures));
    assertThat(record().at("/inputs/train").textValue())
        .isEqualTo("file:" + folder + "/else/train");
  }

  @Test
  void importedRankingsKnowTheirImages() throws IOException {
    ofItsOwn();
    RankingsJob.exportPickle(spark.context(), knn, folder + "/scores.pickle");
    DataOptions data = RerankTrial.data(own.resolve("birds"));
    RankingsJob.importPickle(
        spark.context(),
        new ImportOptions(folder + "/scores.pickle", data, folder.toString(), "imported"));
    knn = folder + "/imported";
    model = fixtures + "/resnet.pt";
    Path image = firstOf("train");
    Files.copy(image, image.resolveSibling("zz.jpg"));

    assertRefused("--train has 7 images, ", "images");
  }

  @Test
  void aTableOfARunIsNoRanking() {
    knn = fixtures + "/knn/rankings";
    assertThatThrownBy(this::rerank)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot use the rankings in file:%s: it is a table, or a file of one; give the folder DIR/NAME of its run",
            knn);
  }

  @Test
  void anOutFolderAmongTheImagesIsRefused() {
    RerankOptions inside = options(fixtures + "/birds/val/run");
    assertThatThrownBy(() -> RerankJob.run(spark.context(), inside))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it lies in --val file:%s/birds/val", fixtures);
    assertThat(fixtures.resolve("birds/val/run")).doesNotExist();
  }

  /** A ranking whose images the test may change. */
  private void ofItsOwn() throws IOException {
    ranked.restore();
    knn = own + "/knn";
    birds = own + "/birds";
    model = null;
  }

  private Path firstOf(String root) throws IOException {
    try (var files = Files.walk(own.resolve("birds/" + root))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  private RerankReport rerank() throws IOException {
    return RerankJob.run(spark.context(), options(folder + "/run"));
  }

  private RerankOptions options(String out) {
    return new RerankOptions(
            new DataOptions(
                birds == null ? null : birds + "/train",
                birds == null ? null : birds + "/val",
                classes,
                MissingClasses.REFUSE,
                OnError.RECORD),
            "chm",
            new NetworkOptions(model, fixtures + "/chm.pt", precision, DeviceChoice.CPU, 4),
            knn,
            transform,
            new RerankOptions.Scoring(2, 1, 0.55, Axes.PUBLISHED, null),
            out,
            null,
            PerQuery.NONE,
            64)
        .accepting(accepted);
  }

  private JsonNode record() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run/_run.json").toFile());
  }
}
