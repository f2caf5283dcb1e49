package dev.chmcorr.job.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.openqa.selenium.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** In the package of the browser of its tests, which is not public. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    header = "A report's gallery of many queries in Chromium: what is asked, turned, scrolled.%n",
    description = {
      "Milliseconds from what is pressed to the end of the frame that shows it, and the longest",
      "frame of the quarter of a second after it.",
      ""
    })
public final class GalleryBench implements Callable<Integer> {
  /** A control by its name, or a button by its text, and the values that it takes one by one. */
  private record Series(String control, List<String> values) {}

  private static final Map<String, List<Series>> SERIES =
      Map.of(
          "filter",
          List.of(
              new Series("outcome", List.of("right", "knn", "chm", "wrong", "differ", "failed", "")),
              new Series("class", typed("n01490")),
              new Series("least", List.of("1", "10", "18", "")),
              new Series("most", List.of("2", "20", ""))),
          "search",
          List.of(
              new Series("search", typed("val_00001")),
              new Series("search", typed("nothing"))),
          "sort",
          List.of(
              new Series("sort", List.of("name", "class", "-votes", "votes", "-knn", "knn", "id"))),
          "turn",
          List.of(
              new Series("Next", Collections.nCopies(12, "")),
              new Series("Last", List.of("")),
              new Series("Previous", Collections.nCopies(6, "")),
              new Series("First", List.of(""))));

  /** {@code at}: when the step began. A frame ends when what was sent in it arrives. */
  private static final String MEASURE =
      """
      (async () => {
        const [control, values] = arguments;
        const wait = (ms) => new Promise((done) => setTimeout(done, ms));
        const frame = () => new Promise((done) => requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now());
          port2.postMessage(0);
        }));
        const element = document.querySelector(`[name=${control}]`) ||
          [...document.querySelectorAll(".pages button")].find((button) => button.textContent === control);
        const act = (value) => {
          if (element.tagName === "BUTTON") {
            element.click();
          } else {
            element.value = value;
            element.dispatchEvent(new Event(element.tagName === "SELECT" ? "change" : "input"));
          }
        };
        const times = [];
        for (const value of values) {
          await wait(100);
          const at = performance.now();
          act(value);
          let end = await frame();
          times.push(end - at);
          let longest = 0;
          while (end < at + 250) {
            const next = await frame();
            longest = Math.max(longest, next - end);
            end = next;
          }
          times.push(longest);
        }
        return times;
      })()
      """;

  private static final String WATCH =
      """
      (() => {
        let last = performance.now();
        globalThis.frames = [];
        const next = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      })()
      """;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the same queries, side by side. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "target/bench/gallery",
      description = "Is replaced. Default: ${DEFAULT-VALUE}")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    Path site = new MadeUpSite(queries, runs).write(folder.toAbsolutePath());
    try (Browser browser = Browser.start()) {
      browser.look("light", 1200, 900);
      System.out.printf("  %d queries of %d runs; %s%n", queries, runs, browser.version());
      long start = System.nanoTime();
      browser.open(site, "#/0/queries");
      System.out.printf(Locale.ROOT, "  open %.1f s%n", 1e-9 * (System.nanoTime() - start));
      for (String subject : List.of("filter", "search", "sort", "turn")) {
        measure(browser, subject);
      }
      scroll(browser);
    }
    return 0;
  }

  private void measure(Browser browser, String subject) {
    List<Double> shown = new ArrayList<>();
    List<Double> after = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (Series series : SERIES.get(subject)) {
        List<Double> times = browser.numbers(MEASURE, series.control(), series.values());
        for (int i = 0; i < times.size(); i += 2) {
          shown.add(times.get(i));
          after.add(times.get(i + 1));
        }
      }
    }
    print(subject, shown);
    print("  frames after", after);
  }

  private void scroll(Browser browser) {
    List<Double> wheel = new ArrayList<>();
    List<Double> keys = new ArrayList<>();
    browser.value(WATCH);
    for (int round = 0; round < rounds; round++) {
      browser.value("(frames.length = 0)");
      browser.scroll(4000);
      browser.scroll(-4000);
      wheel.addAll(browser.numbers("frames"));
      browser.find(".pages button").click();
      browser.value("(frames.length = 0)");
      IntStream.range(0, 6).forEach(i -> browser.press(Keys.PAGE_DOWN));
      browser.press(Keys.HOME);
      browser.press(Keys.END);
      browser.value("new Promise((done) => setTimeout(done, 500))");
      keys.addAll(browser.numbers("frames"));
    }
    print("scroll, wheel", wheel);
    print("scroll, keys", keys);
  }

  /** As it is typed, letter by letter, and taken back. */
  private static List<String> typed(String text) {
    List<String> there =
        IntStream.rangeClosed(1, text.length()).mapToObj(end -> text.substring(0, end)).toList();
    List<String> back = new ArrayList<>(there.subList(0, there.size() - 1));
    Collections.reverse(back);
    return Stream.of(there, back, List.of("")).flatMap(List::stream).toList();
  }

  private static void print(String what, List<Double> milliseconds) {
    List<Double> sorted = milliseconds.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "  %-15s %4d  median %5.1f ms  95 %% %5.1f ms  longest %5.1f ms%n",
        what,
        sorted.size(),
        at(sorted, 0.5),
        at(sorted, 0.95),
        at(sorted, 1));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
