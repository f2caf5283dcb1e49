package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.InputForms;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.table.Table;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnnJobSparkTest {
  @TempDir private static Path fixtures;
  private static Path model;

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void importNetwork() {
    model = fixtures.resolve("small.pt");
    ResNetImporter.write(
        FormulaWeights.small("small", 4, List.of(1, 1, 1, 1)),
        ResNetLayout.TORCHVISION,
        new Provenance("small", "00"),
        model);
  }

  @BeforeEach
  void draw() throws IOException {
    BirdGenerator.write(folder.resolve("birds"), new BirdGenerator.Options(2, 3, 1, 1));
  }

  @Test
  void writesAllTablesAndTheirMetadata() throws IOException {
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(table("run/images").count()).isEqualTo(8);
    assertThat(table("run/embeddings").where("size(embedding) = 128").count()).isEqualTo(8);
    assertThat(table("run/rankings").groupBy("query_id").count().collectAsList())
        .extracting(row -> row.getLong(1))
        .containsExactly(6L, 6L);
    assertThat(table("run/errors").count()).isZero();
    assertThat(
            table("run/rankings")
                .schema()
                .apply("query_id")
                .metadata()
                .getString(Table.METADATA_KEY))
        .contains("\"command\":\"knn\"")
        .contains("model_sha256");
    // Of 6 gallery images no 10 can vote.
    JsonNode run = new ObjectMapper().readTree(folder.resolve("runs/run/_run.json").toFile());
    assertThat(run.at("/summary/knn_correct").fieldNames()).toIterable().containsExactly("3", "5");
    assertThat(spark.out().lines().filter(line -> line.startsWith("kNN accuracy")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("kNN accuracy, k =   3:").endsWith("of 2)"),
            line -> assertThat(line).startsWith("kNN accuracy, k =   5:").endsWith("of 2)"));
  }

  @Test
  void aSecondRunEmbedsOnlyWhatChanged() throws IOException {
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    List<Row> before = rankings("run");
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress()).contains("embed: 8 images, 8 of them already embedded");
    assertThat(rankings("run")).isEqualTo(before);

    // One image takes another's place, a new one comes to the front: ids shift, contents decide.
    List<Path> first = images("birds/train").subList(0, 2);
    Files.copy(first.get(0), first.get(0).resolveSibling("0.jpg"));
    Files.delete(first.get(1));
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress()).contains("embed: 8 images, 8 of them already embedded");
    assertThat(table("run/embeddings").count()).isEqualTo(8);
    assertThat(table("run/images").where("path like '%/0.jpg'").first().<Integer>getAs("image_id"))
        .isZero();
  }

  @Test
  void anotherDataSetInTheSameFolderSharesTheGallery() throws IOException {
    knn("one", TransformSet.SINGLE, OnError.RECORD);
    knn("two", TransformSet.MULTI, OnError.RECORD);

    assertThat(spark.progress()).contains("embed: 8 images, 6 of them already embedded");
  }

  @Test
  void aNeighbourWhoseRecordCannotBeReadIsPassedOver() throws IOException {
    knn("one", TransformSet.SINGLE, OnError.RECORD);
    Path record = folder.resolve("runs/one/_run.json");
    String sound = Files.readString(record);
    Files.writeString(record, sound.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    Path damaged = Files.createDirectories(folder.resolve("runs/damaged/embeddings"));
    Files.writeString(damaged.resolveSibling("_run.json"), "{");

    knn("two", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 8 images, 0 of them already embedded")
        .doesNotContain("8 images, 8 of them")
        .containsOnlyOnce("warning: no embeddings are taken from file:" + folder + "/runs/damaged")
        .contains("/runs/damaged/_run.json: it is damaged")
        .contains("/runs/one: its format is 2, not 1");
  }

  @Test
  void nothingIsWrittenToAFolderThatHoldsAnythingElse() throws IOException {
    InputForms.table(folder.resolve("birds/train"), folder.resolve("train.parquet"));
    Path foreign = Files.createDirectories(folder.resolve("runs/run")).resolve("thesis.txt");
    Files.createFile(foreign);

    assertThatThrownBy(
            () -> knn("run", "train.parquet", TransformSet.SINGLE, OnError.RECORD, Limits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/runs/run: it holds thesis.txt and was not made by chm-corr");
    assertThat(folder.resolve("runs")).isDirectoryNotContaining("glob:**/_unpacked");
    assertThat(foreign.getParent().toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void otherParametersInTheSameFolderAreRefused() throws IOException {
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThatThrownBy(() -> knn("run", TransformSet.MULTI, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("transform was single, is multi");
  }

  @Test
  void badImagesAreRecordedOrFailTheRun() throws IOException {
    Path broken = images("birds/train").get(0);
    Files.write(broken, "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThatThrownBy(() -> knn("fail", TransformSet.SINGLE, OnError.FAIL))
        .hasStackTraceContaining("Cannot read image file:" + broken);
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.out()).contains("Images that failed: 1, see ");
    assertThat(spark.progress()).contains("embed: 8 images").contains("MB) read, 1 failed");
    Row error = table("run/errors").first();
    assertThat(error.<String>getAs("path")).isEqualTo("file:" + broken);
    assertThat(error.<String>getAs("stage")).isEqualTo("embed");
    assertThat(error.<String>getAs("message")).contains("cannot identify image");
    assertThat(table("run/rankings").where("gallery_id = 0").count()).isZero();
  }

  @Test
  void imagesBeyondTheLimitAreBadUntilItIsRaised() throws IOException {
    Path large = images("birds/train").get(0);
    int side = 2000;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", large.toFile());

    knn("low", Limits.DEFAULT.withPixels(side * side - 1));
    knn("high", Limits.DEFAULT.withPixels(side * side));
    knn("low-again", Limits.DEFAULT.withPixels(side * side - 1));

    Row error = table("low/errors").first();
    assertThat(error.<String>getAs("path")).isEqualTo("file:" + large);
    assertThat(error.<String>getAs("message"))
        .isEqualTo(
            "image size (4000000 pixels) exceeds limit of 3999999 pixels (2000 x 2000; --max-pixels raises it)");
    assertThat(spark.progress()).contains("embed: 8 images, 7 of them already embedded");
    assertThat(table("high/errors").count()).isZero();
    assertThat(table("low-again/errors").count()).isOne();
  }

  @Test
  void aRunTriesAgainWhatALimitRefusedAndKeepsTheRest() throws IOException {
    Path large = images("birds/train").get(0);
    BufferedImage image = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "bmp", large.toFile());
    long bytes = Files.size(large);
    Limits fewPixels = Limits.DEFAULT.withPixels(999_999);
    Limits fewBytes = Limits.DEFAULT.withImageMebibytes(2);

    knn("run", fewPixels);
    assertThat(errors("run")).containsExactly("ImageTooLargeException");
    knn("run", fewPixels);
    assertThat(spark.progress()).contains("embed: 8 images, 8 of them already embedded");
    assertThat(errors("run")).containsExactly("ImageTooLargeException");
    knn("run", fewBytes);
    assertThat(table("run/errors").first().<String>getAs("message"))
        .isEqualTo("it has %d bytes (at most 2097152; --max-image-mib raises the limit)", bytes);
    knn("run", Limits.DEFAULT);
    assertThat(spark.progress()).contains("embed: 8 images, 7 of them already embedded");
    assertThat(errors("run")).isEmpty();
    assertThat(table("run/embeddings").where("embedding is not null").count()).isEqualTo(8);
    assertThat(folder.resolve("runs/run/_run.json")).content().contains("\"max_image_mib\" : 1024");
    // As an undisturbed run under the lower limit would have it.
    knn("run", fewPixels);
    assertThat(errors("run")).containsExactly("ImageTooLargeException");
  }

  @Test
  void badCellsOfATableAreRecorded() throws IOException {
    List<Path> images = images("birds/train");
    Files.write(images.get(0), Arrays.copyOf(Files.readAllBytes(images.get(0)), 1000));
    ImageIO.write(
        new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB), "bmp", images.get(1).toFile());
    Files.write(images.get(2), new byte[0]);
    InputForms.table(folder.resolve("birds/train"), folder.resolve("train.parquet"));

    knn(
        "run",
        "train.parquet",
        TransformSet.SINGLE,
        OnError.RECORD,
        Limits.DEFAULT.withImageMebibytes(2));

    assertThat(table("run/errors").select("path", "error").sort("path").collectAsList())
        .extracting(row -> row.getString(0).replaceAll(".*/", "") + " " + row.getString(1))
        .containsExactlyInAnyOrder(
            images.get(0).getFileName() + " ImageException",
            images.get(1).getFileName() + " IOException",
            images.get(2).getFileName() + " ImageException");
    assertThat(table("run/rankings").groupBy("query_id").count().select("count").distinct().first())
        .isEqualTo(RowFactory.create(3L));
  }

  private List<String> errors(String name) {
    return table(name + "/errors").select("error").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void knn(String name, Limits limits) throws IOException {
    knn(name, "birds/train", TransformSet.SINGLE, OnError.RECORD, limits);
  }

  private void knn(String name, TransformSet transform, OnError onError) throws IOException {
    knn(name, "birds/train", transform, onError, Limits.DEFAULT);
  }

  private void knn(
      String name, String train, TransformSet transform, OnError onError, Limits limits)
      throws IOException {
    KnnJob.run(
        spark.context(),
        new KnnOptions(
            name,
            new DataOptions(
                folder + "/" + train,
                folder + "/birds/val",
                GalleryClasses.ALL,
                MissingClasses.REFUSE,
                onError,
                limits,
                folder + "/runs"),
            new NetworkOptions(model.toString(), null, Precision.FP32, DeviceChoice.CPU, 4),
            transform,
            100,
            folder + "/runs"));
  }

  private org.apache.spark.sql.Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/runs/" + name);
  }

  private List<Row> rankings(String name) {
    return table(name + "/rankings").sort("query_id", "rank").collectAsList();
  }

  private List<Path> images(String root) throws IOException {
    try (var files = Files.walk(folder.resolve(root))) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }
}
