package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.InputForms;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Kept;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.Traces;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.checkpoint.TensorData;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.trunk.Trunk;
import dev.chmcorr.table.Table;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnnJobSparkTest {
  @TempDir private static Path fixtures;
  private static Path imported;
  private static Path folder;
  private static Kept images;
  private static Kept ranked;

  private Path model = imported;
  private String train = "birds/train";
  private String val = "birds/val";
  private GalleryClasses classes = GalleryClasses.ALL;
  private Framing framing = Framing.UNSAID;
  private Recognition recognition = Recognition.BY_VERSION;
  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void prepare() throws IOException {
    imported = fixtures.resolve("small.pt");
    ResNetImporter.write(
        small(), ResNetLayout.TORCHVISION, new Provenance("small", "00"), imported);
    folder = fixtures.resolve("work");
    BirdGenerator.write(folder.resolve("birds"), new BirdGenerator.Options(2, 3, 1, 1));
    images = Kept.of(folder, fixtures.resolve("images"));
    new KnnJobSparkTest().knn("run", TransformSet.SINGLE, OnError.RECORD);
    ranked = Kept.of(folder.resolve("runs"), fixtures.resolve("ranked"));
  }

  private static FormulaWeights small() {
    return FormulaWeights.small("small", 4, List.of(1, 1, 1, 1));
  }

  @BeforeEach
  void restoreImages() throws IOException {
    images.restore();
  }

  @Test
  void writesAllTablesAndTheirMetadata() throws IOException {
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(embeddings("train").where("size(embedding) = 128").count()).isEqualTo(6);
    assertThat(embeddings("val").where("size(embedding) = 128").count()).isEqualTo(2);
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
    JsonNode run = record("run");
    assertThat(run.at("/summary/knn_correct").fieldNames()).toIterable().containsExactly("3", "5");
    assertThat(spark.out().lines().filter(line -> line.startsWith("kNN accuracy")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("kNN accuracy, k =   3:").endsWith("of 2)"),
            line -> assertThat(line).startsWith("kNN accuracy, k =   5:").endsWith("of 2)"));
  }

  @Test
  void theRecordSaysWhereWhatItWasMadeOfLies() throws IOException {
    ranked.restore();

    JsonNode inputs = record("run").get("inputs");
    assertThat(inputs.get("train").textValue()).isEqualTo("file:" + folder + "/birds/train");
    assertThat(inputs.get("val").textValue()).isEqualTo("file:" + folder + "/birds/val");
    assertThat(inputs.get("model").textValue()).isEqualTo("file:" + model);
    assertThat(inputs.get("classes").textValue()).isEqualTo("all");
    assertThat(inputs.get("gallery_embeddings").textValue())
        .isEqualTo("file:" + embeddingFolder("train") + "/embeddings");
    assertThat(inputs.get("query_embeddings").textValue())
        .isEqualTo("file:" + embeddingFolder("val") + "/embeddings");
  }

  /** Another run finds that a file has changed while the first one ranks what it was before. */
  @Test
  @Tag("thorough")
  void whatARunRanksStaysWhateverOthersEmbedMeanwhile() throws IOException {
    ranked.restore();
    JobContext first = onLine("rank: 2 queries", () -> changeAndRank(1, "two"));

    knn(first, "one", TransformSet.SINGLE, OnError.RECORD, Limits.DEFAULT);

    assertThat(rankings("one")).isEqualTo(rankings("run")).isNotEqualTo(rankings("two"));
    for (String state : List.of("/summary/gallery_state", "/summary/query_state")) {
      assertThat(record("one").at(state)).isEqualTo(record("run").at(state));
    }
    assertThat(table(tableOf("one")).where("width = 1").count()).isZero();
    assertThat(table(tableOf("two")).where("width = 1").count()).isOne();
    assertThat(table(tableOf("two")).count()).isEqualTo(6);
  }

  @Test
  @Tag("thorough")
  void ofTheTablesOfASetTheCurrentAndTheOneBeforeStay() throws IOException {
    ranked.restore();
    for (int i = 1; i <= 3; i++) {
      changeAndRank(i, "run");

      assertThat(tableOf("run")).endsWith("/embeddings-" + (i + 1));
      assertThat(table(tableOf("run")).where("width = " + i).count()).isOne();
    }

    assertThat(embeddingFolder("train").toFile().list())
        .containsExactlyInAnyOrder("_run.json", "embeddings-3", "embeddings-4");
    String set = "_embeddings/" + embeddingFolder("train").getFileName();
    assertThat(record(set).at("/summary/table").textValue()).isEqualTo("embeddings-4");
    // A set beside it finds the rows in the current table.
    Files.copy(images("birds/train").get(1), images("birds/train").get(0).resolveSibling("0.jpg"));
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress()).contains("embed: 7 gallery images, 6 of them already embedded");
  }

  @Test
  void aTableThatAKilledProcessDidNotFinishIsNotRead() throws IOException {
    ranked.restore();
    Path set = embeddingFolder("train");
    PathUtils.copyDirectory(set.resolve("embeddings"), set.resolve("embeddings-2"));
    PathUtils.copyDirectory(set.resolve("embeddings"), set.resolve("embeddings-3"));

    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress()).contains("/runs/run is finished");
    changeAndRank(1, "run");

    assertThat(table(tableOf("run")).count()).isEqualTo(6);
    assertThat(set.toFile().list())
        .containsExactlyInAnyOrder("_run.json", "embeddings", "embeddings-2");
  }

  @Test
  void aSetWhoseRecordNamesNoTableOfItsIsRefused() throws IOException {
    ranked.restore();
    Path file = embeddingFolder("train").resolve("_run.json");
    Files.writeString(
        file, Files.readString(file).replace(": \"embeddings\"", ": \"../../run/rankings\""));

    assertThatThrownBy(() -> knn("run", TransformSet.SINGLE, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read file:%s: it says that the table is ../../run/rankings; delete the folder or choose another --out",
            file);
  }

  /** Makes the first gallery image one of so many pixels' width. */
  private void changeAndRank(int width, String name) throws IOException {
    BufferedImage image = new BufferedImage(width, 9, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", images("birds/train").get(0).toFile());
    knn(name, TransformSet.SINGLE, OnError.RECORD);
  }

  /** Where the table of embeddings lies that a run's record names, below the folder of runs. */
  private String tableOf(String run) throws IOException {
    String table = record(run).at("/inputs/gallery_embeddings").textValue();
    assertThat(table).startsWith("file:" + folder + "/runs/_embeddings/");
    return table.substring(("file:" + folder + "/runs/").length());
  }

  /** A context on whose console a line is the sign to do something before the run goes on. */
  private static JobContext onLine(String sign, JobContext.Timed action) {
    PrintStream progress =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public PrintStream printf(Locale locale, String format, Object... arguments) {
            if (String.format(locale, format, arguments).contains(sign)) {
              try {
                action.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
            return this;
          }
        };
    return JobContext.of(
        LocalSpark.session(),
        new Console(new PrintStream(OutputStream.nullOutputStream()), progress));
  }

  @Test
  void aFinishedRunWhoseTableIsGoneMakesItAgain() throws IOException {
    ranked.restore();
    long ranked = table("run/rankings").count();
    PathUtils.deleteDirectory(folder.resolve("runs/run/rankings"));

    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(table("run/rankings").count()).isEqualTo(ranked);
  }

  @Test
  void aFinishedRunGivenAgainSaysSoAndWritesNothing() throws IOException {
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    Map<String, FileTime> before = files("runs");
    String said = spark.out();

    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(files("runs")).isEqualTo(before);
    assertThat(spark.progress())
        .contains("/runs/run is finished, and nothing that it was made of has changed")
        .containsOnlyOnce("rank: 2 queries");
    assertThat(said).contains("kNN accuracy, k =   5:", "Rankings of 2 queries: file:");
    assertThat(spark.out()).isEqualTo(said + said);
  }

  @Test
  void aFinishedRunIsRankedAnewIfAnImageChanges() throws IOException {
    ranked.restore();
    List<Row> before = rankings("run");
    Path changed = images("birds/train").get(0);
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png", changed.toFile());

    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 6 gallery images, 5 of them already embedded")
        .contains("embed: 2 query images, 2 of them already embedded");
    assertThat(rankings("run")).hasSameSizeAs(before).isNotEqualTo(before);
    assertThat(embeddings("train").where("width = 9").count()).isOne();
    assertThat(embeddings("train").count()).isEqualTo(6);
    assertThat(record("run").at("/summary/stages/embed/images_read").asLong()).isOne();
  }

  @Test
  void aSetWithOtherImagesTakesWhatItHasInCommonWithAnEarlierOne() throws IOException {
    ranked.restore();

    // One image goes, a new one comes to the front: ids shift.
    List<Path> first = images("birds/train").subList(0, 2);
    Files.copy(first.get(0), first.get(0).resolveSibling("0.jpg"));
    Files.delete(first.get(1));
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 6 gallery images, 5 of them already embedded")
        .contains("embed: 2 query images, 2 of them already embedded");
    Dataset<Row> rows = table(tableOf("run"));
    assertThat(rows.count()).isEqualTo(6);
    assertThat(rows.where("path like '%/0.jpg'").first().<Integer>getAs("image_id")).isZero();
    assertThat(table("run/rankings").where("gallery_path like '%/0.jpg'").count()).isEqualTo(2);
  }

  @Test
  void aGalleryOfTheQueriesClassesIsTakenFromTheWholeOne() throws IOException {
    ranked.restore();
    PathUtils.deleteDirectory(images("birds/val").get(1).getParent());
    classes = GalleryClasses.OF_VAL;

    knn("some", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress()).contains("embed: 3 gallery images, 3 of them already embedded");
    assertThat(record("some").at("/summary/stages/embed").isMissingNode()).isTrue();
    assertThat(record("some").at("/inputs/classes").textValue()).isEqualTo("of_val");
    assertThat(table("some/rankings").count()).isEqualTo(3);
  }

  @Test
  @Tag("thorough")
  void furtherQuerySetsReadNoGalleryImageAndWriteNoGalleryRow() throws IOException {
    BirdGenerator.write(folder.resolve("many"), new BirdGenerator.Options(4, 10, 2, 1));
    train = "many/train";
    Map<String, FileTime> gallery = Map.of();
    for (int i = 1; i <= 5; i++) {
      val = "queries-" + i;
      PathUtils.copyDirectory(folder.resolve("many/val"), folder.resolve(val));
      knn("run-" + i, TransformSet.SINGLE, OnError.RECORD);

      long read = record("run-" + i).at("/summary/stages/embed/images_read").asLong();
      assertThat(read).as("images read by run %d", i).isEqualTo(i == 1 ? 48 : 8);
      if (i == 1) {
        gallery = files("runs/_embeddings/" + embeddingFolder("train").getFileName());
      }
      assertThat(files("runs/_embeddings/" + embeddingFolder("train").getFileName()))
          .isEqualTo(gallery);
      assertThat(table("run-" + i + "/rankings").count()).isEqualTo(8 * 40);
    }
  }

  @Test
  @Tag("thorough")
  void whatCannotBeReadIsTriedAgainAndNothingIsWrittenUntilItCan() throws IOException {
    Path link = images("birds/train").get(0).resolveSibling("0.jpg");
    Files.createSymbolicLink(link, folder.resolve("later.jpg"));
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(errors("run")).containsExactly("FileNotFoundException");
    Map<String, FileTime> before = files("runs");

    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(files("runs")).isEqualTo(before);
    assertThat(spark.progress())
        .contains("embed: 7 gallery images, 7 of them already embedded", "/runs/run is finished");
    Files.copy(images("birds/train").get(1), folder.resolve("later.jpg"));
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(errors("run")).isEmpty();
    assertThat(record("run").at("/summary/stages/embed/images_read").asLong()).isOne();
    assertThat(table("run/rankings").where("gallery_id = 0").count()).isEqualTo(2);
    assertThat(embeddings("train").count()).isEqualTo(7);
  }

  @Test
  void anotherTransformOfTheQueriesSharesTheGallery() throws IOException {
    ranked.restore();
    knn("two", TransformSet.MULTI, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 6 gallery images, 6 of them already embedded")
        .doesNotContain("embed: 2 query images, 2 of them already embedded");
  }

  @Test
  void aSetWhoseRecordCannotBeReadIsPassedOver() throws IOException {
    ranked.restore();
    Path record = embeddingFolder("train").resolve("_run.json");
    Files.writeString(
        record,
        Files.readString(record).replaceAll("\"formatVersion\" : \\d+", "\"formatVersion\" : 99"));
    Path damaged = Files.createDirectories(folder.resolve("runs/_embeddings/x/embeddings"));
    Files.writeString(damaged.resolveSibling("_run.json"), "{");
    Files.copy(images("birds/train").get(0), images("birds/train").get(0).resolveSibling("0.jpg"));

    knn("two", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 7 gallery images, 0 of them already embedded")
        .contains("/_embeddings/x/_run.json: it is damaged")
        .containsPattern("no embeddings are taken from .*: its format is 99, not \\d")
        .containsOnlyOnce("/runs/_embeddings/x: ");
  }

  /** Same path, length and time: only the content tells. */
  @Test
  @Tag("thorough")
  void silentChangesAreFoundIfContentsAreCompared() throws IOException {
    ranked.restore();
    List<Row> before = rankings("run");
    Path changed = images("birds/train").get(0);
    FileTime then = Files.getLastModifiedTime(changed);
    byte[] bytes = Files.readAllBytes(changed);
    byte[] other = Arrays.copyOf(Files.readAllBytes(images("birds/train").get(5)), bytes.length);
    // What follows an image's end is no part of it.
    Files.write(changed, other);
    Files.setLastModifiedTime(changed, then);

    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(rankings("run")).isEqualTo(before);
    recognition = Recognition.BY_CONTENT;
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress())
        .contains("embed: reading 6 gallery images to compare them")
        .contains("embed: 6 gallery images, 5 of them already embedded");
    assertThat(rankings("run")).isNotEqualTo(before);
    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress().split("is finished", -1)).hasSize(3);
  }

  @Test
  @Tag("thorough")
  void touchedAndMovedFilesKeepTheirEmbeddingsIfContentsAreCompared() throws IOException {
    ranked.restore();
    Map<String, FileTime> ranked = files("runs/run/rankings");
    recognition = Recognition.BY_CONTENT;
    for (Path image : images("birds/train")) {
      Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000_000_000L));
    }

    knn("run", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress()).contains("embed: 6 gallery images, 6 of them already embedded");
    assertThat(files("runs/run/rankings")).isEqualTo(ranked);
    assertThat(tableOf("run")).endsWith("/embeddings-2");
    Files.move(folder.resolve("birds/train"), folder.resolve("birds/moved"));
    train = "birds/moved";
    knn("moved", TransformSet.SINGLE, OnError.RECORD);

    assertThat(record("moved").at("/summary/stages/embed").isMissingNode()).isTrue();
    recognition = Recognition.BY_VERSION;
    knn("moved", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress()).contains("/runs/moved is finished");
  }

  /** Of format 1: a run's own table, with a column for the split and none for times of change. */
  @Test
  @Tag("thorough")
  void embeddingsOfOldRunsAreTakenIfContentsAreCompared() throws IOException {
    knn("run", TransformSet.MULTI, OnError.RECORD);
    embeddings("train")
        .withColumn("split", functions.lit("gallery"))
        .union(embeddings("val").withColumn("split", functions.lit("query")))
        .drop("modified", "reason", "pixels")
        .write()
        .parquet(folder + "/runs/run/embeddings");
    PathUtils.deleteDirectory(folder.resolve("runs/_embeddings"));
    Map<String, FileTime> old = files("runs/run");

    knn("two", TransformSet.SINGLE, OnError.RECORD);
    assertThat(spark.progress())
        .contains("embed: 6 gallery images, 0 of them already embedded")
        .containsOnlyOnce("warning: no embeddings are taken from file:" + folder + "/runs/run: ");
    PathUtils.deleteDirectory(folder.resolve("runs/_embeddings"));
    recognition = Recognition.BY_CONTENT;
    knn("three", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.progress())
        .contains("embed: 6 gallery images, 6 of them already embedded")
        .doesNotContain("embed: 2 query images, 2 of them already embedded");
    assertThat(files("runs/run")).isEqualTo(old);
  }

  @Test
  @Tag("thorough")
  void aSetThatAnotherProcessIsWritingIsWaitedForOnlyIfSomethingIsMissing() throws Exception {
    ranked.restore();
    Path lock = embeddingFolder("train").resolve("_lock");
    Files.writeString(lock, "1@elsewhere");

    knn("two", TransformSet.SINGLE, OnError.RECORD);
    assertThat(table("two/rankings").count()).isEqualTo(12);
    assertThat(spark.progress()).doesNotContain("waiting");
    Files.setLastModifiedTime(images("birds/train").get(0), FileTime.fromMillis(1));
    CompletableFuture<Void> three = startAndAwaitWaiting(spark, "three");
    Files.delete(lock);
    three.get();

    assertThat(spark.progress())
        .containsOnlyOnce(
            "embed: waiting for process 1@elsewhere, which embeds these images (file:%s)"
                .formatted(lock.getParent()));
    assertThat(table("three/rankings").count()).isEqualTo(12);
    assertThat(lock).doesNotExist();
  }

  /** It embeds all that was missing; nothing is embedded twice. */
  @Test
  void whoHasWaitedForASetLooksAnewAtWhatIsMissing() throws Exception {
    LocalSpark other = new LocalSpark();
    AtomicReference<CompletableFuture<Void>> second = new AtomicReference<>();
    JobContext first =
        onLine("embed: 6 gallery images, 0", () -> second.set(startAndAwaitWaiting(other, "two")));

    knn(first, "one", TransformSet.SINGLE, OnError.RECORD, Limits.DEFAULT);
    second.get().get();

    assertThat(other.progress())
        .contains("embed: waiting for process %d@".formatted(ProcessHandle.current().pid()))
        .contains("embed: 6 gallery images, 6 of them already embedded");
    assertThat(embeddings("train").count()).isEqualTo(6);
    assertThat(rankings("two")).isEqualTo(rankings("one"));
  }

  /** A run in another thread that has said, unless it has failed, that it waits. */
  private CompletableFuture<Void> startAndAwaitWaiting(LocalSpark where, String name) {
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(
            () -> {
              try {
                knn(where.context(), name, TransformSet.SINGLE, OnError.RECORD, Limits.DEFAULT);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    while (!run.isDone() && !where.progress().contains("waiting")) {
      Thread.onSpinWait();
    }
    return run;
  }

  @Test
  void aDamagedLockOfASetIsRefused() throws IOException {
    ranked.restore();
    Files.writeString(embeddingFolder("train").resolve("_lock"), "garbage");
    Files.setLastModifiedTime(images("birds/train").get(0), FileTime.fromMillis(1));

    assertThatThrownBy(() -> knn("two", TransformSet.SINGLE, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write to file:" + embeddingFolder("train") + ": ")
        .hasMessageContaining("does not say which process is at work there");
  }

  @Test
  void embeddingsThatAreNoNumbersAreRecorded() throws IOException {
    model = folder.resolve("infinite.pt");
    ResNetImporter.write(
        new Infinite(small(), "layer4.0.bn3.bias"),
        ResNetLayout.TORCHVISION,
        new Provenance("infinite", "00"),
        model);

    assertThatThrownBy(() -> knn("run", TransformSet.SINGLE, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot rank: none of 2 query images could be embedded, such as ")
        .hasMessageContaining(" (the network gave Infinity at place 0 of 128); the table ");

    assertThat(embeddings("val").select("reason", "message").collectAsList())
        .hasSize(2)
        .containsOnly(
            RowFactory.create("not_finite", "the network gave Infinity at place 0 of 128"));
    assertThatThrownBy(() -> knn("stop", TransformSet.MULTI, OnError.FAIL))
        .hasStackTraceContaining("Cannot embed image " + folder);
  }

  /** A checkpoint in which one tensor's numbers are infinite. */
  private record Infinite(StateDict dict, String poisoned) implements StateDict {
    @Override
    public String source() {
      return dict.source();
    }

    @Override
    public Set<String> names() {
      return dict.names();
    }

    @Override
    public int[] shape(String name) {
      return dict.shape(name);
    }

    @Override
    public TensorData tensor(String name) {
      TensorData tensor = dict.tensor(name);
      if (name.equals(poisoned)) {
        Arrays.fill(tensor.values(), Float.POSITIVE_INFINITY);
      }
      return tensor;
    }
  }

  @Test
  void nothingIsWrittenToAFolderThatHoldsAnythingElse() throws IOException {
    InputForms.table(folder.resolve("birds/train"), folder.resolve("train.parquet"));
    Path foreign = Files.createDirectories(folder.resolve("runs/run")).resolve("thesis.txt");
    Files.createFile(foreign);

    train = "train.parquet";
    assertThatThrownBy(() -> knn("run", TransformSet.SINGLE, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/runs/run: it holds thesis.txt and was not made by chm-corr");
    assertThat(folder.resolve("runs")).isDirectoryNotContaining("glob:**/_unpacked");
    assertThat(foreign.getParent().toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void otherParametersInTheSameFolderAreRefused() throws IOException {
    ranked.restore();

    assertThatThrownBy(() -> knn("run", TransformSet.MULTI, OnError.RECORD))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("transform was single, is multi");
  }

  @Test
  void badImagesAreRecordedOrFailTheRun() throws IOException {
    Path broken = images("birds/train").get(0);
    Files.write(broken, "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThatThrownBy(() -> knn("fail", TransformSet.SINGLE, OnError.FAIL))
        .hasStackTraceContaining("Cannot read image " + broken);
    knn("run", TransformSet.SINGLE, OnError.RECORD);

    assertThat(spark.out()).contains("Images that failed: 1, see ");
    assertThat(spark.progress()).contains("embed: 6 gallery images").contains("MB) read, 1 failed");
    Row error = table("run/errors").first();
    assertThat(error.<String>getAs("path")).isEqualTo(broken.toString());
    assertThat(error.<String>getAs("stage")).isEqualTo("embed");
    assertThat(error.<String>getAs("message")).contains("cannot identify image");
    assertThat(table("run/rankings").where("gallery_id = 0").count()).isZero();
  }

  @Test
  @Tag("thorough")
  void imagesBeyondTheLimitAreBadUntilItIsRaised() throws IOException {
    Path large = images("birds/train").get(0);
    int side = 2000;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", large.toFile());

    knn("low", Limits.DEFAULT.withPixels(side * side - 1));
    knn("high", Limits.DEFAULT.withPixels(side * side));
    knn("low-again", Limits.DEFAULT.withPixels(side * side - 1));

    Row error = table("low/errors").first();
    assertThat(error.<String>getAs("path")).isEqualTo(large.toString());
    assertThat(error.<String>getAs("message"))
        .isEqualTo(
            "image size (4000000 pixels) exceeds limit of 3999999 pixels (2000 x 2000; --max-pixels raises it)");
    assertThat(spark.progress()).contains("embed: 6 gallery images, 5 of them already embedded");
    assertThat(table("high/errors").count()).isZero();
    assertThat(table("low-again/errors").count()).isOne();
  }

  @Test
  @Tag("thorough")
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
    assertThat(spark.progress()).contains("embed: 6 gallery images, 6 of them already embedded");
    assertThat(errors("run")).containsExactly("ImageTooLargeException");
    knn("run", fewBytes);
    assertThat(table("run/errors").first().<String>getAs("message"))
        .isEqualTo("it has %d bytes (at most 2097152; --max-image-mib raises the limit)", bytes);
    knn("run", Limits.DEFAULT);
    assertThat(spark.progress()).contains("embed: 6 gallery images, 5 of them already embedded");
    assertThat(errors("run")).isEmpty();
    assertThat(embeddings("train").where("embedding is not null").count()).isEqualTo(6);
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

    train = "train.parquet";
    knn("run", Limits.DEFAULT.withImageMebibytes(2));

    assertThat(table("run/errors").select("path", "error").sort("path").collectAsList())
        .extracting(row -> row.getString(0).replaceAll(".*/", "") + " " + row.getString(1))
        .containsExactlyInAnyOrder(
            images.get(0).getFileName() + " ImageException",
            images.get(1).getFileName() + " IOException",
            images.get(2).getFileName() + " ImageException");
    assertThat(table("run/rankings").groupBy("query_id").count().select("count").distinct().first())
        .isEqualTo(RowFactory.create(3L));
  }

  @Test
  void aTracedTrunkThatGivesSomethingElseIsRefusedBeforeTheImagesAreListed() throws IOException {
    model = Traces.write(folder.resolve("rows.pt"), "torch.mean(f, [3])");
    train = "nowhere";

    assertThatThrownBy(() -> knn("run", Limits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use file:%s as a trunk: it gives float32 [2, 3, 7] for images [2, 3, 224, 224], which must be one float32 [2, C, h, w] or [2, C]",
            model);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void anImageForWhichATracedTrunkGivesNoFiniteNumbersIsAnError() throws IOException {
    model = Traces.write(folder.resolve("nan.pt"), Traces.NAN_IF_BLACK);
    Path black = images("birds/train").get(1);
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png", black.toFile());

    knn("run", Limits.DEFAULT);

    assertThat(table("run/errors").select("split", "path", "reason").collectAsList())
        .containsExactly(RowFactory.create("gallery", black.toString(), "not_finite"));
    assertThat(embeddings("train").where("embedding is null").count()).isOne();
    assertThat(table("run/rankings").where("query_id = 0").count()).isEqualTo(5);
  }

  @Test
  @Tag("thorough")
  void anotherResizeIsPartOfWhatEmbeddingsAndRankingsAre() throws IOException {
    knn("published", Limits.DEFAULT);
    framing = new Framing(232, null);
    knn("resized", Limits.DEFAULT);

    assertThat(record("published").get("parameters").has("resize")).isFalse();
    assertThat(record("resized").at("/parameters/resize").textValue()).isEqualTo("232");
    assertThat(record("resized").at("/parameters/crop").textValue()).isEqualTo("224");
    assertThat(firstEmbedding("resized")).isEqualTo(embedding(images("birds/train").get(0), 232));
    assertThat(firstEmbedding("published"))
        .isEqualTo(embedding(images("birds/train").get(0), 256))
        .isNotEqualTo(firstEmbedding("resized"));
    assertThatThrownBy(() -> knn("published", Limits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("other inputs or parameters: resize was 256, is 232; choose");
  }

  private List<Float> firstEmbedding(String run) throws IOException {
    Row row = table(tableOf(run)).where("image_id = 0").first();
    return row.getList(row.fieldIndex("embedding"));
  }

  private List<Float> embedding(Path image, int resize) throws IOException {
    RgbImage decoded = new ImageDecoder().decode(Files.readAllBytes(image));
    RgbImage input = Transforms.centerCrop(Transforms.resize(decoded, resize), 224);
    try (Trunk trunk = Trunk.load(model, TorchDevice.cpu(), Precision.FP32, 4)) {
      List<Float> values = new ArrayList<>();
      for (float value : trunk.embed(List.of(input))[0]) {
        values.add(value);
      }
      return values;
    }
  }

  @Test
  void aCropOfWhichTheTrunkMakesOtherCellsIsRefused() {
    framing = new Framing(320, 288);

    assertThatThrownBy(() -> knn("run", Limits.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --crop: 288 (must be 193..224, of which file:%s makes the 7 x 7 cells that are compared)",
            model);
  }

  private List<String> errors(String name) {
    return table(name + "/errors").select("error").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void knn(String name, Limits limits) throws IOException {
    knn(name, TransformSet.SINGLE, OnError.RECORD, limits);
  }

  private void knn(String name, TransformSet transform, OnError onError) throws IOException {
    knn(name, transform, onError, Limits.DEFAULT);
  }

  private void knn(String name, TransformSet transform, OnError onError, Limits limits)
      throws IOException {
    knn(spark.context(), name, transform, onError, limits);
  }

  private void knn(
      JobContext context, String name, TransformSet transform, OnError onError, Limits limits)
      throws IOException {
    KnnJob.run(
        context,
        new KnnOptions(
            name,
            new DataOptions(
                folder + "/" + train,
                folder + "/" + val,
                classes,
                MissingClasses.REFUSE,
                onError,
                limits,
                InputOptions.unpackedTo(folder + "/runs")),
            new NetworkOptions(
                model.toString(), null, Precision.FP32, DeviceChoice.CPU, 4, framing),
            transform,
            100,
            recognition,
            folder + "/runs"));
  }

  private JsonNode record(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("runs/" + name + "/_run.json").toFile());
  }

  /** The only folder of embeddings of a set whose root has this name. */
  private Path embeddingFolder(String root) throws IOException {
    try (Stream<Path> sets = Files.list(folder.resolve("runs/_embeddings"))) {
      List<Path> found =
          sets.filter(set -> set.getFileName().toString().startsWith(root + "-")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private Dataset<Row> embeddings(String root) throws IOException {
    String record = "_embeddings/" + embeddingFolder(root).getFileName();
    String table = record(record).at("/summary/table").textValue();
    return LocalSpark.session().read().parquet(embeddingFolder(root) + "/" + table);
  }

  /** When every file below a folder was last written. */
  private Map<String, FileTime> files(String root) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve(root))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(file.toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private Dataset<Row> table(String name) {
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
