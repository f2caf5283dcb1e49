package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.JobNames;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.tools.CubMasksJob;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import dev.chmcorr.job.tools.MasksOptions;
import dev.chmcorr.model.Traces;
import dev.chmcorr.runfolder.RunRecord;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages from rankings to results, on two small networks and a few drawn birds. */
class RerankJobSparkTest {
  private static final Scoring SCORING = new Scoring(4, 3, 0.55, Axes.PUBLISHED, null);

  private static final Limits LIMITS = Limits.DEFAULT.withImageMebibytes(16);

  @TempDir private static Path fixtures;
  private final LocalSpark spark = new LocalSpark();
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    BirdGenerator.write(fixtures.resolve("birds"), new BirdGenerator.Options(2, 3, 2, 1));
    DemoCheckpoints.copyTo(fixtures);
    JobContext context = new LocalSpark().context();
    importModel(context, ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(context, ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
    knn(context, fixtures.resolve("birds"), fixtures);
    RankingsJob.exportPickle(context, fixtures + "/knn", fixtures + "/scores.pickle");
    RerankJobSparkTest test = new RerankJobSparkTest();
    test.folder = fixtures;
    test.rerank(test.options("run", SCORING));
  }

  /** Begins a test with a folder as {@code rerank(options(name, SCORING))} leaves it. */
  private void reranked(String name) throws IOException {
    PathUtils.copyDirectory(
        fixtures.resolve("run"), folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void importModel(
      JobContext context, ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    ImportModelJob.run(
        context.console(),
        new ImportModelOptions(
            kind, fixtures.resolve(checkpoint).toString(), fixtures.resolve(archive).toString()));
  }

  private static void knn(JobContext context, Path birds, Path out) throws IOException {
    KnnJob.run(
        context,
        new KnnOptions(
            "knn", data(birds, LIMITS), networks(), TransformSet.SINGLE, 6, out.toString()));
  }

  @Test
  void writesTablesAndAFilePerQuery() throws IOException {
    RerankReport report = rerank(options("run", SCORING).perQuery(PerQuery.JSON));

    assertThat(report.queries()).isEqualTo(4);
    assertThat(report.scored()).isEqualTo(4);
    assertThat(report.pairs()).isEqualTo(16);
    assertThat(table("run/results").count()).isEqualTo(4);
    assertThat(table("run/errors").count()).isZero();
    Row pair = table("run/correspondences").where("query_id = 1 and rank = 4").first();
    assertThat(pair.getList(pair.fieldIndex("points_x"))).hasSize(49);
    Row ranked =
        LocalSpark.session()
            .read()
            .parquet(fixtures + "/knn/rankings")
            .where("query_id = 1 and rank = 4")
            .first();
    assertThat(pair.<String>getAs("query_path")).isEqualTo(ranked.getAs("query_path"));
    assertThat(pair.<String>getAs("gallery_path")).isEqualTo(ranked.getAs("gallery_path"));
    Row result = table("run/results").where("query_id = 1").first();
    assertThat(result.getList(result.fieldIndex("neighbours"))).hasSize(4);
    assertThat(files("run/per-query/N4-K3-T0.55-published"))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("0.json", "1.json", "2.json", "3.json");
    assertThat(spark.out()).contains("kNN       accuracy, k = 3:").contains("CHM-Corr  accuracy");
  }

  @Test
  @Tag("thorough")
  void everyJobAndStageIsNamedForWhatItDoes() throws Exception {
    LocalSpark.session().sparkContext().setJobDescription(null);
    try (JobNames jobs = new JobNames()) {
      knn(spark.context(), fixtures.resolve("birds"), folder);
      rerank(options("run", SCORING).perQuery(PerQuery.JSON));

      assertThat(jobs.names())
          .contains(
              "list images of file:" + fixtures + "/birds/val",
              "embed: gallery images 1 to 6 of 6",
              "embed: query images 1 to 4 of 4",
              "rank the gallery",
              "correspond: queries 1 to 4 of 4",
              "score and vote")
          .doesNotContainNull()
          .noneMatch(name -> name.matches(".* at \\w+\\.(java|scala):\\d+"));
    }
  }

  @Test
  @Tag("thorough")
  void theRecordCountsWhatTheTasksDid() throws IOException {
    rerank(options("run", SCORING));

    JsonNode stages = record("run").at("/summary/stages");
    JsonNode correspond = stages.get("correspond");
    assertThat(correspond.get("pairs").intValue()).isEqualTo(16);
    int computed = correspond.path("cache_misses").asInt(0);
    assertThat(correspond.path("cache_hits").asInt(0) + computed).isEqualTo(16);
    assertThat(correspond.get("images_read").intValue()).isGreaterThanOrEqualTo(4 + computed);
    assertThat(correspond.has("infer_seconds")).isTrue();
    assertThat(stages.has("score")).isTrue();
    assertThat(stages.fieldNames())
        .toIterable()
        .containsExactly("embed", "rank", "correspond", "score");
    assertThat(spark.progress()).contains("correspond: ").contains("16 pairs compared");

    rerank(options("run", new Scoring(3, 1, 0.2, Axes.ALIGNED, null)));

    JsonNode after = record("run").at("/summary");
    assertThat(after.at("/stages/correspond")).isEqualTo(correspond);
    assertThat(after.get("settings")).hasSize(2).allMatch(of -> of.has("score_seconds"));
  }

  @Test
  void continuesWhereAKilledRunStopped() throws IOException {
    reranked("whole");
    reranked("killed");
    // What a kill leaves: the parts of some queries, an attempt's folder, no mark of success.
    Path lost = files("killed/correspondences").get(0);
    long rows = LocalSpark.session().read().parquet(lost.toString()).count();
    Files.delete(lost);
    Files.deleteIfExists(folder.resolve("killed/correspondences/_SUCCESS"));
    Files.createDirectories(folder.resolve("killed/correspondences/_temporary/0/x"));

    RerankReport report = rerank(options("killed", SCORING));

    assertThat(report.effort().queries()).isEqualTo((int) rows / 4);
    assertThat(report.queries()).isEqualTo(4);
    assertThat(folder.resolve("killed/correspondences/_temporary")).doesNotExist();
    assertThat(rows("killed/results")).isEqualTo(rows("whole/results"));
    assertThat(rows("killed/correspondences")).isEqualTo(rows("whole/correspondences"));
    assertThat(rerank(options("killed", SCORING)).effort().queries()).isZero();
  }

  @Test
  void otherSettingsAreScoredInTheSameFolder() throws IOException {
    reranked("run");
    List<String> first = rows("run/results");
    Scoring other = new Scoring(3, 1, 0.2, Axes.ALIGNED, null);
    rerank(options("fresh", other));
    LocalSpark again = new LocalSpark();

    RerankReport report = rerank(again.context(), options("run", other));

    assertThat(report.effort().queries()).isZero();
    assertThat(report.pairs()).isEqualTo(12);
    assertThat(again.progress()).doesNotContain("networks: ");
    List<String> both = new ArrayList<>(first);
    both.addAll(rows("fresh/results"));
    assertThat(rows("run/results")).containsExactlyInAnyOrderElementsOf(both);
    assertThat(table("run/results").select("setting").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("N4-K3-T0.55-published", "N3-K1-T0.2-aligned");
    JsonNode settings = record("run").at("/summary/settings");
    assertThat(settings.size()).isEqualTo(2);
    assertThat(settings.at("/N3-K1-T0.2-aligned/queries_with_result").intValue()).isEqualTo(4);
  }

  @Test
  @Tag("thorough")
  void moreCandidatesCompareOnlyTheNewOnes() throws IOException {
    reranked("run");
    Scoring more = new Scoring(6, 3, 0.55, Axes.PUBLISHED, null);
    rerank(options("fresh", more));

    RerankReport report = rerank(options("run", more));

    assertThat(report.effort().pairs()).isEqualTo(4 * 2);
    assertThat(report.pairs()).isEqualTo(4 * 6);
    assertThat(rows("run/correspondences")).isEqualTo(rows("fresh/correspondences"));
    assertThat(table("run/results").where("n = 6").toJSON().collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows("fresh/results"));
    assertThat(table("run/results").where("n = 4").count()).isEqualTo(4);
  }

  @Test
  @Tag("thorough")
  void resultsOfPairsThatHaveChangedSinceAreNamed() throws IOException {
    Path birds = folder.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(2, 3, 2, 1));
    Path query = images(birds.resolve("val")).get(0);
    Path aside = Files.move(query, folder.resolve("aside.jpg"));
    Files.createSymbolicLink(query, folder.resolve("nowhere.jpg"));
    rerank(options("run", SCORING).birds(birds));
    rerank(options("run", new Scoring(4, 1, 0.55, Axes.PUBLISHED, null)).birds(birds));
    assertThat(spark.progress()).doesNotContain("anew");
    Files.delete(query);
    Files.move(aside, query);

    rerank(options("run", SCORING).birds(birds));

    assertThat(spark.progress())
        .contains(
            "warning: compared anew: 1 query; results of before are those of the settings N4-K1-T0.55-published: give their commands again");
  }

  @Test
  @Tag("thorough")
  void aFolderIsScoredWithoutAllThatItWasMadeOf() throws IOException {
    Path birds = folder.resolve("else");
    Path pickle = folder.resolve("scores.pickle");
    Path model = folder.resolve("resnet.pt");
    PathUtils.copyDirectory(fixtures.resolve("birds"), birds);
    Files.copy(fixtures.resolve("scores.pickle"), pickle);
    Files.copy(fixtures.resolve("resnet.pt"), model);
    rerank(options("run", SCORING).birds(birds).knn(pickle.toString()).model(model.toString()));
    JsonNode before = record("run");
    PathUtils.deleteDirectory(birds);
    Files.delete(pickle);
    Files.delete(model);
    Scoring other = new Scoring(3, 2, 0.2, Axes.ALIGNED, null);

    RerankReport report = rerank(options("run", other).ofTheFolder());

    assertThat(report.effort().queries()).isZero();
    rerank(options("fresh", other));
    assertThat(table("run/results").where("n = 3").toJSON().collectAsList())
        .extracting(row -> row.replace(birds.toString(), fixtures + "/birds"))
        .containsExactlyInAnyOrderElementsOf(rows("fresh/results"));
    assertThat(record("run").get("parameters")).isEqualTo(before.get("parameters"));
    assertThat(record("run").get("inputs")).isEqualTo(before.get("inputs"));
    assertThat(record("run").at("/summary/settings")).hasSize(2);
  }

  @Test
  void moreCandidatesOfAFolderComeFromWhatItsRecordNames() throws IOException {
    reranked("run");

    RerankReport report =
        rerank(options("run", new Scoring(6, 3, 0.55, Axes.PUBLISHED, null)).ofTheFolder());

    assertThat(report.effort().pairs()).isEqualTo(4 * 2);
  }

  @Test
  void aFolderWithoutARecordNeedsRankings() {
    assertThatThrownBy(() -> rerank(options("none", SCORING).ofTheFolder()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Missing --knn: file:%s/none does not say which rankings it was made from", folder);
  }

  @Test
  @Tag("thorough")
  void aSettingReplacesTheResultsOfItsName() throws IOException {
    Run first = options("run", SCORING).setting("mine").perQuery(PerQuery.JSON);
    rerank(first);
    rerank(options("run", SCORING));
    Scoring other = new Scoring(3, 1, 0.2, Axes.ALIGNED, null);

    rerank(options("run", other).setting("mine"));

    assertThat(table("run/results").select("setting", "n", "axes").distinct().collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create("mine", 3, "aligned"),
            RowFactory.create("N4-K3-T0.55-published", 4, "published"));
    assertThat(table("run/results").count()).isEqualTo(8);
    assertThat(spark.progress())
        .contains(
            "score: setting mine was {n=4, k=3, t=0.55, axes=published, weighting=attention}, is {n=3, ");
    // They were of the values that are no more.
    assertThat(folder.resolve("run/per-query/mine")).doesNotExist();
  }

  @Test
  void eachQueryIsScoredOnce() throws IOException {
    rerank(options("run", SCORING).perQuery(PerQuery.JSON));

    assertThat(record("run").at("/summary/stages/score/queries_scored").intValue()).isEqualTo(4);
  }

  @Test
  void theFolderHoldsQueriesAndTheirWholeRankings() throws IOException {
    reranked("run");

    assertThat(table("run/rankings").count()).isEqualTo(4 * 6);
    assertThat(rows("run/rankings"))
        .isEqualTo(
            LocalSpark.session()
                .read()
                .parquet(fixtures + "/knn/rankings")
                .toJSON()
                .collectAsList()
                .stream()
                .sorted()
                .toList());
    Row query = table("run/queries").where("query_id = 1").first();
    String name = query.getAs("name");
    assertThat(query.<String>getAs("path")).isEqualTo(fixtures + "/birds/val/" + name);
    assertThat(name).startsWith(query.<String>getAs("class") + "/");
    assertThat(query.getList(query.fieldIndex("classes")))
        .isEqualTo(List.of(query.<String>getAs("class")));
    assertThat(
            table("run/correspondences").where("query_id = 1").first().<String>getAs("query_path"))
        .isEqualTo(query.<String>getAs("path"));
    JsonNode record = record("run");
    assertThat(record.get("formatVersion").intValue()).isEqualTo(2);
    assertThat(record.at("/inputs/train").textValue())
        .isEqualTo("file:" + fixtures + "/birds/train");
    assertThat(record.at("/inputs/chm").textValue()).isEqualTo("file:" + fixtures + "/chm.pt");
    assertThat(record.at("/inputs/knn").textValue()).isEqualTo("file:" + fixtures + "/knn");
    assertThat(record.at("/parameters/method").textValue()).isEqualTo("chm");
    assertThat(record.get("parameters").has("K")).isFalse();
  }

  @Test
  void aFolderOfFormatOneIsRefusedByName() throws IOException {
    reranked("run");
    Path file = folder.resolve("run/_run.json");
    String json = Files.readString(file);
    Files.writeString(file, json.replace("\"formatVersion\" : 2", "\"formatVersion\" : 1"));

    assertThatThrownBy(() -> rerank(options("run", SCORING)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot continue in file:%s/run: it was written in format 1 by version "
                .formatted(folder))
        .hasMessageEndingWith(", this is format 2; choose another --out");
  }

  @Test
  void imagesOfTheSameNamesElsewhereAreOtherImages() throws IOException {
    PathUtils.copyDirectory(fixtures.resolve("birds"), folder.resolve("else"));
    rerank(options("run", SCORING).knn(fixtures + "/scores.pickle"));

    assertThatThrownBy(() -> rerank(options("run", SCORING).birds(folder.resolve("else"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot continue in file:")
        .hasMessageContaining("train was file:%s/birds/train: ".formatted(fixtures))
        .hasMessageContaining("is file:%s/else/train: ".formatted(folder));
  }

  @Test
  void otherTransformsInTheSameFolderAreRefused() throws IOException {
    reranked("run");

    assertThatThrownBy(
            () ->
                rerank(
                    options("run", SCORING)
                        .knn(fixtures + "/scores.pickle")
                        .transform(TransformSet.MULTI)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("transform was single, is multi");
  }

  @Test
  @Tag("thorough")
  void beyondTheRankingAllAreComparedAndTheRecordsSaySo() throws IOException {
    rerank(options("run", new Scoring(200, 150, 0.55, Axes.PUBLISHED, null)));

    assertThat(spark.progress())
        .contains(
            "warning: the rankings have 6 neighbours a query, fewer than --N 200 and --K 150: all are compared and vote");
    assertThat(table("run/results").select("n", "k").distinct().collectAsList())
        .containsExactly(RowFactory.create(6, 6));
    assertThat(spark.out()).contains("CHM-Corr  accuracy, k = 6:");
    // What it did is what this asks for, too.
    Scoring six = new Scoring(6, 6, 0.55, Axes.PUBLISHED, null);
    assertThat(rerank(options("run", six)).effort().queries()).isZero();

    rerank(options("run", new Scoring(7, 2, 0.55, Axes.PUBLISHED, null)));
    assertThat(spark.progress()).contains("fewer than --N 7: all are compared\n");
    assertThat(table("run/results").select("n", "k").distinct().collectAsList())
        .containsExactlyInAnyOrder(RowFactory.create(6, 6), RowFactory.create(6, 2));
  }

  @Test
  void aRunWithoutAnyPairIsRefusedAndItsTablesSayWhy() throws IOException {
    Path birds = folder.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(2, 3, 2, 1));
    for (Path query : images(birds.resolve("val"))) {
      Files.writeString(query, "broken");
    }

    assertThatThrownBy(() -> rerank(options("run", SCORING).birds(birds)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot re-rank: none of the 4 queries could be compared with any candidate; see file:%s/run/errors",
            folder);
    assertThat(spark.out()).doesNotContain("accuracy");
    assertThat(table("run/errors").where("split = 'query'").count()).isEqualTo(4);
    assertThat(table("run/correspondences").where("error is not null").count()).isEqualTo(16);
  }

  @Test
  void masksWeighInsteadOfAttention() throws IOException {
    Path masks = folder.resolve("masks.json");
    CubMasksJob.run(
        spark.context(),
        new MasksOptions(
            fixtures + "/birds",
            fixtures + "/birds/val",
            CubMasksJob.Parts.TOP5,
            masks.toString()));

    rerank(options("run", new Scoring(4, 3, 0.55, Axes.ALIGNED, masks.toString())));

    assertThat(table("run/results").select("weighting").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("mask");
    assertThat(spark.out()).contains("CHM-Corr+ accuracy");
    assertThat(Files.readString(folder.resolve("run/_run.json")))
        .contains("\"mask_file\" : \"file:" + masks + "\"");
    Files.writeString(masks, "{}");
    assertThatThrownBy(
            () -> rerank(options("none", new Scoring(4, 3, 0.55, Axes.ALIGNED, masks.toString()))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("of 4 queries, the first of which is 001.");
  }

  @Test
  void aPickleOfTheRankingsGivesTheSame() throws IOException {
    reranked("table");
    rerank(options("pickle", SCORING).knn(fixtures + "/scores.pickle"));

    assertThat(rows("pickle/results")).isEqualTo(rows("table/results"));
  }

  @Test
  void badImagesAreRecordedAndTheRestGoesOn() throws IOException {
    Path birds = folder.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(2, 3, 2, 1));
    Path gallery = images(birds.resolve("train")).get(0);
    Path query = images(birds.resolve("val")).get(0);
    Files.write(gallery, "broken".getBytes(StandardCharsets.UTF_8));
    Files.delete(query);
    Files.write(query, new byte[0]);

    RerankReport report =
        rerank(options("run", new Scoring(6, 3, 0.5, Axes.ALIGNED, null)).birds(birds));

    assertThat(report.queries()).isEqualTo(4);
    assertThat(report.scored()).isEqualTo(3);
    assertThat(report.pairs()).isEqualTo(3 * 5);
    assertThat(table("run/errors").select("split", "path").collectAsList())
        .extracting(row -> row.getString(0) + " " + row.getString(1))
        .containsExactly("gallery " + gallery, "query " + query);
    assertThat(spark.out()).contains("Images that failed: 2");
  }

  @Test
  void aTracedTrunkThatGivesNoCellsIsRefusedBeforeTheImagesAreListed() throws IOException {
    Path pooled = Traces.write(folder.resolve("pooled.pt"), "torch.mean(f, [2, 3])");

    assertThatThrownBy(
            () ->
                rerank(
                    options("run", SCORING)
                        .birds(folder.resolve("nowhere"))
                        .model(pooled.toString())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use file:%s as a trunk: it gives float32 [2, 3] for images [2, 3, 224, 224], which must be one float32 [2, C, 7, 7]",
            pooled);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void imagesForWhichATracedTrunkGivesNoFiniteNumbersAreErrors() throws IOException {
    PathUtils.copyDirectory(fixtures.resolve("birds"), folder.resolve("birds"));
    Path black = images(folder.resolve("birds/val")).get(0);
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png", black.toFile());
    Path trunk = Traces.write(folder.resolve("nan.pt"), Traces.NAN_IF_BLACK);

    rerank(
        options("run", SCORING)
            .birds(folder.resolve("birds"))
            .precision(Precision.AUTO)
            .model(trunk.toString()));

    assertThat(table("run/errors").select("split", "path", "reason").collectAsList())
        .containsExactly(RowFactory.create("query", black.toString(), "not_finite"));
    assertThat(table("run/results").count()).isEqualTo(3);
  }

  @Test
  void aNewFolderIsComputedInThePrecisionThatIsAskedFor() throws IOException {
    for (Precision asked : List.of(Precision.FP32, Precision.BF16)) {
      try (NetworkSource networks =
          NetworkSource.of(
              spark.context(), ComparisonMethods.named("chm"), networks().in(asked), null)) {
        assertThat(networks.precision()).isEqualTo(asked);
        assertThat(networks.ship().precision()).isEqualTo(asked);
      }
    }
  }

  @Test
  @Tag("thorough")
  void queriesWhoseImagesCouldNotBeReadAreTriedAgain() throws IOException {
    Path birds = folder.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(2, 3, 2, 1));
    Files.writeString(images(birds.resolve("train")).get(0), "broken");
    Scoring scoring = new Scoring(6, 3, 0.5, Axes.ALIGNED, null);
    rerank(options("whole", scoring).birds(birds));
    Path query = images(birds.resolve("val")).get(0);
    byte[] image = Files.readAllBytes(query);
    try (RandomAccessFile file = new RandomAccessFile(query.toFile(), "rw")) {
      file.setLength(1L << 26); // More than is read of an image.
    }

    rerank(options("run", scoring).birds(birds));
    RerankReport still = rerank(options("run", scoring).birds(birds));
    Files.write(query, image);
    RerankReport again = rerank(options("run", scoring).birds(birds));

    assertThat(still.scored()).isEqualTo(3);
    assertThat(still.effort().queries()).isOne();
    assertThat(again.effort().queries()).isOne();
    assertThat(spark.progress()).contains("correspond: 4 queries, 3 of them already done");
    // The one gallery image that is broken keeps nobody from being done.
    assertThat(spark.out()).contains("Images that failed: 2").contains("Images that failed: 1");
    for (String table : List.of("correspondences", "results", "errors")) {
      assertThat(rows("run/" + table)).as(table).isEqualTo(rows("whole/" + table));
    }
    assertThat(rerank(options("run", scoring).birds(birds)).effort().queries()).isZero();
  }

  @Test
  @Tag("thorough")
  void queriesWhoseImagesWereTooLargeAreTriedAgainUnderAnotherLimit() throws IOException {
    Path birds = folder.resolve("birds");
    BirdGenerator.write(birds, new BirdGenerator.Options(2, 3, 2, 1));
    BufferedImage large = new BufferedImage(2000, 2000, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(large, "png", images(birds.resolve("val")).get(0).toFile());
    rerank(options("whole", SCORING).birds(birds));
    Limits low = Limits.DEFAULT.withPixels(1_000_000);

    RerankReport refused = rerank(options("run", SCORING).birds(birds).limits(low));
    RerankReport again = rerank(options("run", SCORING).birds(birds).limits(low));
    RerankReport raised = rerank(options("run", SCORING).birds(birds));

    assertThat(refused.scored()).isEqualTo(3);
    assertThat(again.effort().queries()).isZero();
    assertThat(again.scored()).isEqualTo(3);
    assertThat(raised.effort().queries()).isOne();
    for (String table : List.of("correspondences", "results", "errors")) {
      assertThat(rows("run/" + table)).as(table).isEqualTo(rows("whole/" + table));
    }
  }

  @Test
  void otherInputIsBoundByItsOption() throws IOException {
    Path masks = folder.resolve("masks.json");
    String mask = "[%s]".formatted("[0,0,0,0,0,0,0],".repeat(7)).replace(",]", "]");
    try (var out = Files.newBufferedWriter(masks)) {
      out.write("{\"none\": " + mask);
      for (int i = 0; i < 2000; i++) {
        out.write(", \"c/%d.jpg\": %s".formatted(i, mask));
      }
      out.write("}");
    }
    Scoring masked = new Scoring(4, 3, 0.55, Axes.ALIGNED, masks.toString());
    Limits low = Limits.DEFAULT.withInputMebibytes(1);
    assertThatThrownBy(() -> rerank(options("run", masked).limits(low)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read mask file file:" + masks + ": reading it takes at ")
        .hasMessageEndingWith("of memory (at most 1048576; --max-input-mib raises the limit)");
    assertThatThrownBy(() -> rerank(options("run", masked)))
        .hasMessageStartingWith("Missing masks in " + masks);

    Path cub = Files.createDirectories(folder.resolve("cub/parts")).getParent();
    Files.writeString(cub.resolve("images.txt"), "1 c/1.jpg\n".repeat(10_000));
    Files.writeString(cub.resolve("parts/part_locs.txt"), "");
    assertThatThrownBy(() -> cubMasks(cub, low))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read file:%s/images.txt: it has 100000 bytes (at most 65536; --max-input-mib raises the limit)",
            cub);
    assertThatThrownBy(() -> cubMasks(cub, low.withInputMebibytes(2)))
        .hasMessageStartingWith("Cannot make masks: none of the 4 images");
  }

  private void cubMasks(Path cub, Limits limits) throws IOException {
    CubMasksJob.run(
        spark.context(),
        new MasksOptions(
            cub.toString(),
            fixtures + "/birds/val",
            CubMasksJob.Parts.ALL,
            folder + "/made.json",
            FileOptions.UNSAID,
            limits));
  }

  @Test
  void rankingsOfOtherImagesAreRefused() throws IOException {
    Path other = folder.resolve("other");
    BirdGenerator.write(other, new BirdGenerator.Options(3, 3, 2, 7));
    Path knn = copyOfKnn(other);

    assertThatThrownBy(() -> rerank(options("run", SCORING).birds(other).knn(knn.toString())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("they were made from other images");
  }

  /** The fixture's ranking, whose record says that it was made from these images. */
  private Path copyOfKnn(Path birds) throws IOException {
    Path copy = folder.resolve("knn");
    PathUtils.copyDirectory(fixtures.resolve("knn"), copy);
    var store = spark.context().store();
    var place = store.path(copy.toString());
    RunRecord.read(store, place)
        .withInputs(
            Map.of(
                "train", "file:" + birds + "/train",
                "val", "file:" + birds + "/val",
                "classes", "all",
                "model", "file:" + fixtures + "/resnet.pt"))
        .write(store, place);
    return copy;
  }

  @Test
  @Tag("thorough")
  void candidatesAreFramedAsTheRankingWas() throws IOException {
    NetworkOptions framed = framed(new Framing(232, null));
    KnnJob.run(
        spark.context(),
        new KnnOptions(
            "framed",
            data(fixtures.resolve("birds"), LIMITS),
            framed,
            TransformSet.SINGLE,
            6,
            folder.toString()));
    String ranking = folder + "/framed";

    rerank(options("taken", SCORING).knn(ranking));
    rerank(
        options("told", SCORING).knn(fixtures + "/scores.pickle").framing(new Framing(232, 224)));
    reranked("published");

    assertThat(record("taken").at("/parameters/resize").textValue()).isEqualTo("232");
    assertThat(record("published").get("parameters").has("resize")).isFalse();
    // What Hough matching sees stays; the trunk sees another picture of the candidates.
    assertThat(pairs("told", "points_x")).isEqualTo(pairs("published", "points_x"));
    assertThat(pairs("told", "cos_aligned")).isNotEqualTo(pairs("published", "cos_aligned"));
    assertThatThrownBy(
            () -> rerank(options("refused", SCORING).knn(ranking).framing(new Framing(240, null))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--resize is 240, they were made with 232");
    assertThatThrownBy(() -> rerank(options("refused", SCORING).framing(new Framing(null, 200))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--crop is 200, they were made with 224");
    assertThatThrownBy(() -> rerank(options("told", SCORING).knn(fixtures + "/scores.pickle")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("resize was 232, is 256");
    // The folder alone knows too.
    Scoring more = new Scoring(5, 3, 0.55, Axes.PUBLISHED, null);
    rerank(new Run("told", more).ofTheFolder());
    assertThat(table("told/correspondences").count()).isEqualTo(4 * 5);
  }

  private List<Row> pairs(String name, String column) {
    return table(name + "/correspondences")
        .sort("query_id", "gallery_id")
        .select(column)
        .collectAsList();
  }

  private static NetworkOptions framed(Framing framing) {
    return new NetworkOptions(
        fixtures + "/resnet.pt", null, Precision.FP32, DeviceChoice.CPU, 4, framing);
  }

  @Test
  void whatTheRankingsRecordKnowsNeedNotBeTold() throws IOException {
    Path knn = copyOfKnn(fixtures.resolve("birds"));

    rerank(options("short", SCORING).recorded().knn(knn.toString()));

    JsonNode inputs = record("short").get("inputs");
    assertThat(inputs.get("train").textValue()).isEqualTo("file:" + fixtures + "/birds/train");
    assertThat(inputs.get("model").textValue()).isEqualTo("file:" + fixtures + "/resnet.pt");
    assertThat(inputs.get("classes").textValue()).isEqualTo("all");
    // And no more is the same as all of it.
    assertThat(rerank(options("short", SCORING)).effort().queries()).isZero();
  }

  @Test
  void aPickleKnowsNothing() {
    assertThatThrownBy(
            () -> rerank(options("run", SCORING).recorded().knn(fixtures + "/scores.pickle")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Missing --train: file:%s/scores.pickle does not say what it was made from", fixtures);
  }

  /** A run's options, most of which every test shares. */
  private static final class Run {
    private final String name;
    private final Scoring scoring;
    private Path birds = fixtures.resolve("birds");
    private String knn = fixtures + "/knn";
    private String setting;
    private String method = "chm";
    private String model = fixtures + "/resnet.pt";
    private String chm = fixtures + "/chm.pt";
    private Precision precision = Precision.FP32;
    private TransformSet transform = TransformSet.SINGLE;
    private Framing framing = Framing.UNSAID;
    private PerQuery perQuery = PerQuery.NONE;
    private Limits limits = LIMITS;

    private Run(String name, Scoring scoring) {
      this.name = name;
      this.scoring = scoring;
    }

    /** Images elsewhere, of which the ranking must be a pickle: it names no folder. */
    Run birds(Path folder) {
      birds = folder;
      knn = fixtures + "/scores.pickle";
      return this;
    }

    Run model(String archive) {
      model = archive;
      return this;
    }

    Run precision(Precision other) {
      precision = other;
      return this;
    }

    /** Leaves out all that the ranking's record knows. */
    Run recorded() {
      birds = null;
      model = null;
      transform = null;
      return this;
    }

    /** Leaves out all that the record of the folder knows. */
    Run ofTheFolder() {
      knn = null;
      method = null;
      chm = null;
      precision = Precision.AUTO;
      return recorded();
    }

    Run knn(String source) {
      knn = source;
      return this;
    }

    Run setting(String name) {
      setting = name;
      return this;
    }

    Run transform(TransformSet other) {
      transform = other;
      return this;
    }

    Run framing(Framing other) {
      framing = other;
      return this;
    }

    Run limits(Limits other) {
      limits = other;
      return this;
    }

    Run perQuery(PerQuery format) {
      perQuery = format;
      return this;
    }
  }

  private Run options(String name, Scoring scoring) {
    return new Run(name, scoring);
  }

  private RerankReport rerank(Run run) throws IOException {
    return rerank(spark.context(), run);
  }

  private RerankReport rerank(JobContext context, Run run) throws IOException {
    return RerankJob.run(
        context,
        new RerankOptions(
            data(run.birds, run.limits),
            run.method,
            new NetworkOptions(run.model, run.chm, run.precision, DeviceChoice.CPU, 4, run.framing),
            run.knn,
            run.transform,
            run.scoring,
            folder + "/" + run.name,
            run.setting,
            run.perQuery,
            64));
  }

  private static DataOptions data(Path birds, Limits limits) {
    return new DataOptions(
        birds == null ? null : birds + "/train",
        birds == null ? null : birds + "/val",
        birds == null ? null : GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.RECORD,
        limits,
        InputOptions.DEFAULT);
  }

  private static NetworkOptions networks() {
    return new NetworkOptions(
        fixtures + "/resnet.pt", fixtures + "/chm.pt", Precision.FP32, DeviceChoice.CPU, 4);
  }

  private JsonNode record(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name + "/_run.json").toFile());
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/" + name);
  }

  /** All rows as text, in a fixed order. */
  private List<String> rows(String name) {
    return table(name).toJSON().collectAsList().stream().sorted().toList();
  }

  private List<Path> files(String name) throws IOException {
    try (var files = Files.list(folder.resolve(name))) {
      return files
          .filter(file -> !file.getFileName().toString().matches("[._].*"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> images(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
