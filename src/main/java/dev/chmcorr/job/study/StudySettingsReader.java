package dev.chmcorr.job.study;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.Numbers;
import dev.chmcorr.job.rescore.ValueGrid;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How a study's file says that pairs are scored. */
final class StudySettingsReader {
  private static final List<String> KEYS = List.of("N", "K", "T", "axes", "parts");

  private StudySettingsReader() {}

  static StudySettings read(StudyValue value) {
    Map<String, StudyValue> keys = value == null ? Map.of() : value.keys("settings", KEYS);
    ValueGrid none = StudySettings.PUBLISHED;
    Numbers t = new Numbers("T", 0, 1);
    ValueGrid grid =
        new ValueGrid(
            whole(keys, "N", none.n(), Integer.MAX_VALUE),
            whole(keys, "K", none.k(), Integer.MAX_VALUE),
            StudyReader.optional(keys, "T", none.t(), v -> t.decimal(v.numbers("T"))),
            StudyReader.optional(
                keys, "axes", none.axes(), v -> axes(v).stream().sorted().toList()),
            whole(keys, "parts", null, Grid.POINTS));
    int n = Collections.max(grid.n());
    int k =
        StudyReader.optional(
            keys, "K", none.k().get(0), v -> new Numbers("K", 1, n).whole(first(v)).get(0));
    if (k > n) {
      throw keys.getOrDefault("N", value).wrong("N is %d, fewer than K, %d".formatted(n, k));
    }
    double threshold =
        StudyReader.optional(keys, "T", none.t().get(0), v -> t.decimal(first(v)).get(0));
    Axes axes = StudyReader.optional(keys, "axes", none.axes().get(0), v -> axes(v).get(0));
    return new StudySettings(grid, new Scoring(n, k, threshold, axes, null));
  }

  /** What stands first in a list of numbers and ranges. */
  private static String first(StudyValue list) {
    return list.items().get(0).text("a number").split(",", 2)[0];
  }

  private static List<Integer> whole(
      Map<String, StudyValue> keys, String key, List<Integer> none, int most) {
    return StudyReader.optional(
        keys, key, none, v -> new Numbers(key, 1, most).whole(v.numbers(key)));
  }

  private static List<Axes> axes(StudyValue value) {
    return value.items().stream().map(item -> item.choice("axes", Axes.class)).distinct().toList();
  }
}
