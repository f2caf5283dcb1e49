package dev.chmcorr.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.study.StudyReader;
import dev.chmcorr.job.study.StudyText;
import dev.chmcorr.job.sweep.SweepOptions.Failures;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.SummaryRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of a few birds, which grows. */
class SweepJobSparkTest {
  @TempDir private static Path fixtures;
  private final LocalSpark spark = new LocalSpark();
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    RerankTrial.prepare(fixtures, new BirdGenerator.Options(3, 3, 2, 1));
    PathUtils.copyDirectory(fixtures.resolve("birds/val"), fixtures.resolve("other"));
    try (Stream<Path> images = Files.walk(fixtures.resolve("other"))) {
      for (Path image : images.filter(file -> file.toString().endsWith("1002.jpg")).toList()) {
        Files.delete(image);
      }
    }
  }

  private static String study(String votes, String more) {
    return """
        networks:
          small: {model: "%1$s/resnet.pt", chm: "%1$s/chm.pt", precision: fp32}
        data:
          - {name: birds, train: "%1$s/birds/train", val: "%1$s/birds/val"}
        %3$s
        settings: {N: 6, K: [%2$s]}
        neighbours: 6
        results: all
        pages: none
        """
        .formatted(fixtures, votes, more);
  }

  private static String data(String name, String val) {
    return "  - {name: %s, train: \"%2$s/birds/train\", val: \"%2$s/%3$s\"}"
        .formatted(name, fixtures, val);
  }

  private List<SummaryRow> sweep(String study, int together, Failures failures) throws IOException {
    return SweepJob.run(
        spark.context(),
        new SweepOptions(
            StudyReader.of(StudyText.read("birds.yaml", study.getBytes(StandardCharsets.UTF_8))),
            folder.toString(),
            together,
            failures,
            64));
  }

  private List<String> plan(String study) throws IOException {
    return plan(study, SweepOptions.Unknown.LEFT);
  }

  private List<String> plan(String study, SweepOptions.Unknown rates) throws IOException {
    int before = spark.out().length();
    SweepJob.run(
        spark.context(),
        new SweepOptions(
            StudyReader.of(StudyText.read("birds.yaml", study.getBytes(StandardCharsets.UTF_8))),
            folder.toString(),
            1,
            Failures.STOP,
            64,
            FailureBudget.DEFAULT,
            new SweepOptions.Plan(List.of(), rates)));
    return spark.out().substring(before).lines().map(line -> line.replaceAll(" +", " ")).toList();
  }

  private List<SummaryRow> sweep(String study) throws IOException {
    return sweep(study, 1, Failures.STOP);
  }

  /**
   * All files of a study's folder by their content; tables that are written anew have new names.
   */
  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file), DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private String saidBy(Sweep command) throws IOException {
    int before = spark.progress().length();
    command.run();
    return spark.progress().substring(before);
  }

  private interface Sweep {
    void run() throws IOException;
  }

  private static Dataset<Row> table(Path table) {
    return LocalSpark.session().read().parquet(table.toString());
  }

  @Test
  void whatIsAddedIsAllThatIsDone() throws IOException {
    assertThat(plan(study("2", data("other", "other"))))
        .contains(
            "birds-small 9 6 15 36 0.2 MB not known",
            // The second set's queries are other files of the same content.
            "other-small 9 3 3 18 0.0 MB not known");
    assertThat(folder).isEmptyDirectory();
    List<SummaryRow> rows = sweep(study("2", ""));
    assertThat(rows).extracting(row -> row.accuracy().setting().k()).containsExactly(2);
    Map<Path, String> first = files();

    String again = saidBy(() -> assertThat(sweep(study("2", ""))).isEqualTo(rows));
    assertThat(again)
        .contains("birds-small: embed: 9 gallery images, 9 of them already embedded")
        .contains("birds-small-chm: rerank: ")
        .doesNotContain("correspond", "score: voting");
    assertThat(files()).isEqualTo(first);
    assertThat(plan(study("2", ""))).contains("birds-small 9 6 0 0 0.0 MB 0 s");

    String setting = saidBy(() -> assertThat(sweep(study("2, 3", ""))).hasSize(2));
    assertThat(setting)
        .contains("birds-small-chm: score: 36 pairs of 6 queries in 1 setting")
        .doesNotContain("correspond", "score: voting");
    assertThat(setting).doesNotContain("embed: 9 gallery images, 0");

    String set = saidBy(() -> assertThat(sweep(study("2, 3", data("other", "other")))).hasSize(4));
    assertThat(set)
        .contains("other-small: embed: 9 gallery images, 9 of them already embedded")
        .contains("other-small: embed: 3 query images, 0 of them already embedded")
        .doesNotContain("birds-small-chm: correspond")
        .doesNotContain("birds-small-chm: score: 36 pairs");
    assertAccuraciesAreThoseOfSql();
  }

  /** The table, as printed, CSV and Parquet, against a count of every query's predictions. */
  private void assertAccuraciesAreThoseOfSql() throws IOException {
    table(folder.resolve("study/summary")).createOrReplaceTempView("summary");
    List<String> printed =
        spark.out().lines().filter(line -> line.matches("(birds|other) +small +chm .*")).toList();
    List<String> counted =
        Stream.of("birds", "other")
            .flatMap(
                data -> {
                  table(folder.resolve("rescore/%s-small-chm/results".formatted(data)))
                      .createOrReplaceTempView("swept_results");
                  return LocalSpark.session()
                      .sql(
                          """
                          SELECT concat_ws(' ', '%s', k, count(correct), count_if(correct),
                            format_number(100 * count_if(correct) / count(correct), 2),
                            format_number(100 * count_if(knn_correct) / count(correct), 2))
                          FROM swept_results GROUP BY k ORDER BY k
                          """
                              .formatted(data))
                      .collectAsList()
                      .stream()
                      .map(row -> row.getString(0));
                })
            .toList();
    assertThat(counted).hasSize(4);
    assertThat(printed.subList(printed.size() - 4, printed.size()))
        .extracting(SweepJobSparkTest::numbers)
        .isEqualTo(counted);
    assertThat(
            LocalSpark.session()
                .sql(
                    "SELECT concat_ws(' ', data, k, judged, correct, format_number(100 * accuracy, 2), format_number(100 * knn_accuracy, 2)) FROM summary")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .isEqualTo(counted);
    assertThat(Files.readAllLines(folder.resolve("study/summary.csv")))
        .hasSize(5)
        .first()
        .isEqualTo(String.join(",", SummaryRow.SCHEMA.fieldNames()));
    assertThat(Files.readAllLines(folder.resolve("study/summary.md"))).hasSize(6);
  }

  /** Data set, K, judged, correct, accuracy and that of kNN of a printed line. */
  private static String numbers(String line) {
    String[] cells = line.trim().split(" {2,}");
    return Stream.of(0, 4, 8, 9, 10, 12).map(i -> cells[i]).collect(Collectors.joining(" "));
  }

  @Test
  void methodsOfOneStudyAreScoredInWhatTheyKnow() throws IOException {
    String study =
        study("2", "methods: [chm, {name: emd, emd-stop: pair}]")
            .replace("K: [2]", "K: 2, axes: [aligned, published]")
            .replace("birds/val\"}", "birds/val\", truths: {any: \"%s\"}}".formatted(anything()))
            .replace("pages: none", "pages: 1");

    List<SummaryRow> rows = sweep(study);

    assertThat(rows)
        .extracting(
            row ->
                String.join(
                    " ",
                    row.of().data(),
                    row.of().method(),
                    row.accuracy().setting().name().replace("N6-K2-", "")))
        .containsExactly(
            "birds chm T0.55-published",
            "birds chm T0.55-aligned",
            "birds-any chm T0.55-published",
            "birds-any chm T0.55-aligned",
            "birds emd T0.0-aligned",
            "birds-any emd T0.0-aligned");
    assertThat(rows)
        .filteredOn(row -> row.of().data().equals("birds-any"))
        .extracting(row -> row.accuracy().counts())
        .containsOnly(new Counts(6, 6, 6, 0, 0));
    assertThat(RunRecord.read(spark.context().store(), path("rerank/birds-small-emd")).parameters())
        .containsEntry("emd_stop", "pair");
    assertThat(saidBy(() -> assertThat(sweep(study)).isEqualTo(rows)))
        .doesNotContain("correspond", "score: voting");
    // Reports show each in what stands first.
    assertThat(Files.readString(folder.resolve("report/data/runs.js")))
        .contains("N6-K2-T0.55-aligned", "N6-K2-T0.0-aligned")
        .doesNotContain("N6-K2-T0.55-published");
  }

  /** Right answers by which every prediction is right. */
  private Path anything() throws IOException {
    Path birds = fixtures.resolve("birds/val");
    try (Stream<Path> files = Files.walk(birds)) {
      List<Path> images = files.filter(file -> file.toString().endsWith(".jpg")).toList();
      String all =
          images.stream()
              .map(image -> "\"" + image.getParent().getFileName() + "\"")
              .distinct()
              .collect(Collectors.joining(", ", "[", "]"));
      return Files.writeString(
          folder.resolveSibling("any.json"),
          images.stream()
              .map(image -> "\"%s\": %s".formatted(birds.relativize(image), all))
              .collect(Collectors.joining(", ", "{", "}")));
    }
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  @Test
  @Tag("thorough")
  void whatIsNotThereIsToldBeforeAnythingBeginsOrLeftOut() throws IOException {
    String study = study("2", data("gone", "none") + "\n" + data("other", "other"));

    assertThatThrownBy(() -> sweep(study))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot begin: 1 data set is not there: gone-small: Cannot find --val file:%s/none: no such file or folder; --keep-going leaves it out",
            fixtures);
    assertThat(folder).isEmptyDirectory();

    assertThat(sweep(study, 2, Failures.KEEP_GOING))
        .extracting(row -> row.of().data())
        .containsExactly("birds", "other");
    assertThat(spark.out()).contains("Left out: gone-small: Cannot find --val");
    assertThat(spark.progress())
        .contains("embed: 9 gallery images, 0 of them already embedded")
        .contains("embed: 9 gallery images, 9 of them already embedded");
  }

  @Test
  void aTrialTellsHowLongItTakes() throws IOException {
    String progress =
        saidBy(
            () ->
                assertThat(plan(study("2", ""), SweepOptions.Unknown.TRIED))
                    .anyMatch(line -> line.matches("birds-small 9 6 15 36 0.2 MB \\d+ s")));

    assertThat(progress).containsPattern("embed: \\d+\\.\\d images a second");
    assertThat(progress).containsPattern("chm: \\d+\\.\\d pairs a second");
    assertThat(progress).doesNotContain("Predictions");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @Tag("thorough")
  void oneThatFailsTakesNothingFromTheOthers() throws IOException {
    Path empty = Files.createDirectories(fixtures.resolve("strange/999.Class_without_gallery"));
    Files.copy(
        fixtures.resolve("other").resolve(first("other")),
        empty.resolve("1.jpg"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String study = study("2", data("strange", "strange") + "\n" + data("other", "other"));

    String reported = study.replace("pages: none", "pages: 1");
    assertThatThrownBy(() -> sweep(reported, 1, Failures.KEEP_GOING))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot finish strange-small: Cannot match classes");
    assertThat(folder.resolve("report/index.html")).isRegularFile();
    assertThat(table(folder.resolve("study/summary")).select("data").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("birds", "other");

    assertThatThrownBy(() -> sweep(study))
        .hasMessageStartingWith("Cannot finish strange-small: Cannot match classes");
    assertThat(table(folder.resolve("study/summary")).count()).isOne();
  }

  private static Path first(String set) throws IOException {
    Path root = fixtures.resolve(set);
    try (Stream<Path> images = Files.walk(root)) {
      return root.relativize(
          images
              .filter(file -> file.toString().endsWith(".jpg"))
              .sorted()
              .findFirst()
              .orElseThrow());
    }
  }
}
