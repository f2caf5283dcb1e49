package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Comparison;
import dev.chmcorr.bench.results.Kind;
import dev.chmcorr.bench.results.Measured;
import dev.chmcorr.bench.results.ResultTable;
import dev.chmcorr.bench.results.Results;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    header = "All subjects with another side, each in a process of its own: the table of the README.%n",
    description = {
      "What was measured is written as JSON after each subject, to target/bench/all.json or --json;",
      "when all is there, also to src/bench/results, which has a file for each kind of machine.",
      ""
    })
final class AllBench implements Callable<Integer> {
  private static final Path KEPT = Path.of("src/bench/results");
  private static final int FAILED = 1;

  /**
   * A subject in one setting.
   *
   * @param name subcommand
   * @param options of the table
   * @param quick options besides that make it small
   */
  private record Run(String name, List<String> options, List<String> quick) {
    @Override
    public String toString() {
      return name + options.stream().map(option -> " " + option).collect(Collectors.joining());
    }
  }

  private static final List<String> FEW = List.of("--queries", "2");
  private static final List<Run> RUNS =
      List.of(
          new Run("decode", List.of(), List.of()),
          new Run("embed", List.of(), List.of()),
          new Run("pair", List.of(), List.of()),
          new Run("rerank", List.of("--candidates", "recur"), FEW),
          new Run("rerank", List.of("--candidates", "recur", "--precision", "fp32"), FEW),
          new Run("rerank", List.of("--candidates", "new"), FEW),
          new Run("knn-search", List.of(), List.of("--gallery", "4096", "--queries", "100")),
          new Run("knn-job", List.of(), List.of()));

  @Mixin private Material material;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "SUBJECT",
      split = ",",
      description = "These subjects, separated by commas: decode,embed,pair,rerank,knn-search,knn-job.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(
      names = "--quick",
      description = "Small sizes and one round: shows that all works, no figures to keep.")
  private boolean quick;

  @Override
  public Integer call() throws Exception {
    List<Run> runs = runs();
    Results results = Results.here(rounds(), List.of());
    Path json = material.json().orElse(material.context("all.json"));
    System.out.println(results.source());
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      System.out.printf("[%d/%d] %s%n", i + 1, runs.size(), runs.get(i));
      try {
        List<Measured> rows = measure(runs.get(i), "all-" + (i + 1));
        rows.forEach(row -> System.out.println("  " + row));
        results = results.with(rows);
        results.write(json);
      } catch (UserException e) {
        System.out.println("  " + e.getMessage());
        failed.add(runs.get(i).toString());
      }
    }
    show(results);
    if (!failed.isEmpty()) {
      System.out.println("failed: " + String.join("; ", failed));
      return FAILED;
    }
    if (only.isEmpty() && !quick) {
      results.write(kept(results.machine().kind()));
    }
    return 0;
  }

  private int rounds() {
    return quick ? 1 : material.rounds();
  }

  /** Those asked for; fp32 on its own is left out where it is the default. */
  private List<Run> runs() {
    Set<String> names = RUNS.stream().map(Run::name).collect(Collectors.toSet());
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid subject: %s (must be one of %s)".formatted(name, new TreeSet<>(names)));
      }
    }
    boolean fp32 = TorchDevice.cpu().resolve(Precision.AUTO) == Precision.FP32;
    return RUNS.stream()
        .filter(run -> only.isEmpty() || only.contains(run.name()))
        .filter(run -> !(fp32 && run.options().contains("fp32")))
        .toList();
  }

  private List<Measured> measure(Run run, String name) throws IOException {
    Path json = material.context(name + ".json");
    Path log = material.context(name + ".log");
    Files.deleteIfExists(json);
    List<String> arguments = new ArrayList<>(List.of(run.name()));
    arguments.addAll(run.options());
    arguments.addAll(quick ? run.quick() : List.of());
    arguments.addAll(material.arguments());
    arguments.addAll(List.of("--rounds", Integer.toString(rounds()), "--json", json.toString()));
    Child.Outcome outcome = Child.run(log, Child.heap(), Bench.class.getName(), arguments);
    System.out.printf(Locale.ROOT, "  %.0f s, %s%n", outcome.seconds(), log);
    return Results.read(json).rows();
  }

  /** The table with what is kept of other kinds, and what has changed in this one. */
  private static void show(Results results) throws IOException {
    Map<Kind, Results> columns = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (Files.exists(kept(kind))) {
        columns.put(kind, Results.read(kept(kind)));
      }
    }
    Results before = columns.put(results.machine().kind(), results);
    System.out.println();
    ResultTable.lines(columns).forEach(System.out::println);
    System.out.println();
    if (before != null) {
      new Comparison(before, results).lines().forEach(System.out::println);
    }
  }

  private static Path kept(Kind kind) {
    return KEPT.resolve(kind.file());
  }
}
