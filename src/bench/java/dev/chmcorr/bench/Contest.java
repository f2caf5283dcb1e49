package dev.chmcorr.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets sides take turns, so that a machine that slows down slows all of them, and compares. */
final class Contest {
  private final String item;
  private final int rounds;
  private final Map<Side, double[]> seconds = new LinkedHashMap<>();

  private Contest(String item, int rounds) {
    this.item = item;
    this.rounds = rounds;
  }

  /**
   * Runs and prints it.
   *
   * @param item what is counted: "an image", "a query"
   * @param ours this program, in one or more settings
   * @param opponent the other side, used if it is to be had
   */
  static void hold(Material material, String item, List<Side> ours, Opponent opponent)
      throws Exception {
    Machine.print();
    Contest contest = new Contest(item, material.rounds());
    Optional<String> python = material.python(opponent.module());
    if (python.isEmpty()) {
      contest.run(ours, ours);
      System.out.println("no other side: no Python with torch and " + opponent.module());
      return;
    }
    try (Python script = Python.start(python.get(), opponent.script(), opponent.arguments())) {
      Side theirs = script.side(opponent.name(), opponent.items());
      contest.run(ours, Stream.concat(ours.stream(), Stream.of(theirs)).toList());
      ours.forEach(side -> contest.compare(side, theirs));
    }
  }

  private void run(List<Side> ours, List<Side> all) throws Exception {
    for (Side side : ours) {
      side.warmUp().run();
    }
    for (int round = 0; round < rounds; round++) {
      for (Side side : all) {
        seconds.computeIfAbsent(side, s -> new double[rounds])[round] =
            side.round().seconds() / side.items();
      }
    }
    all.forEach(this::print);
  }

  private void print(Side side) {
    double[] sorted = seconds.get(side).clone();
    Arrays.sort(sorted);
    double median = median(side);
    System.out.printf(
        Locale.ROOT,
        "  %-34s %10.4g ms %s  %9.4g /s  (%.4g to %.4g ms%s)%n",
        side.name(),
        1e3 * median,
        item,
        1 / median,
        1e3 * sorted[0],
        1e3 * sorted[rounds - 1],
        side.aim().isEmpty() ? "" : "; aim: " + side.aim());
  }

  private void compare(Side side, Side other) {
    System.out.printf(
        Locale.ROOT, "ratio %s: %.2f x%n", side.name(), median(other) / median(side));
  }

  private double median(Side side) {
    return median(seconds.get(side));
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
