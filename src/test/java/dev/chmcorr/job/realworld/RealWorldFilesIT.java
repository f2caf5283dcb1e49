package dev.chmcorr.job.realworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.realworld.Desk.Ranked;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import dev.chmcorr.model.Traces;
import dev.chmcorr.store.StoredImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs as people bring them, through the jobs of the commands; see {@link Cases}. */
class RealWorldFilesIT {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final int SIDE = 224;
  private static final int BLOCK = 32;

  /** Of a block's mean; a single pixel that is off by one shows. */
  private static final double TOLERANCE = 2e-6;

  @TempDir private static Path material;
  private static RerankTrial trial;
  private static Desk desk;
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    trial = RerankTrial.prepare(material, new BirdGenerator.Options(3, 4, 1, 1));
    desk = new Desk(material.resolve("runs"), material);
  }

  private static Path cases() throws IOException, InterruptedException {
    return Cases.folder(material);
  }

  private static Path plainGallery() throws IOException, InterruptedException {
    return cases().resolve("i04_one_level_too_high/images");
  }

  /** Ranks the plain folder, once. */
  private static Ranked plain() throws IOException, InterruptedException {
    return desk.knn("plain", plainGallery(), cases().resolve("val"), InputOptions.DEFAULT);
  }

  /** A place of its own, for a test that looks at embeddings. */
  private Desk apart() {
    return new Desk(folder.resolve("runs"), trial.folder());
  }

  /** The network gives the means of an image's blocks, summed in double, by which one is known. */
  @Test
  void everyOddImageIsCroppedAsPillowDoesOrIsInErrors() throws IOException {
    Path images = Shared.path("reference/odd/images");
    Npz crops = Npz.open(Shared.path("reference/odd/crops.npz"));
    Path means =
        Traces.write(
            folder.resolve("means.pt"),
            "Tensor",
            "f = torch.adaptive_avg_pool2d(torch.to(x, 7, False, False, None), [7, 7])",
            "torch.to(torch.flatten(f, 1), 6, False, False, None)");

    Path gallery = material.resolve("birds/train");
    Desk desk = apart();

    Ranked ranked = desk.knn("odd", means, Desk.data(gallery, images, InputOptions.DEFAULT));

    List<String> refused = new ArrayList<>();
    for (Row row : desk.embeddings("images")) {
      String name = name(row);
      if (row.isNullAt(row.fieldIndex("embedding"))) {
        refused.add(name);
      } else {
        double[] expected = blocks(crops.bytes(name + "|resize256_crop224"));
        List<Float> found = row.getList(row.fieldIndex("embedding"));
        assertThat(found).as(name).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) found.get(i)).as(name).isCloseTo(expected[i], within(TOLERANCE));
        }
      }
    }
    assertThat(refused)
        .containsExactly("bad_bits.JPEG", "bad_empty.JPEG", "bad_text.JPEG", "bad_truncated.JPEG");
    assertThat(ranked.errors())
        .extracting(row -> name(row) + " " + row.getAs("split") + " " + row.getAs("reason"))
        .isEqualTo(refused.stream().map(name -> name + " query not_an_image").toList());
    assertThat(ranked.errors())
        .extracting(row -> row.<String>getAs("message"))
        .allMatch(message -> !message.isBlank() && message.lines().count() == 1);
  }

  private static String name(Row row) {
    String path = row.getAs("path");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Of RGB pixels, 224 a side: normalised means of blocks of 32, a colour after the other. */
  private static double[] blocks(byte[] pixels) {
    int blocks = SIDE / BLOCK;
    double[] means = new double[3 * blocks * blocks];
    for (int i = 0; i < pixels.length; i++) {
      int colour = i % 3;
      int x = i / 3 % SIDE;
      int y = i / 3 / SIDE;
      double value = ((pixels[i] & 0xFF) / 255.0 - MEAN[colour]) / DEVIATION[colour];
      means[(colour * blocks + y / BLOCK) * blocks + x / BLOCK] += value / (BLOCK * BLOCK);
    }
    return means;
  }

  @ParameterizedTest
  @CsvSource({
    "c01_namespace_beside.pth, found in model",
    "c02_defaultdict_beside.pth, found in state_dict",
    "c03_lightning.pth, keys have the prefix model.",
    "c04_dataparallel.pth, keys have the prefix module.",
    "c05_compiled.pth, keys have the prefix _orig_mod.",
    "c06_backbone.pth, keys have the prefix backbone.",
    "c07_two_deep.pth, keys have the prefix module.backbone.",
    "c09_other_name.pth, found in model_ema",
    "c10_safetensors.safetensors, Imported"
  })
  void checkpointsHoldWhatThePlainOneHolds(String file, String said) throws Exception {
    LocalSpark spark = new LocalSpark();

    Path archive = importModel(spark, cases().resolve(file), null);

    assertThat(spark.progress() + spark.out()).contains(said);
    assertThat(contents(archive)).isEqualTo(contents(trial.folder().resolve("resnet.pt")));
  }

  @Test
  void oneOfTwoNetworksIsChosen() throws Exception {
    Path file = cases().resolve("c08_two_networks.pth");

    assertThatThrownBy(() -> importModel(new LocalSpark(), file, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it holds 2 such networks")
        .hasMessageContaining("--entry teacher, --entry student");
    assertThat(contents(importModel(new LocalSpark(), file, "teacher")))
        .isEqualTo(contents(trial.folder().resolve("resnet.pt")));
  }

  private Path importModel(LocalSpark spark, Path file, String entry) throws IOException {
    Path archive = folder.resolve("resnet.pt");
    ImportModelJob.run(
        spark.context().console(),
        new ImportModelOptions(
            ImportModelJob.Kind.RESNET,
            file.toString(),
            entry,
            null,
            ImportModelJob.Kernel.AUTO,
            archive.toString(),
            Limits.DEFAULT));
    return archive;
  }

  /** Checksums of an archive's parts, but for what says where it is from. */
  private static Map<String, Long> contents(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream()
          .filter(entry -> !entry.getName().endsWith(".json"))
          .collect(
              Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (a, b) -> a, TreeMap::new));
    }
  }

  @Test
  void aTraceWithOneRowForAllImagesIsRefusedBeforeAnyWork() throws Exception {
    Path model = cases().resolve("t_one.pt");
    Path images = cases().resolve("val");

    assertThatThrownBy(
            () -> apart().knn("run", model, Desk.data(images, images, InputOptions.DEFAULT)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "it gives float32 [1, 60] for images [2, 3, 224, 224], which must be one float32 [2, C, h, w] or [2, C]");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void aTraceWithAnotherGridRanksAndIsRefusedByHoughMatching() throws Exception {
    Path images = cases().resolve("val");
    Desk desk = apart();

    Ranked ranked =
        desk.knn(
            "run", cases().resolve("t_grid16.pt"), Desk.data(images, images, InputOptions.DEFAULT));

    assertThat(ranked.errors()).isEmpty();
    assertThat(ranked.rankings()).isNotEmpty();
    assertThatThrownBy(() -> desk.rerank(ranked, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "it gives float32 [2, 60, 16, 16] for images [2, 3, 224, 224], which must be one float32 [2, C, 7, 7]");
    assertThat(folder.resolve("runs/run-chm")).doesNotExist();
  }

  /** The network gives none for batches that are dark on the whole. */
  @Test
  void imagesForWhichATraceGivesNoNumbersAreInErrors() throws Exception {
    Path images = plainGallery();
    Desk desk = apart();

    Ranked ranked =
        desk.knn(
            "run", cases().resolve("t_nan.pt"), Desk.data(images, images, InputOptions.DEFAULT));

    assertThat(ranked.errors())
        .isNotEmpty()
        .allMatch(row -> row.getAs("reason").equals("not_finite"))
        .allMatch(row -> brightness(row.getAs("path")) <= 0.35);
    assertThat(desk.embeddings("images"))
        .filteredOn(row -> !row.isNullAt(row.fieldIndex("embedding")))
        .extracting(row -> row.<String>getAs("path"))
        .containsAll(
            desk.embeddings("images").stream()
                .map(row -> row.<String>getAs("path"))
                .filter(path -> brightness(path) > 0.36)
                .toList())
        .isNotEmpty();
  }

  /** The mean of what a network gets of an image. */
  private static double brightness(String path) {
    try {
      RgbImage decoded = new ImageDecoder().decode(Files.readAllBytes(Path.of(path)));
      return Arrays.stream(
              blocks(Transforms.apply(ImageTransform.RESIZE256_CROP224, decoded).data()))
          .average()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePlainFolderHasItsIds() throws Exception {
    Ranked ranked = plain();

    List<Row> gallery = desk.embeddings("images");
    assertThat(gallery)
        .extracting(row -> row.<String>getAs("path"))
        .isEqualTo(files(plainGallery()).stream().map(Path::toString).toList());
    assertThat(gallery)
        .extracting(row -> row.<Integer>getAs("image_id"))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(gallery)
        .extracting(row -> row.<Integer>getAs("label"))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    assertThat(ranked.errors()).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(Path::toString, CodePointOrder.COMPARATOR))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "i01_dotted_keys.tar, reading the headers of 1 tar",
    "i03_two_levels.tar, 'all images lie in CUB_200_2011/images/, whose folders are the classes'",
    "i04_one_level_too_high, 'i04_one_level_too_high/images, which is read'",
    "i05_litter, 'passed over 4 hidden files and folders, in all 3 images'"
  })
  void otherFormsHoldWhatThePlainFolderHolds(String train, String said) throws Exception {
    LocalSpark spark = new LocalSpark();

    DataSet set =
        DataSet.list(
            spark.context(),
            Desk.data(cases().resolve(train), cases().resolve("val"), InputOptions.DEFAULT));

    assertThat(spark.progress()).contains(said, "12 gallery images in 3 classes, 3 queries in 3");
    assertHoldsThePlainFolder(spark, set);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"commas.csv", "windows.csv", "blanks.txt", "objects.jsonl", "map.json", "table"})
  void listsAndTablesHoldWhatThePlainFolderHolds(String form) throws Exception {
    LocalSpark spark = new LocalSpark();
    Path train = folder.resolve(form);
    OtherForms plain = new OtherForms(files(plainGallery()));
    if (form.equals("table")) {
      plain.table(train);
    } else {
      plain.list(train);
    }

    DataSet set =
        DataSet.list(
            spark.context(),
            Desk.data(
                train, cases().resolve("val"), InputOptions.unpackedTo(folder.resolve("u") + "")));

    assertThat(spark.progress()).contains("12 gallery images in 3 classes, 3 queries in 3");
    assertHoldsThePlainFolder(spark, set);
  }

  /** Two images of one content tie; the class of the smaller number is the first. */
  @Test
  void classesThatAreNumbersTieByValue() throws Exception {
    Path image = files(plainGallery()).get(0);
    Files.copy(image, folder.resolve("a.jpg"));
    Files.copy(image, folder.resolve("b.jpg"));
    Path list = Files.writeString(folder.resolve("l.csv"), "path,class\na.jpg,10\nb.jpg,2\n");

    Ranked ranked = apart().knn("tied", list, list, InputOptions.DEFAULT);

    assertThat(ranked.rankings())
        .filteredOn(row -> row.<Integer>getAs("query_id") == 1)
        .extracting(row -> row.<String>getAs("gallery_class"))
        .containsExactly("2", "10");
  }

  private static void assertHoldsThePlainFolder(LocalSpark spark, DataSet set) throws Exception {
    StoredImages stored = new StoredImages(spark.context().store());
    List<String> found = new ArrayList<>();
    for (ImageRef image : set.gallery().images()) {
      byte[] bytes = stored.read(image.path(), 1 << 20, set.gallery().shards());
      found.add(image.id() + " " + image.className() + " " + DigestUtils.sha256Hex(bytes));
    }
    List<String> expected = new ArrayList<>();
    for (Path file : files(plainGallery())) {
      String className = file.getParent().getFileName().toString();
      String sha256 = DigestUtils.sha256Hex(Files.readAllBytes(file));
      expected.add(expected.size() + " " + className + " " + sha256);
    }
    assertThat(found).isEqualTo(expected);
  }

  private static List<String> facts(Ranked ranked) {
    return ranked.rankings().stream()
        .map(
            row ->
                "%d %d: %d %s %s"
                    .formatted(
                        row.<Integer>getAs("query_id"),
                        row.<Integer>getAs("rank"),
                        row.<Integer>getAs("gallery_id"),
                        row.getAs("gallery_class"),
                        row.getAs("similarity")))
        .toList();
  }

  @Test
  void tarsWithoutLabelsAreQueriesOnly() throws Exception {
    Path tars = cases().resolve("i02_no_labels");
    Path queries = cases().resolve("val");

    assertThatThrownBy(() -> desk.knn("no", tars, queries, InputOptions.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot list --train file:" + tars + ": its 12 images have no lab")
        .hasMessageContaining("(there are files .json, .txt)");
    Ranked ranked = desk.knn("i02", plainGallery(), tars, InputOptions.DEFAULT);
    assertThat(ranked.said()).contains("12 queries without classes");
    assertThat(ranked.rankings()).hasSize(12 * 5).allMatch(row -> row.getAs("query_class") == null);
    // The queries are the gallery's images in their order, so each finds itself.
    assertThat(ranked.rankings().stream().filter(row -> row.<Integer>getAs("rank") == 1))
        .allMatch(row -> row.<Integer>getAs("gallery_id").equals(row.<Integer>getAs("query_id")));
  }

  /** As torchvision, to which a hidden folder without images is a class without images. */
  @Test
  void hiddenFoldersAreClassesIfOneSaysSo() throws Exception {
    Path litter = cases().resolve("i05_litter");
    Path queries = cases().resolve("val");
    InputOptions keep = InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP));

    assertThatThrownBy(() -> desk.knn("run", litter, queries, keep))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no image in the class folders .ipynb_checkpoints ");
  }

  @Test
  void whatIsNoImageIsNamed() throws Exception {
    Path train = cases().resolve("i06_not_images");
    Ranked ranked = desk.knn("i06", train, cases().resolve("val"), InputOptions.DEFAULT);

    assertThat(ranked.said()).contains("16 gallery images in 3 classes");
    assertThat(ranked.errors())
        .extracting(row -> name(row) + ": " + row.getAs("message"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("an_html.jpg: ").contains("is a web page (HTML)"),
            line -> assertThat(line).startsWith("avif.jpg: ").contains("is an AVIF image"),
            line -> assertThat(line).startsWith("svg.jpg: ").contains("is an SVG drawing"));
    assertThat(ranked.rankings()).hasSize(3 * 5);
    Path gif;
    try (Stream<Path> files = Files.walk(train)) {
      gif = files.filter(file -> file.endsWith("a_gif.jpg")).findFirst().orElseThrow();
    }
    RgbImage ours = new ImageDecoder().decode(Files.readAllBytes(gif));
    BufferedImage javas = ImageIO.read(gif.toFile());
    assertThat(List.of(ours.width(), ours.height()))
        .isEqualTo(List.of(javas.getWidth(), javas.getHeight()));
    for (int i = 0; i < ours.width() * ours.height(); i++) {
      int rgb = javas.getRGB(i % ours.width(), i / ours.width());
      assertThat(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb})
          .containsExactly(ours.data()[3 * i], ours.data()[3 * i + 1], ours.data()[3 * i + 2]);
    }
  }

  @Test
  @Tag("cluster")
  void aFlatFolderHasTheClassesOfItsList() throws Exception {
    Path flat = cases().resolve("i07_flat_val");
    String labels = cases().resolve("i07_labels.csv").toString();
    InputOptions labelled = InputOptions.DEFAULT.with(new ListOptions(null, null, labels, null));

    Ranked ranked = desk.knn("i07", plainGallery(), flat, labelled);
    Ranked plain = plain();

    assertThat(facts(ranked)).isEqualTo(facts(plain));
    assertThat(ranked.rankings())
        .extracting(row -> row.<String>getAs("query_class"))
        .isEqualTo(plain.rankings().stream().map(row -> row.<String>getAs("query_class")).toList());
    assertThat(ranked.said()).contains("kNN accuracy");
  }

  @Test
  @Tag("cluster")
  void aFlatFolderWithoutAListIsPredicted() throws Exception {
    Ranked ranked =
        desk.knn("flat", plainGallery(), cases().resolve("i07_flat_val"), InputOptions.DEFAULT);

    assertThat(ranked.said()).contains("3 queries without classes").doesNotContain("accuracy, k");
    assertThat(desk.rerank(ranked, null))
        .hasSize(3)
        .allMatch(row -> row.getAs("prediction") != null)
        .allMatch(row -> row.getAs("class") == null && row.getAs("correct") == null);
  }

  @Test
  @Tag("cluster")
  void filesOfOneNameHaveMasksOfTheirOwn() throws Exception {
    InputOptions nested =
        InputOptions.DEFAULT.with(new FileOptions(null, null, FileOptions.Folders.CLASSES));
    Ranked ranked = desk.knn("i08", plainGallery(), cases().resolve("i08_nested"), nested);

    List<Row> results = desk.rerank(ranked, cases().resolve("i08_masks.json"));

    assertThat(results).hasSize(6);
    for (Row row : results) {
      double cell = row.<String>getAs("path").endsWith("/a/1.jpg") ? 1 : 0;
      assertThat(row.<Double>getList(row.fieldIndex("mask_cells"))).hasSize(49).containsOnly(cell);
    }
    assertThat(results.stream().filter(row -> row.<String>getAs("path").endsWith("/b/1.jpg")))
        .hasSize(3);
  }
}
