package dev.chmcorr.job.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What re-ranking says of a query, in the words of its page: the prediction, the votes, and the
 * candidates of the predicted class and of the runner-up.
 */
final class Answer {
  private Answer() {}

  /** What the page of a query shows of it now. */
  static List<String> shown(Browser browser) {
    return browser.strings(
        """
        (() => {
          const all = (css, from) => [...(from || document).querySelectorAll(css)];
          const candidates = (section) => [
            section.querySelector("h2").textContent,
            ...all(".match figcaption", section).map((c) => c.querySelector(".rank").textContent + ", " + c.querySelector(".file").textContent + ", " + c.querySelector(".file + span").textContent),
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

  /**
   * The same from a row of results.
   *
   * @param method what re-ranking is called: with masks otherwise than without
   * @param k how many vote
   */
  static List<String> of(Row row, String method, int k) {
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
        "%s says %s%s (%d of %d votes)"
            .formatted(
                method,
                correct == null ? "" : correct ? "✓ right: " : "✗ wrong: ",
                prediction,
                row.<Integer>getAs("votes"),
                k));
    ordered.forEach(name -> shown.add(name + " " + votes.get(name)));
    shown.add("Why " + prediction + "?");
    shown.addAll(candidates(candidates, prediction, k));
    shown.add("Why not " + runnerUp + "?");
    shown.addAll(candidates(candidates, runnerUp, k));
    return shown;
  }

  private static List<String> candidates(List<Row> all, String className, int k) {
    return all.stream()
        .filter(candidate -> candidate.getAs("class").equals(className))
        .limit(5)
        .map(
            candidate ->
                "rank %d%s, %s/%s, score %s, kNN rank %d"
                    .formatted(
                        all.indexOf(candidate) + 1,
                        all.indexOf(candidate) < k ? "" : ", no vote",
                        className,
                        Path.of(candidate.<String>getAs("path")).getFileName(),
                        digits(candidate.<Double>getAs("score"), 6),
                        candidate.<Integer>getAs("knn_rank")))
        .toList();
  }

  /** All digits that a page shows of a number. */
  static String digits(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
  }
}
