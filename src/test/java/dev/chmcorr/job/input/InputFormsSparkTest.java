package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rerank.RerankReport;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.tools.CubMasksJob;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import dev.chmcorr.job.tools.MasksOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same 15 drawn birds in every form of input give the same rankings and correspondences. */
class InputFormsSparkTest {
  private static final String FILES = "chm/per-query/N2-K1-T0.55-published";

  @TempDir private static Path fixtures;
  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void prepare() throws IOException {
    Path birds = fixtures.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(3, 4, 1, 1));
    for (String split : List.of("train", "val")) {
      Path root = birds.resolve(split);
      InputForms.folders(root, fixtures.resolve("folders/" + split), 3);
      InputForms.samples(root, fixtures.resolve("samples/" + split), 2);
      InputForms.classes(root, fixtures.resolve("classes/" + split));
      InputForms.table(root, fixtures.resolve("table/" + split));
    }
    DemoCheckpoints.copyTo(fixtures);
    JobContext context = new LocalSpark().context();
    importModel(context, ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(context, ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
    run(context, "birds", "/birds/train", "/birds/val", fixtures + "/birds-run/knn");
  }

  private static void importModel(
      JobContext context, ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    ImportModelJob.run(
        context.console(),
        new ImportModelOptions(
            kind, fixtures.resolve(checkpoint).toString(), fixtures.resolve(archive).toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "folders, /folders/train/part-*.tar, /folders/val/part-{00..02}.tar",
    "samples, /samples/train/part-{00..01}.tar, /samples/val",
    "table, /table/train, /table/val/*.parquet"
  })
  void listsWhatTheFolderLists(String form, String train, String val) throws IOException {
    assertThat(images(data(form, train, val)))
        .isEqualTo(images(data("birds", "/birds/train", "/birds/val")))
        .hasSize(3 * 4 + 3);
  }

  /** Their images begin with the class's name, and the folder's do not. */
  @Test
  void tarsOfClassesGiveTheSameImages() throws IOException {
    assertThat(images(data("classes", "/classes/train", "/classes/val")))
        .map(image -> image.replaceAll("([^ /]+)/\\1_", "$1/"))
        .isEqualTo(images(data("birds", "/birds/train", "/birds/val")));
  }

  /** Id, label, class, file and content of every image. */
  private List<String> images(DataOptions options) throws IOException {
    DataSet data = DataSet.list(spark.context(), options);
    ImageReader reader = ImageReader.of(spark.context(), data, options.imageRules());
    List<String> images = new ArrayList<>();
    for (ImageListing listing : List.of(data.gallery(), data.queries())) {
      for (ImageRef image : listing.images()) {
        byte[] content = reader.read(image.path());
        String name = listing.name(image);
        String hex = DigestUtils.sha256Hex(content);
        images.add(
            "%d %d %s %s %s".formatted(image.id(), image.label(), image.className(), name, hex));
      }
    }
    return images;
  }

  @Test
  void tarsAndATableGiveWhatTheFolderGives() throws IOException {
    String form = "packed";
    // The ranking is the folder's, whose paths are others: ids and names must be the same.
    String pickle = fixtures + "/folder.pickle";
    RankingsJob.exportPickle(spark.context(), fixtures + "/birds-run/knn", pickle);
    run(spark.context(), form, "/samples/train/*.tar", "/table/val", pickle);

    assertThat(rankings(form)).isEqualTo(rankings("birds"));
    List<Row> expected = pairs("birds");
    List<Row> actual = pairs(form);
    assertThat(actual).hasSize(3 * 2);
    for (int i = 0; i < actual.size(); i++) {
      for (int column = 0; column < 3; column++) {
        assertThat(actual.get(i).getInt(column)).isEqualTo(expected.get(i).getInt(column));
      }
      assertClose(actual.get(i).getList(3), expected.get(i).getList(3));
      assertClose(actual.get(i).getList(4), expected.get(i).getList(4));
    }
    assertThat(run(form).resolve("chm/per-query/N2-K1-T0.55-published"))
        .isDirectoryContaining("glob:**/2.json");
  }

  /** A ranking, correspondences and predictions, but nothing to hold them against. */
  @Test
  @Tag("thorough")
  void queriesNeedNoClasses() throws IOException {
    String form = "unlabelled";
    Path flat = Files.createDirectories(fixtures.resolve("flat"));
    try (Stream<Path> files = Files.walk(fixtures.resolve("birds/val"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, flat.resolve(file.getFileName()));
      }
    }

    run(spark.context(), form, "/birds/train", "/flat", run(form) + "/knn");

    assertThat(spark.out())
        .contains("No accuracy: the queries have no classes, so they are not judged: 3")
        .doesNotContain("%");
    assertThat(column(form, "knn/rankings", "query_class")).containsOnlyNulls();
    assertThat(column(form, "chm/queries", "class")).hasSize(3).containsOnlyNulls();
    assertThat(column(form, "chm/results", "correct")).hasSize(3).containsOnlyNulls();
    assertThat(column(form, "chm/results", "knn_correct")).containsOnlyNulls();
    assertThat(column(form, "chm/results", "prediction")).doesNotContainNull();
    assertThat(column(form, "chm/errors", "path")).isEmpty();
    JsonNode query = new ObjectMapper().readTree(run(form).resolve(FILES + "/0.json").toFile());
    assertThat(query.get("className").isNull()).isTrue();
    assertThat(query.get("chmPrediction").asText()).isNotEmpty();

    LocalSpark again = new LocalSpark();
    run(again.context(), form, "/birds/train", "/flat", run(form) + "/knn");
    assertThat(again.progress())
        .contains("is finished, and nothing that it was made of has changed");
  }

  @Test
  void cubIsReadWithoutSorting() throws IOException {
    String cub = "cub:" + cub();
    DataOptions folders = data("birds", "/birds/train", "/birds/val");

    assertThat(images(folders.of(cub, cub, GalleryClasses.ALL))).isEqualTo(images(folders));

    Path masks = fixtures.resolve("cub.json");
    CubMasksJob.run(
        spark.context(),
        new MasksOptions(fixtures + "/cub", cub, CubMasksJob.Parts.TOP5, masks.toString()));
    assertThat(new ObjectMapper().readTree(masks.toFile())).hasSize(3);
  }

  /** The drawn birds as CUB is downloaded. */
  private static Path cub() throws IOException {
    Path cub = fixtures.resolve("cub");
    for (String split : List.of("train", "val")) {
      Path root = fixtures.resolve("birds/" + split);
      copy(root, cub.resolve("images"));
    }
    for (String file :
        List.of(
            "images.txt",
            "classes.txt",
            "image_class_labels.txt",
            "train_test_split.txt",
            "parts/part_locs.txt")) {
      Path into = cub.resolve(file);
      Files.createDirectories(into.getParent());
      Files.copy(fixtures.resolve("birds").resolve(file), into);
    }
    return cub;
  }

  private static void copy(Path root, Path into) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = into.resolve(root.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** One list with a column split is both sets; what it was ranked with need not be said again. */
  @Test
  @Tag("thorough")
  void theRecordSaysHowAListWasRead() throws IOException {
    String form = "list";
    StringBuilder list = new StringBuilder("file,bird,split\n");
    for (String split : List.of("train", "val")) {
      Path root = fixtures.resolve("birds/" + split);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          list.append(
              "birds/%s/%s,%s,%s\n"
                  .formatted(
                      split, root.relativize(file), file.getName(root.getNameCount()), split));
        }
      }
    }
    Files.writeString(fixtures.resolve("birds.csv"), list);
    InputOptions input =
        InputOptions.DEFAULT
            .with(new TableColumns(null, "bird", null))
            .with(new ListOptions("train", "val", null, null));
    DataOptions data = data(form, "/birds.csv", "/birds.csv").with(input);
    KnnJob.run(
        spark.context(),
        new KnnOptions("knn", data, networks(), TransformSet.SINGLE, 12, run(form).toString()));
    assertThat(rankings(form)).isEqualTo(rankings("birds"));

    DataOptions unsaid = data.of(null, null, null).with(InputOptions.DEFAULT);
    Scoring scoring = new Scoring(2, 1, 0.55, Axes.PUBLISHED, null);
    RerankReport report = rerank(spark.context(), unsaid, form, run(form) + "/knn", scoring);

    assertThat(report.scored()).isEqualTo(3);
    assertThat(report.known()).isEqualTo(3);
    InputOptions other = input.with(new TableColumns(null, "file", null));
    assertThatThrownBy(
            () -> rerank(spark.context(), data.with(other), form, run(form) + "/knn", scoring))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--label-column is file, they were made with bird");
  }

  private static List<Object> column(String form, String table, String column) {
    return LocalSpark.session()
        .read()
        .parquet(run(form) + "/" + table)
        .select(column)
        .collectAsList()
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** Spark takes such paths for globs where it reads, and not where it writes. */
  @Test
  @Tag("thorough")
  void pathsMayHaveCharactersOfGlobs() throws IOException {
    String form = "odd[1]{a,b}*?\\";
    Files.createSymbolicLink(fixtures.resolve("odd[1]"), fixtures.resolve("table"));
    Files.createSymbolicLink(fixtures.resolve("odd1"), fixtures.resolve("nowhere"));

    run(spark.context(), form, "/samples/train/*.tar", "/odd[1]/val", run(form) + "/knn");

    Files.move(run(form), run("moved"));
    assertThat(rankings("moved")).isEqualTo(rankings("birds"));
    assertThat(pairs("moved")).hasSameSizeAs(pairs("birds"));
  }

  /** Features are computed in other batches, which changes their last bits. */
  private static void assertClose(List<Float> actual, List<Float> expected) {
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-3f));
    }
  }

  @Test
  void masksAndPicklesFitTars() throws IOException {
    CubMasksJob.run(
        spark.context(),
        new MasksOptions(
            fixtures + "/birds",
            fixtures + "/samples/val",
            CubMasksJob.Parts.TOP5,
            fixtures + "/tars.json"));
    CubMasksJob.run(
        spark.context(),
        new MasksOptions(
            fixtures + "/birds",
            fixtures + "/birds/val",
            CubMasksJob.Parts.TOP5,
            fixtures + "/folder.json"));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(fixtures.resolve("tars.json").toFile()))
        .isEqualTo(json.readTree(fixtures.resolve("folder.json").toFile()))
        .hasSize(3);
    String pickle = fixtures + "/scores.pickle";
    RankingsJob.exportPickle(spark.context(), fixtures + "/birds-run/knn", pickle);

    DataOptions data = data("masks", "/classes/train", "/samples/val");
    Scoring scoring = new Scoring(2, 1, 0.55, Axes.ALIGNED, fixtures + "/folder.json");
    RerankReport report = rerank(spark.context(), data, "masks", pickle, scoring);

    assertThat(report.scored()).isEqualTo(3);
    assertThat(report.imagesFailed()).isZero();
  }

  /** What could be read is kept, and nobody takes it for the whole. */
  @Test
  void masksOfWhatCannotBeReadAreMissedAloud(@TempDir Path folder) throws IOException {
    Path image = Files.createDirectories(folder.resolve("val/a_class")).resolve("large.jpg");
    Files.write(image, new byte[(1 << 20) + 1]);
    Path sound = fixtures.resolve("birds/val");
    try (Stream<Path> files = Files.walk(sound)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve("val").resolve(sound.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path masks = folder.resolve("masks.json");

    assertThatThrownBy(
            () ->
                CubMasksJob.run(
                    spark.context(),
                    new MasksOptions(
                        fixtures + "/birds",
                        folder + "/val",
                        CubMasksJob.Parts.TOP5,
                        masks.toString(),
                        FileOptions.UNSAID,
                        Limits.DEFAULT.withImageMebibytes(1))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read 1 query, such as %s: file:%s lacks their masks; make them readable and give the command again",
            image, masks);
    assertThat(new ObjectMapper().readTree(masks.toFile())).hasSize(3);
  }

  private static Path run(String form) {
    return fixtures.resolve(form + "-run");
  }

  private static void run(JobContext context, String form, String train, String val, String knn)
      throws IOException {
    DataOptions data = data(form, train, val);
    KnnJob.run(
        context,
        new KnnOptions("knn", data, networks(), TransformSet.SINGLE, 12, run(form).toString()));
    rerank(context, data, form, knn, new Scoring(2, 1, 0.55, Axes.PUBLISHED, null));
  }

  private static RerankReport rerank(
      JobContext context, DataOptions data, String form, String knn, Scoring scoring)
      throws IOException {
    return RerankJob.run(
        context,
        new RerankOptions(
            data,
            "chm",
            networks(),
            knn,
            TransformSet.SINGLE,
            scoring,
            run(form) + "/chm",
            null,
            PerQuery.JSON,
            64));
  }

  private static DataOptions data(String form, String train, String val) {
    return new DataOptions(
        fixtures + train,
        fixtures + val,
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.FAIL,
        Limits.DEFAULT,
        InputOptions.unpackedTo(run(form).toString()));
  }

  private static NetworkOptions networks() {
    return new NetworkOptions(
        fixtures + "/resnet.pt", fixtures + "/chm.pt", Precision.FP32, DeviceChoice.CPU, 4);
  }

  /** Ids, ranks, classes, names; similarities to five digits. */
  private static List<Row> rankings(String form) {
    return LocalSpark.session()
        .read()
        .parquet(run(form) + "/knn/rankings")
        .selectExpr(
            "query_id",
            "rank",
            "gallery_id",
            "substring_index(query_path, '/', -2)",
            "substring_index(gallery_path, '/', -2)",
            "query_class",
            "gallery_class",
            "round(similarity, 5)")
        .sort("query_id", "rank")
        .collectAsList();
  }

  private static List<Row> pairs(String form) {
    return LocalSpark.session()
        .read()
        .parquet(run(form) + "/chm/correspondences")
        .selectExpr("query_id", "rank", "gallery_id", "points_x", "cos_published")
        .sort("query_id", "rank")
        .collectAsList();
  }
}
