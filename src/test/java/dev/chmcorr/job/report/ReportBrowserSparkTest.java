package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
import org.openqa.selenium.By;
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
    Map<String, String> kinds = new LinkedHashMap<>();
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

  /** Pages with little on them in two of four looks. */
  @ParameterizedTest
  @CsvSource({"light, 1200, 6", "light, 360, 3", "dark, 1200, 3", "dark, 360, 6"})
  void everybodyCanReadEveryPage(String scheme, int width, int pages) throws IOException {
    for (Map.Entry<String, String> kind : List.copyOf(kinds().entrySet()).subList(0, pages)) {
      browser.look(scheme, width, 1600);
      browser.open(site, kind.getValue());
      String what = "%s-%s-%d".formatted(kind.getKey(), scheme, width);
      browser.screenshot(SCREENSHOTS.resolve(what + ".png"));

      assertThat(browser.overflow()).as(what).isLessThanOrEqualTo(0);
      assertThat(browser.violations()).as(what).isEmpty();
    }
  }

  /** As it is where the data of another run come late. */
  @Test
  void aPlotThatIsPutIntoThePageLateFits() {
    browser.look("light", 360, 900);
    browser.open(site, "#/");

    browser.value(
        """
        (() => {
          const plot = chmcorr.plot("x", "late", "K", [1, 2], [{ name: "kNN", values: [50, 60] }]);
          plot.id = "late";
          const frames = (left) => left > 0 ? requestAnimationFrame(() => frames(left - 1)) : document.querySelector("main").append(plot);
          frames(3);
        })()
        """);

    browser.waitUntil(() -> browser.is("document.querySelector('#late canvas') !== null"));
    assertThat(browser.overflow()).isLessThanOrEqualTo(0);
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
    assertThat(browser.strings("[...document.querySelectorAll('.card .file')].map(e => e.title)"))
        .isEqualTo(IntStream.range(0, PER_PAGE).mapToObj(StrangeRun::name).toList());
    assertThat(browser.texts(".card strong, .card .file").subList(0, 4))
        .containsExactly("#0", "0.PNG", "#1", "1.PNG");
    for (int query = 0; query < 5; query++) {
      browser.open(site, "#/0/query/" + query);
      assertThat(browser.text("h1")).isEqualTo("Query " + query + ": " + StrangeRun.name(query));
      assertThat(browser.value("document.title"))
          .isEqualTo(browser.text("h1") + " – Visual correspondences");
    }
  }

  /** One cell is attended to, so that a score is a fifth of its similarity. */
  @Test
  void aClassWithoutCandidatesIsShownByItsNearestImages() {
    browser.open(site, "#/0/query/" + StrangeRun.COMPARED_BESIDE);
    String votes = browser.text("#answer");
    assertThat(browser.text("#runner-up h2")).doesNotContain(StrangeRun.BESIDE);

    String number = String.valueOf(StrangeRun.CLASSES.size());
    browser.choose("other", number);

    assertThat(browser.text("#runner-up h2")).isEqualTo("Why not " + StrangeRun.BESIDE + "?");
    assertThat(browser.text("#runner-up .standing"))
        .startsWith("None of its images is among the candidates, so it has no votes.")
        .contains("the best scores 0.0500, ");
    assertThat(browser.texts("#runner-up .match .rank, #runner-up .match .file + span"))
        .containsExactly(
            "no candidate",
            "score 0.050000, number 1 of its class by embedding",
            "no candidate",
            "score 0.025000, number 2 of its class by embedding");
    assertThat(browser.brokenImages()).isEmpty();
    assertThat(browser.violations()).isEmpty();
    assertThat(browser.text("#answer")).isEqualTo(votes);
    assertThat(browser.is("document.activeElement.name === 'other'")).isTrue();
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
        .contains(
            "1 of 1 votes. Its best candidate is rank 1, score 0.0000.",
            "No candidate is of another class.");
    assertThat(browser.overflow()).isLessThanOrEqualTo(0);
  }

  @Test
  void theOverviewLeadsToWhatReRankingChanged() {
    browser.open(site, "#/");
    long mends = count(row -> isWrong(row, "knn_correct") && isRight(row, "correct"));
    long spoils = count(row -> isRight(row, "knn_correct") && isWrong(row, "correct"));
    long wrong =
        count(row -> isWrong(row, "correct") && isWrong(row, "knn_correct") && changed(row));
    assertThat(browser.text(".totals"))
        .startsWith("Re-ranking changed the prediction of %d ".formatted(mends + spoils + wrong))
        .contains(": it mends %d, spoils %d, and %d ".formatted(mends, spoils, wrong));
    assertThat(browser.text(".setting"))
        .isEqualTo(
            "N\u00a07 candidates, K\u00a03 votes, aligned axes, parts weighed by attention, T\u00a00.55");
    assertThat(browser.text(".run:nth-child(2)")).contains("CHM-Corr+ right");
    String colours =
        "[...document.querySelectorAll('.u-series')].filter(s => s.textContent.startsWith('CHM'))"
            + ".map(s => getComputedStyle(s.querySelector('.u-marker')).borderColor)";
    browser.waitUntil(() -> browser.strings(colours).size() == 4);
    assertThat(browser.strings(colours)).containsOnly(browser.strings(colours).get(0));

    List<String> row = browser.texts(".totals + .scroll tbody tr:first-child > *");
    browser.click(".totals + .scroll tbody a");
    browser.waitUntil(() -> browser.text("h1").startsWith("Queries"));
    assertThat(listed())
        .hasSize(Integer.parseInt(row.get(4)))
        .allSatisfy(
            id -> {
              assertThat(StrangeRun.className(id)).isEqualTo(row.get(0));
              assertThat(results.get(id).<String>getAs("knn_prediction")).isEqualTo(row.get(1));
              assertThat(results.get(id).<String>getAs("prediction")).isEqualTo(row.get(2));
            });
    browser.click("#narrowed button");
    assertThat(browser.text("#count")).isEqualTo("60 queries of 60");
  }

  private static long count(Predicate<Row> which) {
    return results.values().stream().filter(which).count();
  }

  private static boolean changed(Row row) {
    return !row.getAs("prediction").equals(row.getAs("knn_prediction"));
  }

  @Test
  void tablesOfClassesAreSortedByTheirHeads() {
    browser.open(least, "#/");
    String chm =
        "[...document.querySelectorAll('tr:has(th a) td:nth-child(4)')].map(c => c.textContent)";
    assertThat(browser.strings(chm).subList(0, 2)).containsExactly("0.0\u00a0%", "100.0\u00a0%");

    browser.click("th:nth-child(4) button");
    assertThat(browser.strings(chm))
        .isSortedAccordingTo(Comparator.comparing(String::length).reversed());
    browser.click("th:nth-child(4) button");
    assertThat(browser.strings(chm)).isSortedAccordingTo(Comparator.comparing(String::length));
    assertThat(browser.value("document.querySelector('th:nth-child(4)').ariaSort"))
        .isEqualTo("ascending");
    browser.click("th:first-child button");
    assertThat(browser.texts("tbody th a").subList(0, 2)).containsExactly("class 000", "class 001");
    assertThat(browser.text(".plots details tbody th")).isEqualTo("1");
  }

  @Test
  void theGalleryFiltersByOutcome() {
    browser.open(site, "#/0/queries");

    assertListed("right", row -> isRight(row, "knn_correct") && isRight(row, "correct"));
    assertListed("knn", row -> isRight(row, "knn_correct") && isWrong(row, "correct"));
    assertListed("chm", row -> isWrong(row, "knn_correct") && isRight(row, "correct"));
    assertListed("wrong", row -> isWrong(row, "knn_correct") && isWrong(row, "correct"));
    assertListed("differ", ReportBrowserSparkTest::changed);
    Map<Integer, Row> masked = byQuery(StrangeRun.MASKED);
    assertListed(
        "runs",
        row ->
            !row.getAs("prediction")
                .equals(masked.get(row.<Integer>getAs("query_id")).getAs("prediction")));
    assertListed(
        "masks",
        row ->
            isWrong(row, "correct")
                && isRight(masked.get(row.<Integer>getAs("query_id")), "correct"));
    assertListed("unknown", row -> row.getAs("class") == null);
    browser.choose("outcome", "failed");
    assertThat(listed()).containsExactly(StrangeRun.WITHOUT_RANKING);
    assertThat(browser.text("#count")).isEqualTo("1 query of " + StrangeRun.QUERIES);
  }

  /** Those without a result have none. */
  @Test
  void theGalleryFiltersByVotes() {
    browser.open(site, "#/0/queries");

    browser.find("input[name=least]").sendKeys("1");
    browser.find("input[name=most]").sendKeys("1");

    List<Integer> ofOne =
        IntStream.range(0, StrangeRun.QUERIES).filter(id -> votes(id) == 1).boxed().toList();
    assertThat(ofOne).isNotEmpty().hasSizeLessThan(PER_PAGE);
    assertThat(listed()).isEqualTo(ofOne);
    browser.reload();
    assertThat(listed()).isEqualTo(ofOne);
    browser.open(site, "#/0/queries?most=0");
    assertThat(listed()).containsExactly(StrangeRun.WITHOUT_RANKING);
  }

  private static boolean isRight(Row row, String column) {
    return Boolean.TRUE.equals(row.getAs(column));
  }

  private static boolean isWrong(Row row, String column) {
    return Boolean.FALSE.equals(row.getAs(column));
  }

  private static void assertListed(String outcome, Predicate<Row> expected) {
    browser.choose("outcome", outcome);
    List<Integer> ids =
        results.values().stream()
            .filter(expected)
            .map(row -> row.<Integer>getAs("query_id"))
            .toList();
    assertThat(ids).as(outcome).isNotEmpty().hasSizeLessThan(PER_PAGE);
    assertThat(listed()).as(outcome).isEqualTo(ids);
    assertThat(browser.text("#count")).startsWith(ids.size() + " quer");
  }

  /** The ids of the queries whose cards are shown. */
  private static List<Integer> listed() {
    browser.waitUntilFilled();
    return browser.strings("[...document.querySelectorAll('.card')].map(c => c.hash)").stream()
        .map(hash -> Integer.valueOf(hash.replaceFirst("^.*/query/(\\d+).*$", "$1")))
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
                              || (results.containsKey(id)
                                  && name.equals(results.get(id).getAs("prediction"))))
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
    assertThat(browser.text("#count"))
        .isEqualTo("0 queries of 60; no class has “of another run” in its name. All queries");
    browser.click("#count a");
    browser.waitUntil(() -> listed().size() == PER_PAGE);
    assertThat(browser.value("document.querySelector('[name=class]').value")).isEqualTo("");
  }

  @Test
  void theGallerySortsAndTurnsPages() {
    browser.open(site, "#/0/queries");

    browser.choose("sort", "-votes");
    List<Integer> byVotes =
        IntStream.range(0, StrangeRun.QUERIES)
            .boxed()
            .sorted(Comparator.comparing(id -> -votes(id)))
            .toList();
    assertThat(listed()).isEqualTo(byVotes.subList(0, PER_PAGE));
    browser.value("document.querySelector('.pages button:nth-of-type(3)').focus()");
    browser.press(Keys.ENTER);
    assertThat(listed()).isEqualTo(byVotes.subList(PER_PAGE, StrangeRun.QUERIES));
    assertThat(browser.text(".pages span")).isEqualTo("page 2 of 2");
    assertThat(browser.text("#status")).isEqualTo("60 queries of 60, page 2 of 2");
    assertThat(browser.value("document.activeElement.textContent")).isEqualTo("Next");
    assertThat(browser.value("document.activeElement.ariaDisabled")).isEqualTo("true");
    browser.press(Keys.ENTER);
    assertThat(browser.text(".pages span")).isEqualTo("page 2 of 2");
    browser.choose("sort", "class");
    assertThat(browser.text(".pages span")).isEqualTo("page 1 of 2");
    assertThat(listed())
        .isSortedAccordingTo(
            Comparator.comparing(
                id -> id % 7 == 6 ? -1 : StrangeRun.CLASSES.indexOf(StrangeRun.className(id))));
  }

  @Test
  void aTurnedPageIsSeenFromItsTop() {
    browser.open(site, "#/0/queries");
    browser.value("scrollTo(0, document.documentElement.scrollHeight)");
    String top = "document.querySelector('%s').getBoundingClientRect().top";
    assertThat(browser.is(top.formatted(".card") + " < -500")).isTrue();
    assertThat(browser.is(top.formatted(".pages") + " === 0")).isTrue();

    browser.click(".pages button:nth-of-type(3)");

    assertThat(browser.is("scrollY > 0 && " + top.formatted(".card") + " >= 0")).isTrue();
    browser.choose("outcome", "failed");
    assertThat(browser.find(".pages").isDisplayed()).isFalse();
  }

  /** So that a frame has little to draw; what is below keeps its place. */
  @Test
  void cardsFurtherDownFollowInLaterFrames() {
    browser.open(site, "#/0/queries");

    String drawn =
        """
        (() => {
          document.querySelector("[name=sort]").value = "-votes";
          document.querySelector("[name=sort]").dispatchEvent(new Event("change"));
          return [".card", ".cards > li"].map((css) => document.querySelectorAll(css).length);
        })()
        """;

    assertThat(browser.numbers(drawn)).containsExactly(12.0, (double) PER_PAGE);
    assertThat(listed()).hasSize(PER_PAGE);
  }

  @Test
  void namesBreakBehindTheirParts() {
    browser.open(site, "#/");

    assertThat(browser.value("chmcorr.name('<a>_b/c__d').innerHTML"))
        .isEqualTo("&lt;a&gt;_<wbr>b/<wbr>c__<wbr>d");
  }

  @Test
  void theLinkToWhatIsShownIsMarked() {
    String current = "[aria-current=true]";
    browser.open(site, "#/");
    assertThat(browser.texts(current)).containsExactly("Overview");
    browser.open(site, "#/1/query/9");
    assertThat(browser.texts(current)).containsExactly("Queries of run masked");
  }

  /** As text: 12 comes before 5. */
  @Test
  void theGallerySortsByName() {
    browser.open(site, "#/0/queries?search=plain+jay&sort=name");

    assertThat(listed()).containsExactly(12, 19, 26, 33, 40, 47, 5, 54);
  }

  private static int votes(int query) {
    return results.containsKey(query) ? results.get(query).<Integer>getAs("votes") : 0;
  }

  @Test
  void anAddressOfTheGalleryHoldsWhatIsAskedFor() {
    browser.open(site, "#/0/queries");
    browser.choose("outcome", "wrong");
    browser.choose("sort", "knn");
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
  void aQueryKeepsTheListThatItWasOpenedFrom() {
    browser.open(site, "#/0/queries?search=plain+jay&sort=name");
    List<Integer> list = listed();
    browser.click(".card");
    browser.waitUntil(() -> browser.text("h1").startsWith("Query " + list.get(0) + ":"));

    browser.click(".cell");
    browser.waitUntil(() -> browser.address().contains("parts=0"));
    browser.reload();
    assertThat(browser.texts(".crumbs .off"))
        .containsExactly("Previous", "1 of the " + list.size() + " listed");
    browser.find(".crumbs").findElement(By.linkText("Next")).click();
    browser.waitUntil(() -> browser.text("h1").startsWith("Query " + list.get(1) + ":"));
    assertThat(browser.address()).doesNotContain("parts=");
    browser.click("#list");
    browser.waitUntil(() -> browser.text("h1").startsWith("Queries"));
    assertThat(listed()).isEqualTo(list);
  }

  @Test
  void theOtherRunIsAskedTheSame() {
    browser.open(site, "#/0/queries");
    browser.choose("outcome", "differ");

    assertThat(browser.text("#others a")).isEqualTo("run masked (masks)");
    assertThat(browser.texts(".card:first-child .says"))
        .hasSizeGreaterThan(3)
        .satisfies(
            says ->
                assertThat(says.subList(0, 3))
                    .allMatch(
                        text ->
                            text.matches("([✓✗] )?(kNN|run attention|run masked), \\d votes?: ")));
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
    assertThat(browser.value("document.activeElement.ariaLabel"))
        .asString()
        .matches(
            "part 1, row [1-7] column [1-7] to row [1-7] column [1-7], similarity \\d\\.\\d{3}");
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

  /** A telephone shows what is pressed and what comes of it together, and one match in a row. */
  @Test
  void theAnswerIsBelowTheGridOnANarrowScreen() {
    browser.look("light", 360, 800);
    browser.open(site, "#/0/query/7");

    String height = "document.querySelector('%s').getBoundingClientRect().%s";
    long between =
        ((Number)
                browser.value(
                    height.formatted("#answer", "top")
                        + " - "
                        + height.formatted(".grid", "bottom")))
            .longValue();
    assertThat(between).isBetween(0L, 40L);
    assertThat(browser.is("document.querySelector('.match svg').clientWidth > 280")).isTrue();
  }

  @Test
  void barsOfVotesAreSeenInForcedColours() {
    browser.forceColours();
    browser.open(site, "#/0/query/7");

    String colour = "getComputedStyle(document.querySelector('%s')).backgroundColor";
    assertThat(browser.is("matchMedia('(forced-colors: active)').matches")).isTrue();
    assertThat(browser.value(colour.formatted(".bar")))
        .isNotEqualTo(browser.value(colour.formatted("body")));
  }

  @Test
  void theAttentionIsShownOnDemand() {
    browser.open(site, "#/0/query/7");
    assertThat(browser.find(".heat").isDisplayed()).isFalse();

    browser.click("#attention");

    assertThat(browser.find(".heat").isDisplayed()).isTrue();
    assertThat(browser.find("#heat-legend").isDisplayed()).isTrue();
    assertThat(browser.text("#heat-legend")).contains("T = 0.55");
    assertThat(browser.is("document.querySelector('.heat .kept').getBBox().width > 0")).isTrue();
    browser.choose("axes", "published");
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
  void aQueryWithoutResultSaysSo() {
    browser.open(site, "#/0/query/" + StrangeRun.WITHOUT_RANKING);

    assertThat(browser.text("#answer")).isEqualTo("CHM-Corr says none: it has no neighbours");
    assertThat(browser.texts("#explanation p"))
        .contains("It has no neighbours.", "no votes")
        .noneMatch(text -> text.contains("Boxes:"));
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
      assertShowsMasked(masked.get(query));
      assertThat(pressed()).containsExactly(query, query + 3, query + 8);
      assertThat(StrangeRun.mask(browser.find("#mask-json").getDomProperty("value"), query))
          .isEqualTo(StrangeRun.mask(query));
    }
    browser.click("#reset");
    browser.click(".cell:nth-child(1)");
    browser.waitUntil(() -> browser.address().contains("parts=0.8.11.16&weights=1_1_1_0.5"));
    List<String> shown = Answer.shown(browser);
    browser.reload();
    assertThat(Answer.shown(browser)).isEqualTo(shown);
    assertThat(pressed()).containsExactly(0, 8, 11, 16);
    browser.click("#reset");
    browser.waitUntil(() -> !browser.address().contains("parts"));
    assertShowsMasked(masked.get(8));
  }

  @Test
  void whereNoPartIsChosenThePageSaysSo() {
    browser.open(site, "#/0/query/7");
    assertThat(browser.find("#no-part").isDisplayed()).isFalse();

    browser.choose("by", "parts");

    browser.waitUntil(() -> browser.address().endsWith("?parts=none"));
    for (int time = 0; time < 2; time++) {
      assertThat(browser.find("#no-part").isDisplayed()).isTrue();
      assertThat(browser.text("#status")).endsWith(browser.text("#no-part"));
      assertThat(browser.text(".match .rank")).isEqualTo("rank 1");
      assertThat(browser.text(".match .file + span")).isEqualTo("score 0.000000, kNN rank 1");
      browser.reload();
    }
  }

  private static List<Integer> pressed() {
    return browser
        .strings(
            "[...document.querySelectorAll('.cell')].map((c, i) => c.ariaPressed === 'true' ? '' + i : '').filter(i => i)")
        .stream()
        .map(Integer::valueOf)
        .toList();
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
    List<String> shown = Answer.shown(browser);

    String json = pasted();
    double[] expected = new double[49];
    expected[8] = expected[24] = expected[41] = 1;
    assertThat(StrangeRun.mask(json, 7)).isEqualTo(expected);
    Path file = Files.writeString(place.resolve("mask.json"), json);
    Row row =
        run.rerank(
            7,
            new RerankOptions.Scoring(
                StrangeRun.N, StrangeRun.K, 0.55, Axes.ALIGNED, file.toString()));

    assertThat(shown).isEqualTo(Answer.of(row, "CHM-Corr+", StrangeRun.K));
    assertThat(shown).isNotEqualTo(Answer.of(results.get(7), "CHM-Corr", StrangeRun.K));
    assertThat(values).isEqualTo(run.partValues(7, row, 8, 24, 41));
  }

  /** As on a plain http host; then as where nothing may be copied at all. */
  @Test
  void masksAreCopiedWithoutAClipboardOrTheTextIsSelected() throws IOException {
    browser.open(site, "#/0/query/7?parts=8");
    browser.value("Object.defineProperty(navigator, 'clipboard', { value: undefined }) && null");
    browser.click(".mask-out button");
    browser.waitUntil(() -> browser.text(".mask-out button").equals("Copied"));
    double[] expected = new double[49];
    expected[8] = 1;
    assertThat(StrangeRun.mask(pasted(), 7)).isEqualTo(expected);

    browser.open(site, "#/0/query/7?parts=8");
    browser.value("Object.defineProperty(navigator, 'clipboard', { value: undefined }) && null");
    browser.value("(document.execCommand = () => false) && null");
    browser.click(".mask-out button");
    browser.waitUntil(() -> browser.text("#copy-hint").contains("selected"));
    assertThat(browser.value("getSelection().toString()"))
        .isEqualTo(browser.value("document.querySelector('#mask-json').value"));
  }

  /** What the clipboard holds, put into a field of another page. */
  private static String pasted() {
    browser.open(site, "#/0/queries");
    browser.click("input[name=search]");
    browser.paste();
    browser.waitUntil(() -> browser.is("document.activeElement.value !== ''"));
    return (String) browser.value("document.activeElement.value");
  }

  @Test
  void partsAreChosenByKeyboardAndSent() {
    browser.open(site, "#/0/query/8");
    browser.value("document.querySelector('.cell').focus()");
    browser.press(Keys.ARROW_RIGHT, Keys.SPACE, Keys.ARROW_DOWN, Keys.SPACE);
    browser.press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ENTER, Keys.ARROW_LEFT);
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.SPACE);

    browser.waitUntil(() -> browser.address().contains("parts=0.1.2.8"));
    List<String> shown = Answer.shown(browser);
    assertThat(browser.text("#status")).isEqualTo(browser.text("#answer"));
    browser.openAgain();
    assertThat(pressed()).containsExactly(0, 1, 2, 8);
    assertThat(Answer.shown(browser)).isEqualTo(shown);
    browser.closeAgain();
  }

  @Test
  void controlsAreAnsweredAsTheProgramDoes() throws IOException {
    browser.open(site, "#/0/query/9");
    browser.move("n", Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    browser.move("k", Keys.ARROW_RIGHT);
    browser.move("t", Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.ARROW_LEFT);
    browser.choose("axes", "published");
    browser.waitUntil(() -> browser.address().contains("axes=published"));
    int n = Integer.parseInt(browser.setTo("n"));
    int k = Integer.parseInt(browser.setTo("k"));
    double t = Double.parseDouble(browser.setTo("t"));
    assertThat(List.of(n, k)).containsExactly(StrangeRun.N - 2, StrangeRun.K + 1);
    assertThat(t).isBetween(0.3, 0.4);

    Row row = run.rerank(9, new RerankOptions.Scoring(n, k, t, Axes.PUBLISHED, null));

    assertShows(row, k);
    browser.reload();
    assertShows(row, k);
    browser.click("#reset");
    browser.waitUntil(() -> !browser.address().contains("axes"));
    assertShows(results.get(9), StrangeRun.K);
  }

  private static void assertShows(Row row, int k) {
    assertThat(Answer.shown(browser)).isEqualTo(Answer.of(row, "CHM-Corr", k));
  }

  private static void assertShowsMasked(Row row) {
    assertThat(Answer.shown(browser)).isEqualTo(Answer.of(row, "CHM-Corr+", StrangeRun.K));
  }
}
