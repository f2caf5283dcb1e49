package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.InputOptions;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** A site, opened from disk by a browser, shows and answers what the program does. */
class ReportBrowserSparkTest {
  private static final Path SCREENSHOTS = Path.of("target", "report-pages");
  private static final int PER_PAGE = 48;
  private static final String WHY = "#explanation > section:first-child";

  @TempDir private static Path place;
  private static Browser browser;
  private static StrangeRun run;
  private static Path site;
  private static Path least;
  private static Map<Integer, Row> results;

  @BeforeAll
  static void makeSitesAndStartBrowser() throws IOException {
    browser = Browser.start();
    browser.look("light", 1200, 900);
    LocalSpark spark = new LocalSpark();
    run = new StrangeRun(spark.context(), place).write();
    site = place.resolve("site");
    List<String> runs = List.of(run.text() + "@attention", run.text() + "@masked");
    ReportJob.run(spark.context(), new ReportOptions(runs, site.toString()));
    least = LeastSite.write(place.resolve("least"));
    results = byQuery(StrangeRun.ATTENTION);
  }

  private static Map<Integer, Row> byQuery(Setting setting) {
    Map<Integer, Row> byQuery = new TreeMap<>();
    run.results(setting).forEach(row -> byQuery.put(row.getAs("query_id"), row));
    return byQuery;
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothingWasComplainedOf() {
    browser.look("light", 1200, 900);
    assertThat(browser.complaints()).isEmpty();
  }

  /** Every kind of page. */
  static Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    kinds.put("overview", "#/");
    kinds.put("gallery", "#/0/queries");
    kinds.put("query", "#/0/query/7");
    kinds.put("masked", "#/1/query/9?n=5");
    kinds.put("none", "#/0/query/" + StrangeRun.WITHOUT_RANKING);
    kinds.put("missing", "#/0/query/999");
    return kinds;
  }

  static List<String> addresses() {
    return List.copyOf(kinds().values());
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void everyPageIsDrawnWithAllItsPictures(String address) {
    browser.open(site, address);

    assertThat(browser.text("h1")).isNotBlank();
    assertThat(browser.text("h1").equals("Cannot show this page"))
        .isEqualTo(address.equals(kinds().get("missing")));
    assertThat(browser.brokenImages()).isEmpty();
    assertThat(browser.is("document.images.length > 0"))
        .isEqualTo(!Set.of(kinds().get("missing"), kinds().get("none")).contains(address));
  }

  @Test
  void thePolicyOfThePagesForbidsScriptsInThemAndAllThatIsElsewhere() {
    browser.open(site, "#/");

    browser.value(
        """
        (() => {
          const script = document.createElement("script");
          script.text = "window.broken = true";
          document.head.append(script);
          const image = document.createElement("img");
          image.src = "http://127.0.0.1:9/elsewhere.png";
          document.body.append(image);
        })()
        """);

    assertThat(browser.is("window.broken === undefined")).isTrue();
    assertThat(browser.complaints())
        .hasSize(2)
        .allMatch(text -> text.contains("Content Security Policy"))
        .anyMatch(text -> text.contains("script-src"))
        .anyMatch(text -> text.contains("img-src"));
  }

  @ParameterizedTest
  @CsvSource({"light, 1200", "light, 360", "dark, 1200", "dark, 360"})
  void everybodyCanReadEveryPage(String scheme, int width) throws IOException {
    for (Map.Entry<String, String> kind : kinds().entrySet()) {
      browser.look(scheme, width, 1600);
      browser.open(site, kind.getValue());
      String what = "%s-%s-%d".formatted(kind.getKey(), scheme, width);
      browser.screenshot(SCREENSHOTS.resolve(what + ".png"));

      assertThat(browser.overflow()).as(what).isLessThanOrEqualTo(0);
      assertThat(browser.violations()).as(what).isEmpty();
    }
  }

  @Test
  void namesAreShownAsTheyAre() {
    for (String address : addresses()) {
      browser.open(site, address);
      assertThat(browser.is("document.querySelector('img[src=x], script:not([src])') === null"))
          .as(address)
          .isTrue();
    }
    browser.open(site, "#/");
    assertThat(browser.texts("a bdi.name")).containsAll(StrangeRun.CLASSES);
    assertThat(browser.texts("td")).contains("Cannot compare <b>" + StrangeRun.LONG);
    browser.open(site, "#/0/queries");
    assertThat(browser.texts(".card strong"))
        .isEqualTo(IntStream.range(0, PER_PAGE).mapToObj(StrangeRun::name).toList());
    for (int query = 0; query < 7; query++) {
      browser.open(site, "#/0/query/" + query);
      assertThat(browser.text("h1")).isEqualTo("Query " + query + ": " + StrangeRun.name(query));
      assertThat(browser.value("document.title"))
          .isEqualTo(browser.text("h1") + " – Visual correspondences");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1200, 360})
  void theLeastRunAndAThousandClassesAreShown(int width) {
    browser.look("light", width, 900);
    browser.open(least, "#/");
    assertThat(browser.texts("p"))
        .contains("No image failed.", "Re-ranking changed no prediction.");
    assertThat(browser.texts("a bdi.name")).hasSize(LeastSite.CLASSES);
    assertThat(browser.overflow()).isLessThanOrEqualTo(0);

    browser.open(least, "#/0/queries");
    assertThat(browser.texts(".card")).hasSize(2);
    assertThat(browser.overflow()).isLessThanOrEqualTo(0);

    browser.open(least, "#/0/query/0");
    assertThat(browser.texts(".match")).hasSize(1);
    assertThat(browser.texts("#explanation p"))
        .containsExactly("No candidate is of another class.");
    assertThat(browser.overflow()).isLessThanOrEqualTo(0);
  }

  @Test
  void theGalleryFiltersByOutcome() {
    browser.open(site, "#/0/queries");

    assertListed("right", row -> isRight(row, "knn_correct") && isRight(row, "correct"));
    assertListed("knn", row -> isRight(row, "knn_correct") && isWrong(row, "correct"));
    assertListed("chm", row -> isWrong(row, "knn_correct") && isRight(row, "correct"));
    assertListed("wrong", row -> isWrong(row, "knn_correct") && isWrong(row, "correct"));
    assertListed("differ", row -> !row.getAs("prediction").equals(row.getAs("knn_prediction")));
    assertListed("unknown", row -> row.getAs("class") == null);
    choose("outcome", "failed");
    assertThat(listed()).containsExactly(StrangeRun.WITHOUT_RANKING);
    assertThat(browser.text("#count")).isEqualTo("1 query of " + StrangeRun.QUERIES);
  }

  private static boolean isRight(Row row, String column) {
    return Boolean.TRUE.equals(row.getAs(column));
  }

  private static boolean isWrong(Row row, String column) {
    return Boolean.FALSE.equals(row.getAs(column));
  }

  private static void assertListed(String outcome, Predicate<Row> expected) {
    choose("outcome", outcome);
    List<Integer> ids =
        results.values().stream()
            .filter(expected)
            .map(row -> row.<Integer>getAs("query_id"))
            .toList();
    assertThat(ids).as(outcome).isNotEmpty().hasSizeLessThan(PER_PAGE);
    assertThat(listed()).as(outcome).isEqualTo(ids);
    assertThat(browser.text("#count")).startsWith(ids.size() + " quer");
  }

  private static void choose(String control, String value) {
    browser.click("select[name=%s] option[value='%s']".formatted(control, value));
  }

  /** The ids of the queries whose cards are shown. */
  private static List<Integer> listed() {
    return browser.strings("[...document.querySelectorAll('.card')].map(c => c.hash)").stream()
        .map(hash -> Integer.valueOf(hash.substring(hash.lastIndexOf('/') + 1)))
        .toList();
  }

  @Test
  void theGalleryFindsClassesAndNames() {
    for (String name : List.of(StrangeRun.CLASSES.get(0), StrangeRun.CLASSES.get(1))) {
      browser.open(site, "#/0/queries");
      browser.find("input[name=class]").sendKeys(name);
      assertThat(listed())
          .isEqualTo(
              IntStream.range(0, StrangeRun.QUERIES)
                  .filter(
                      id ->
                          name.equals(StrangeRun.className(id))
                              || results.containsKey(id)
                                  && name.equals(results.get(id).getAs("prediction")))
                  .boxed()
                  .toList());
    }
    browser.open(site, "#/0/queries");
    browser.find("input[name=search]").sendKeys("1.png");
    assertThat(listed()).containsExactly(1, 11, 21, 31, 41, 51);
  }

  /** Not those queries whose class is unknown. */
  @Test
  void aClassThatTheRunLacksHasNoQueries() {
    browser.open(site, "#/0/queries?class=of+another+run");

    assertThat(listed()).isEmpty();
    assertThat(browser.text("#count")).startsWith("0 queries");
  }

  @Test
  void theGallerySortsAndTurnsPages() {
    browser.open(site, "#/0/queries");

    choose("sort", "-votes");
    List<Integer> byVotes =
        IntStream.range(0, StrangeRun.QUERIES)
            .boxed()
            .sorted(Comparator.comparing(id -> -votes(id)))
            .toList();
    assertThat(listed()).isEqualTo(byVotes.subList(0, PER_PAGE));
    browser.click(".pages button:nth-of-type(3)");
    assertThat(listed()).isEqualTo(byVotes.subList(PER_PAGE, StrangeRun.QUERIES));
    assertThat(browser.text(".pages span")).isEqualTo("page 2 of 2");
    assertThat(browser.find(".pages button:nth-of-type(3)").isEnabled()).isFalse();
    choose("sort", "class");
    assertThat(browser.text(".pages span")).isEqualTo("page 1 of 2");
    assertThat(listed())
        .isSortedAccordingTo(
            Comparator.comparing(
                id -> id % 7 == 6 ? -1 : StrangeRun.CLASSES.indexOf(StrangeRun.className(id))));
  }

  private static int votes(int query) {
    return results.containsKey(query) ? results.get(query).<Integer>getAs("votes") : 0;
  }

  @Test
  void anAddressOfTheGalleryHoldsWhatIsAskedFor() {
    browser.open(site, "#/0/queries");
    choose("outcome", "wrong");
    choose("sort", "knn");
    browser.find("input[name=search]").sendKeys("1");
    List<Integer> shown = listed();
    assertThat(shown).isNotEmpty();

    browser.reload();
    assertThat(listed()).isEqualTo(shown);
    assertThat(browser.value("document.querySelector('[name=search]').value")).isEqualTo("1");
    browser.openAgain();
    assertThat(listed()).isEqualTo(shown);
    assertThat(browser.value("document.querySelector('[name=outcome]').value")).isEqualTo("wrong");
    assertThat(browser.value("document.querySelector('[name=sort]').value")).isEqualTo("knn");
    browser.closeAgain();
  }

  @Test
  void theOtherRunIsAskedTheSame() {
    browser.open(site, "#/0/queries");
    choose("outcome", "differ");

    browser.click("#others a");
    browser.waitUntil(() -> browser.address().contains("#/1/queries?outcome=differ"));
    browser.waitUntil(() -> browser.text("h1").equals("Queries of run masked"));
    assertThat(browser.value("document.querySelector('[name=outcome]').value")).isEqualTo("differ");
  }

  @Test
  void partsAreLitByPointerAndByKeyboard() {
    browser.open(site, "#/0/query/7");
    assertThat(lit()).isEmpty();

    browser.hover(".part-list li:nth-child(2) button");
    assertThat(lit()).containsExactly("2");
    assertOthersAreDim();
    browser.hover("h1");
    assertThat(lit()).isEmpty();
    browser.hover(".match .part[data-part='5'] .box");
    assertThat(lit()).containsExactly("5");
    browser.hover("h1");

    browser.value("document.querySelector('#attention').focus()");
    browser.press(Keys.TAB);
    assertThat(lit()).containsExactly("1");
    browser.press(Keys.TAB);
    assertThat(lit()).containsExactly("2");
    browser.value("document.activeElement.blur()");
    assertThat(lit()).isEmpty();
  }

  /** The lit parts of all pictures. */
  private static List<String> lit() {
    return browser.strings(
        "[...document.querySelectorAll('.lighting .lit')].map(g => g.dataset.part)");
  }

  /** A part is its two boxes, the line between them and their numbers. */
  private static void assertOthersAreDim() {
    assertThat(
            browser.value("document.querySelector('.lit').querySelectorAll('.box, line').length"))
        .isEqualTo(3L);
    String dim =
        "[...document.querySelector('.lighting').querySelectorAll('.part')]"
            + ".map(g => getComputedStyle(g).opacity).join(' ')";
    browser.waitUntil(() -> browser.value(dim).equals("0.15 1 0.15 0.15 0.15"));
  }

  @Test
  void theAttentionIsShownOnDemand() {
    browser.open(site, "#/0/query/7");
    assertThat(browser.find(".heat").isDisplayed()).isFalse();

    browser.click("#attention");

    assertThat(browser.find(".heat").isDisplayed()).isTrue();
    choose("axes", "published");
    browser.waitUntil(() -> browser.address().contains("axes=published"));
    assertThat(browser.find(".heat").isDisplayed()).isTrue();
  }

  @Test
  void aClassThatIsUnknownIsShownAsUnknown() {
    browser.open(site, "#/0/query/6");

    assertThat(browser.text(".facts dd")).isEqualTo("unknown");
    assertThat(browser.text("main")).doesNotContain("✓", "✗", "right:", "wrong:");
    assertThat(browser.texts(".true-class")).isEmpty();
    browser.open(site, "#/0/query/7");
    assertThat(browser.text("main")).containsPattern("✓|✗");
  }

  @Test
  void theRunnerUpIsShownEvenWithoutVotes() {
    Row unanimous =
        results.values().stream()
            .filter(row -> row.<Integer>getAs("votes") == StrangeRun.K)
            .findFirst()
            .orElseThrow();
    Row divided =
        results.values().stream()
            .filter(row -> row.<Integer>getAs("votes") < StrangeRun.K)
            .findFirst()
            .orElseThrow();
    for (Row row : List.of(unanimous, divided)) {
      browser.open(site, "#/0/query/" + row.getAs("query_id"));
      assertShows(row, StrangeRun.K);
    }
  }

  @Test
  void aMaskedRunIsShownWithItsMasks() throws IOException {
    Map<Integer, Row> masked = byQuery(StrangeRun.MASKED);
    for (int query : new int[] {7, 8}) {
      browser.open(site, "#/1/query/" + query);
      assertShows(masked.get(query), StrangeRun.K);
      assertThat(pressed()).containsExactly(query, query + 3, query + 8);
      assertThat(mask(browser.find("#mask-json").getDomProperty("value"), query))
          .isEqualTo(StrangeRun.mask(query));
    }
    browser.click("#reset");
    browser.click(".cell:nth-child(1)");
    browser.waitUntil(() -> browser.address().contains("parts=0.8.11.16"));
    browser.click("#reset");
    browser.waitUntil(() -> !browser.address().contains("parts"));
    assertShows(masked.get(8), StrangeRun.K);
  }

  private static List<Integer> pressed() {
    return browser
        .strings(
            "[...document.querySelectorAll('.cell')].map((c, i) => c.ariaPressed === 'true' ? '' + i : '').filter(i => i)")
        .stream()
        .map(Integer::valueOf)
        .toList();
  }

  /** The mask of a query, which has the only one. */
  private static double[] mask(String json, int query) throws IOException {
    JsonNode masks = new ObjectMapper().readTree(json);
    assertThat(masks).hasSize(1);
    JsonNode rows = masks.get(StrangeRun.name(query));
    assertThat(rows).hasSize(7).allMatch(row -> row.size() == 7);
    return IntStream.range(0, 49)
        .mapToDouble(cell -> rows.get(cell / 7).get(cell % 7).doubleValue())
        .toArray();
  }

  @Test
  void chosenPartsAreAnsweredAsTheProgramDoes() throws IOException {
    browser.open(site, "#/0/query/7");
    for (int cell : new int[] {8, 24, 41}) {
      browser.click(".cell:nth-child(" + (cell + 1) + ")");
    }
    browser.waitUntil(() -> browser.address().contains("parts=8.24.41"));
    browser.click(".mask-out button");
    browser.waitUntil(() -> browser.text(".mask-out button").equals("Copied"));
    List<String> values = browser.texts(WHY + " .match:first-child .part-button");
    List<String> shown = shown();

    String json = pasted();
    double[] expected = new double[49];
    expected[8] = expected[24] = expected[41] = 1;
    assertThat(mask(json, 7)).isEqualTo(expected);
    Path file = Files.writeString(place.resolve("mask.json"), json);
    Row row =
        rerank(
            7,
            new RerankOptions.Scoring(
                StrangeRun.N, StrangeRun.K, 0.55, Axes.ALIGNED, file.toString()));

    assertThat(shown).isEqualTo(expected(row, StrangeRun.K));
    assertThat(shown).isNotEqualTo(expected(results.get(7), StrangeRun.K));
    assertThat(values).isEqualTo(values(7, row, 8, 24, 41));
  }

  /** What the clipboard holds, put into a field of another page. */
  private static String pasted() {
    browser.open(site, "#/0/queries");
    browser.click("input[name=search]");
    browser.paste();
    browser.waitUntil(() -> browser.is("document.activeElement.value !== ''"));
    return (String) browser.value("document.activeElement.value");
  }

  /** What the parts of the best candidate of the predicted class show, the most alike first. */
  private static List<String> values(int query, Row row, int... cells) {
    Row best =
        row.<Row>getList(row.fieldIndex("neighbours")).stream()
            .filter(candidate -> candidate.getAs("class").equals(row.getAs("prediction")))
            .findFirst()
            .orElseThrow();
    int rank = best.getAs("knn_rank");
    float[] map = run.neighbours(query).get(rank - 1).pair().similarity(Axes.ALIGNED);
    List<Float> sorted =
        Arrays.stream(cells).mapToObj(cell -> map[cell]).sorted(Comparator.reverseOrder()).toList();
    return IntStream.range(0, sorted.size())
        .mapToObj(i -> i + 1 + ": " + digits(sorted.get(i), 3))
        .toList();
  }

  @Test
  void partsAreChosenByKeyboardAndSent() {
    browser.open(site, "#/0/query/8");
    browser.value("document.querySelector('.cell').focus()");
    browser.press(Keys.ARROW_RIGHT, Keys.SPACE, Keys.ARROW_DOWN, Keys.SPACE);
    browser.press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ENTER, Keys.ARROW_LEFT);
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.SPACE);

    browser.waitUntil(() -> browser.address().contains("parts=0.1.2.8"));
    List<String> shown = shown();
    assertThat(browser.text("#status")).isEqualTo(browser.text("#answer"));
    browser.openAgain();
    assertThat(pressed()).containsExactly(0, 1, 2, 8);
    assertThat(shown()).isEqualTo(shown);
    browser.closeAgain();
  }

  @Test
  void controlsAreAnsweredAsTheProgramDoes() throws IOException {
    browser.open(site, "#/0/query/9");
    move("n", Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    move("k", Keys.ARROW_RIGHT);
    move("t", Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.ARROW_LEFT);
    choose("axes", "published");
    browser.waitUntil(() -> browser.address().contains("axes=published"));
    int n = Integer.parseInt(setTo("n"));
    int k = Integer.parseInt(setTo("k"));
    double t = Double.parseDouble(setTo("t"));
    assertThat(List.of(n, k)).containsExactly(StrangeRun.N - 2, StrangeRun.K + 1);
    assertThat(t).isBetween(0.3, 0.4);

    Row row = rerank(9, new RerankOptions.Scoring(n, k, t, Axes.PUBLISHED, null));

    assertShows(row, k);
    browser.reload();
    assertShows(row, k);
    browser.click("#reset");
    browser.waitUntil(() -> !browser.address().contains("axes"));
    assertShows(results.get(9), StrangeRun.K);
  }

  private static void move(String control, Keys... keys) {
    browser.value("document.querySelector('[name=%s]').focus()".formatted(control));
    browser.press(keys);
  }

  private static String setTo(String control) {
    return browser.text("[name=%s] + output".formatted(control));
  }

  /** What the program finds in the run's folder. */
  private static Row rerank(int query, RerankOptions.Scoring scoring) throws IOException {
    String name = "asked";
    RerankJob.run(
        new LocalSpark().context(),
        new RerankOptions(
            new DataOptions(
                null,
                null,
                null,
                MissingClasses.REFUSE,
                OnError.RECORD,
                Limits.DEFAULT,
                InputOptions.DEFAULT),
            null,
            new NetworkOptions(
                null, null, Precision.AUTO, DeviceChoice.CPU, NetworkOptions.BY_DEVICE),
            null,
            null,
            scoring,
            run.text(),
            name,
            PerQuery.NONE,
            64,
            Set.of(),
            QuerySelection.Ids.of(String.valueOf(query))));
    Setting setting =
        new Setting(name, scoring.n(), scoring.k(), scoring.t(), scoring.axes(), null);
    return byQuery(setting).get(query);
  }

  private static void assertShows(Row row, int k) {
    assertThat(shown()).isEqualTo(expected(row, k));
  }

  /** Answer, votes, and candidates of the predicted class and of the runner-up. */
  private static List<String> shown() {
    return browser.strings(
        """
        (() => {
          const all = (css, from) => [...(from || document).querySelectorAll(css)];
          const candidates = (section) => [
            section.querySelector("h2").textContent,
            ...all(".match figcaption", section).map((c) => c.querySelector(".file").textContent + ", " + c.querySelector(".file + span").textContent),
          ];
          return [
            document.querySelector("#answer").textContent.split(";")[0],
            ...all(".bars:first-child li").map((li) => li.querySelector("bdi").textContent + " " + li.querySelector(".bar-value").textContent),
            ...candidates(document.querySelector("#explanation section")),
            ...candidates(document.querySelector("#runner-up")),
          ];
        })()
        """);
  }

  /** The same from a row of results. */
  private static List<String> expected(Row row, int k) {
    List<Row> candidates = row.getList(row.fieldIndex("neighbours"));
    Map<String, Long> votes =
        candidates.stream()
            .limit(k)
            .collect(Collectors.groupingBy(c -> c.getAs("class"), Collectors.counting()));
    List<String> ordered =
        votes.keySet().stream()
            .sorted(
                Comparator.comparing((String name) -> -votes.get(name))
                    .thenComparing(StrangeRun.CLASSES::indexOf))
            .toList();
    String prediction = row.getAs("prediction");
    String runnerUp =
        ordered.size() > 1
            ? ordered.get(1)
            : candidates.stream()
                .map(c -> c.<String>getAs("class"))
                .filter(name -> !name.equals(prediction))
                .findFirst()
                .orElseThrow();
    Boolean correct = row.getAs("correct");
    List<String> shown = new ArrayList<>();
    shown.add(
        "CHM-Corr says %s%s (%d of %d votes)"
            .formatted(
                correct == null ? "" : correct ? "✓ right: " : "✗ wrong: ",
                prediction,
                row.<Integer>getAs("votes"),
                k));
    ordered.forEach(name -> shown.add(name + " " + votes.get(name)));
    shown.add("Why " + prediction + "?");
    shown.addAll(candidates(candidates, prediction));
    shown.add("Why not " + runnerUp + "?");
    shown.addAll(candidates(candidates, runnerUp));
    return shown;
  }

  private static List<String> candidates(List<Row> all, String className) {
    return all.stream()
        .filter(candidate -> candidate.getAs("class").equals(className))
        .limit(5)
        .map(
            candidate ->
                "%s/%s, score %s, kNN rank %d"
                    .formatted(
                        className,
                        Path.of(candidate.<String>getAs("path")).getFileName(),
                        digits(candidate.<Double>getAs("score"), 6),
                        candidate.<Integer>getAs("knn_rank")))
        .toList();
  }

  /** All digits that a page shows of a number. */
  private static String digits(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
  }
}
