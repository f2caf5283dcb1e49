package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Figure;
import dev.chmcorr.bench.results.Measured;
import dev.chmcorr.bench.results.Results;
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
  private final Map<Side, double[]> milliseconds = new LinkedHashMap<>();

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
    Contest contest = new Contest(item, material.rounds());
    Results results = Results.here(material.rounds(), List.of());
    System.out.println("ours: " + results.source());
    Results measured = results.with(contest.measure(material, ours, opponent));
    if (material.json().isPresent()) {
      measured.write(material.json().get());
    }
  }

  private List<Measured> measure(Material material, List<Side> ours, Opponent opponent)
      throws Exception {
    Optional<String> python = material.python(opponent.module());
    if (python.isEmpty()) {
      run(ours, ours);
      System.out.println("no other side: no Python with torch and " + opponent.module());
      return ours.stream()
          .map(side -> Measured.alone(side.name(), unit(), figure(side)))
          .toList();
    }
    try (Python script = Python.start(python.get(), opponent.script(), opponent.arguments())) {
      System.out.println("theirs: " + script.about());
      Side theirs = script.side(opponent.name(), opponent.items());
      run(ours, Stream.concat(ours.stream(), Stream.of(theirs)).toList());
      List<Measured> rows =
          ours.stream()
              .map(
                  side ->
                      Measured.both(
                          side.name(), unit(), figure(side), figure(theirs), script.about()))
              .toList();
      rows.forEach(System.out::println);
      return rows;
    }
  }

  private void run(List<Side> ours, List<Side> all) throws Exception {
    for (Side side : ours) {
      side.warmUp().run();
    }
    for (int round = 0; round < rounds; round++) {
      for (Side side : all) {
        milliseconds.computeIfAbsent(side, s -> new double[rounds])[round] =
            1e3 * side.round().seconds() / side.items();
      }
    }
    all.forEach(this::print);
  }

  private void print(Side side) {
    Figure figure = figure(side);
    System.out.printf(
        Locale.ROOT,
        "  %-34s %10.4g ms %s  %9.4g /s  (%.4g to %.4g ms)%n",
        side.name(),
        figure.median(),
        item,
        1e3 / figure.median(),
        figure.low(),
        figure.high());
  }

  private String unit() {
    return "ms " + item;
  }

  private Figure figure(Side side) {
    return Figure.of(milliseconds.get(side));
  }
}
