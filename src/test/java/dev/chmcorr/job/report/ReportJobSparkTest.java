package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.report.ReportOptions.Pictures;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.report.PairBlock;
import dev.chmcorr.report.PerFile;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJobSparkTest {
  private static final PerFile TWO = new PerFile(2, 2);

  @TempDir private static Path place;
  private static SmallRun run;

  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void write() throws IOException {
    run = new SmallRun(new LocalSpark().context(), place).write();
  }

  @AfterEach
  void deleteSite() {
    FileUtils.deleteQuietly(place.resolve("site").toFile());
  }

  @Test
  void showsEverythingThatTheTablesSay() throws IOException {
    SiteCounts counts = report(Selection.ALL, Pictures.MADE, run.text());

    assertThat(counts).isEqualTo(new SiteCounts(1, 5, 8, 1, counts.bytes()));
    assertRuns();
    assertOverview();
    assertColumns();
    assertDetails();
    assertPictures(counts);
    JsonNode stages =
        new ObjectMapper().readTree(place.resolve("site/_run.json").toFile()).at("/summary/stages");
    assertThat(stages.at("/pictures/done").intValue()).isEqualTo(8 + 1);
    assertThat(stages.at("/data/done").intValue()).isEqualTo(5);
    assertThat(spark.progress())
        .contains("run in the setting scored last, first")
        .contains("warning: 1 image could not be read and is not shown, such as file:")
        .contains("/val/all/3.png: ");
    assertThat(spark.out())
        .contains("Report: 5 queries of 1 run, 8 pictures, ")
        .contains("Images that could not be read, so are not shown: 1")
        .endsWith("Open " + place + "/site/index.html\n");
  }

  private void assertRuns() throws IOException {
    JsonNode list = data("runs").get("runs").get(0);
    assertThat(list.get("classes").toString())
        .isEqualTo("[\"" + SmallRun.HOSTILE + "\",\"b\",\"only\"]");
    assertThat(list.get("setting").toString())
        .isEqualTo(
            "{\"name\":\"first\",\"n\":3,\"k\":2,\"t\":0.0,\"axes\":\"aligned\",\"masked\":false,\"method\":\"CHM-Corr\",\"fixed\":[]}");
    assertThat(list.get("queries").intValue()).isEqualTo(5);
    assertThat(list.get("name").textValue()).isEqualTo("run");
  }

  /** Worked by hand from the table at {@link SmallRun}. */
  private void assertOverview() throws IOException {
    JsonNode overview = data("0/overview");
    assertThat(overview.get("queries").intValue()).isEqualTo(5);
    assertThat(overview.get("known").intValue()).isEqualTo(3);
    assertThat(overview.get("knnCorrect").intValue()).isEqualTo(2);
    assertThat(overview.get("chmCorrect").intValue()).isEqualTo(1);
    assertThat(overview.get("byK").toString()).isEqualTo("[[1,1,1],[2,2,1],[3,2,2],[5,1,null]]");
    assertThat(overview.get("byN").toString()).isEqualTo("[[3,1]]");
    assertThat(overview.get("changes").toString()).isEqualTo("[[1,1,0,1],[2,1,0,1]]");
    assertThat(overview.get("changed").toString())
        .isEqualTo("{\"rows\":2,\"mends\":0,\"spoils\":1,\"wrong\":1}");
    assertThat(overview.get("classes").toString()).isEqualTo("[[0,1,1,1],[1,1,1,0],[2,1,0,0]]");
    assertThat(overview.get("hubs"))
        .extracting(hub -> hub.get("id") + " " + hub.get("votes") + " " + hub.get("wrong"))
        .containsExactly("0 3 1", "2 3 1", "1 2 1");
    assertThat(overview.get("hubs").get(0).get("name").textValue())
        .isEqualTo(SmallRun.HOSTILE + "/0.png");
    assertThat(overview.get("stages").toString())
        .isEqualTo("[[\"correspond: wall_seconds\",63.5],[\"score: wall_seconds\",1.5]]");
    assertThat(overview.get("record").toString()).contains("[\"run\",\"version\",\"1.2.3\"]");
  }

  private void assertColumns() throws IOException {
    List<JsonNode> files = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      files.add(data("0/queries-" + file));
    }
    assertThat(place.resolve("site/data/0/queries-3.js")).doesNotExist();
    assertThat(joined(files, "id")).isEqualTo("0 1 2 3 4");
    assertThat(joined(files, "class")).isEqualTo("0 1 -1 2 0");
    assertThat(joined(files, "knn")).isEqualTo("0 1 0 1 -1");
    assertThat(joined(files, "knnVotes")).isEqualTo("1 2 1 2 0");
    assertThat(joined(files, "chm")).isEqualTo("0 0 0 0 -1");
    assertThat(joined(files, "chmVotes")).isEqualTo("2 1 1 1 0");
    assertThat(files.get(0).get("name").get(1).textValue()).isEqualTo("all/1.png");
    assertThat(files.get(1).get("image").get(0).textValue()).endsWith(".jpg");
    assertThat(files.get(1).get("image").get(1).textValue()).isEmpty();
  }

  private static String joined(List<JsonNode> files, String column) {
    List<String> values = new ArrayList<>();
    files.forEach(file -> file.get(column).forEach(value -> values.add(value.asText())));
    return String.join(" ", values);
  }

  private void assertDetails() throws IOException {
    JsonNode third = data("0/details-1").get("queries").get(0);
    assertThat(third.get("id").intValue()).isEqualTo(2);
    assertThat(third.get("class").intValue()).isEqualTo(-1);
    assertThat(third.get("mask").isNull()).isTrue();
    assertThat(third.get("path").textValue()).isEqualTo("file:" + place + "/val/all/2.png");
    assertThat(third.get("ranking"))
        .extracting(row -> row.get(0) + " " + row.get(2) + " " + row.get(4) + " " + row.get(5))
        .containsExactly("0 0 1.0 0", "2 1 0.875 1", "1 0 0.75 -1", "3 1 0.625 -1", "4 1 null -1");
    assertThat(third.get("ranking").get(1).get(1).textValue()).isEqualTo("b/2.png");
    assertThat(third.get("ranking").get(1).get(3).textValue()).endsWith(".jpg");
    assertThat(third.get("ranking").get(4).get(3).textValue()).isEmpty();
    byte[] pairs = Base64.getDecoder().decode(third.get("pairs").textValue());
    assertThat(pairs).hasSize(2 * PairBlock.BYTES);
    assertThat(Arrays.copyOf(pairs, PairBlock.BYTES))
        .isEqualTo(PairBlock.encode(SmallRun.pair(0.3f)));
    assertThat(Arrays.copyOfRange(pairs, PairBlock.BYTES, 2 * PairBlock.BYTES))
        .isEqualTo(PairBlock.encode(SmallRun.pair(0.2f)));
    JsonNode last = data("0/details-2").get("queries");
    assertThat(last).hasSize(1);
    assertThat(last.get(0).get("id").intValue()).isEqualTo(4);
    assertThat(last.get(0).get("ranking")).isEmpty();
    assertThat(last.get(0).get("pairs").textValue()).isEmpty();
  }

  /** Grey is kept; the query is squeezed into a square, of the gallery image the middle is cut. */
  private void assertPictures(SiteCounts counts) throws IOException {
    JsonNode query = data("0/details-0").get("queries").get(1);
    assertGrey(query.get("image").textValue(), 240, 40);
    // Its nearest neighbour is gallery image 2.
    assertGrey(query.get("ranking").get(0).get(3).textValue(), 160, 80);
    long bytes = 0;
    for (Path file : files("site")) {
      bytes += file.endsWith("_run.json") ? 0 : Files.size(file);
    }
    assertThat(counts.bytes()).isEqualTo(bytes);
  }

  private void assertGrey(String name, int side, int grey) throws IOException {
    var image = ImageIO.read(place.resolve("site/images/" + name).toFile());
    assertThat(image.getWidth()).isEqualTo(side);
    assertThat(image.getHeight()).isEqualTo(side);
    assertThat(image.getRGB(side / 2, side / 2) & 0xff).isCloseTo(grey, within(2));
  }

  @Test
  void makesNothingTwiceAndTriesMissingImagesAgain() throws IOException {
    report(Selection.ALL, Pictures.MADE, run.text());
    TreeMap<String, String> first = contents("site");
    Path gone = place.resolve("val/all/3.png");
    Files.copy(place.resolve("val/all/2.png"), gone);
    Path stale = place.resolve("site/data/0/details-9.js");
    Files.writeString(stale, "old");
    FileTime then = FileTime.fromMillis(System.currentTimeMillis() + 3_600_000);
    for (Path picture : files("site/images")) {
      Files.setLastModifiedTime(picture, then);
    }

    SiteCounts again = report(Selection.ALL, Pictures.MADE, run.text());

    assertThat(again.pictures()).isEqualTo(9);
    assertThat(again.missing()).isZero();
    assertThat(stale).doesNotExist();
    assertThat(files("site/images"))
        .filteredOn(picture -> picture.toFile().lastModified() != then.toMillis())
        .hasSize(1);
    TreeMap<String, String> second = contents("site");
    assertThat(second.get("data/0/overview.js")).isEqualTo(first.get("data/0/overview.js"));
    assertThat(second.get("data/0/details-0.js")).isEqualTo(first.get("data/0/details-0.js"));
    assertThat(second.get("data/0/details-1.js")).isNotEqualTo(first.get("data/0/details-1.js"));
    Path written = place.resolve("site/data/0/overview.js");
    Files.setLastModifiedTime(written, then);
    LocalSpark third = new LocalSpark();
    assertThat(ReportJob.run(third.context(), options(Selection.ALL, Pictures.MADE, run.text())))
        .isEqualTo(again);
    assertThat(third.progress()).contains("site is finished, and its runs have not changed");
    assertThat(Files.getLastModifiedTime(written)).isEqualTo(then);
    Files.delete(gone);
  }

  @Test
  void classesHaveTheNamesThatPeopleKnow() throws IOException {
    Path names = Files.writeString(place.resolve("names.txt"), "b Goldfish\n");

    ReportJob.run(spark.context(), named(names));

    assertThat(data("runs").get("runs").get(0).get("classes").toString())
        .isEqualTo("[\"" + SmallRun.HOSTILE + "\",\"Goldfish\",\"only\"]");
    Files.writeString(names, "x Goldfish\n");
    assertThatThrownBy(() -> ReportJob.run(spark.context(), named(names)))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "it names none of the classes that are shown, such as " + SmallRun.HOSTILE);
  }

  private ReportOptions named(Path names) {
    return new ReportOptions(
        List.of(run.text()),
        place + "/site",
        Selection.ALL,
        Pictures.NONE,
        names.toString(),
        Limits.DEFAULT,
        TWO);
  }

  @Test
  void showsSelectedQueriesOfSettingsSideBySideWithoutImages() throws IOException {
    Selection wrong = new Selection(QuerySelection.ALL, Selection.Only.ERRORS, QuerySelection.ALL);

    SiteCounts counts = report(wrong, Pictures.NONE, run.text() + "@first", run.text() + "@masked");

    assertThat(counts).isEqualTo(new SiteCounts(2, 4, 0, 0, counts.bytes()));
    assertThat(data("runs").get("runs"))
        .extracting(listed -> listed.get("name").textValue() + " " + listed.get("queries"))
        .containsExactly("run first 2", "run masked 2");
    assertThat(data("0/queries-0").get("id").toString()).isEqualTo("[1,3]");
    assertThat(data("0/overview").get("queries").intValue()).isEqualTo(5);
    assertThat(data("1/overview").get("stages").toString())
        .isEqualTo("[[\"correspond: wall_seconds\",63.5],[\"score: wall_seconds\",2.5]]");
    JsonNode masked = data("1/details-0").get("queries").get(0);
    assertThat(masked.get("mask")).hasSize(49);
    assertThat(masked.get("mask").get(0).doubleValue()).isEqualTo(1);
    assertThat(masked.get("mask").get(1).doubleValue()).isZero();
    assertThat(masked.get("image").textValue()).isEmpty();
    assertThat(place.resolve("site/images")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoRunAndWhereASiteMustNotBe() throws IOException {
    assertRefused(
        "Cannot find setting none in file:%s/run: it has first, masked", "/run@none", "/site");
    assertRefused("Cannot find run file:%s/nowhere: no such file or folder", "/nowhere", "/site");
    assertRefused(
        "Cannot report file:%s/val: it has no _run.json; give the folder of a rerank run",
        "/val", "/site");
    assertRefused(
        "Cannot write to file:%1$s/run/site: file:%1$s/run is the folder of a run; choose another --out",
        "/run", "/run/site");
    assertRefused(
        "Cannot write to file:%1$s/train/site: file:%1$s/train is a folder of images; choose another --out",
        "/run", "/train/site");
    assertRefused(
        "Cannot write to file:%s/run: it is the folder of a run; choose another --out",
        "/run", "/run");
    assertRefused(
        "Cannot write to file:%s/val: it holds all and was not made by chm-corr; choose another folder",
        "/run", "/val");
    assertThat(place.resolve("site")).doesNotExist();
  }

  @Test
  void refusesRunsOfOtherCommandsAndUnfinishedOnes() throws IOException {
    recordOf("of-knn", RunRecord.of("knn", "1", Map.of()).withSummary(Map.of("queries", 5)));
    assertRefused(
        "Cannot report file:%s/of-knn: it was made by knn; give the folder of a rerank run",
        "/of-knn", "/site");
    recordOf("begun", RunRecord.of("rerank", "1", Map.of("method", "chm")));
    assertRefused(
        "Cannot report file:%s/begun: its run has not finished; give its rerank command again until it has",
        "/begun", "/site");
    recordOf(
        "old",
        new RunRecord(1, "0", "rerank", Map.of("method", "chm"), Map.of(), Map.of("queries", 5)));
    assertRefused(
        "Cannot report file:%s/old: it was written in format 1, this is format 2; run rerank anew with another --out",
        "/old", "/site");
  }

  private void recordOf(String folder, RunRecord record) throws IOException {
    record.write(
        spark.context().store(), spark.context().store().path(place.resolve(folder).toString()));
  }

  private void assertRefused(String message, String of, String out) {
    assertThatThrownBy(
            () ->
                ReportJob.run(spark.context(), new ReportOptions(List.of(place + of), place + out)))
        .isInstanceOf(UserException.class)
        .hasMessage(message.formatted(place));
  }

  private SiteCounts report(Selection selection, Pictures pictures, String... runs)
      throws IOException {
    return ReportJob.run(spark.context(), options(selection, pictures, runs));
  }

  private ReportOptions options(Selection selection, Pictures pictures, String... runs) {
    return new ReportOptions(
        List.of(runs), place + "/site", selection, pictures, Limits.DEFAULT, TWO);
  }

  private JsonNode data(String key) throws IOException {
    String text = Files.readString(place.resolve("site/data/" + key + ".js"));
    String before = "chmcorr.add(\"" + key + "\", ";
    assertThat(text).startsWith(before).endsWith(");\n").doesNotContain("<");
    return new ObjectMapper().readTree(text.substring(before.length(), text.length() - 3));
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(place.resolve(folder))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private TreeMap<String, String> contents(String folder) throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      contents.put(
          place.resolve(folder).relativize(file).toString(),
          Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }
    return contents;
  }
}
