package dev.chmcorr.bench;

import dev.chmcorr.cli.Main;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.rescore.MadeUpRun;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rescore",
    mixinStandardHelpOptions = true,
    header = "The command rescore, whole, in a new process: made-up pairs in a grid of settings.%n",
    description = {
      "By default 50,000 queries of 50 candidates (2.5 million pairs, some 2 GB, made once in a few",
      "minutes and kept) in 100 settings: N 20,50; K 1,5,10,15,20; T 0.3:0.75:0.05.",
      ""
    })
final class RescoreBench implements Callable<Integer> {
  private static final int MORE_NEIGHBOURS = 2;

  @Mixin private Material material;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "50",
      description = "Of each query; rankings are twice as long. Default: ${DEFAULT-VALUE}")
  private int candidates;

  @Option(
      names = "--grid",
      paramLabel = "OPTIONS",
      defaultValue = "--N 20,50 --K 1,5,10,15,20 --T 0.3:0.75:0.05 --axes aligned",
      description = "What rescore is told, in one word. Default: ${DEFAULT-VALUE}")
  private String grid;

  @Option(
      names = "--child-heap",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description = "Heap of the process. Default: ${DEFAULT-VALUE}")
  private String heap;

  @Override
  public Integer call() throws Exception {
    Path run = run();
    System.out.printf(
        Locale.ROOT, "%d pairs, %s, heap %s%n", (long) queries * candidates, grid, heap);
    for (int round = 1; round <= material.rounds(); round++) {
      Path out = fresh("rescore-out");
      Child.Outcome outcome =
          Child.run(
              material.context("rescore.log"), heap, Main.class.getName(), arguments(run, out));
      System.out.printf(
          Locale.ROOT,
          "  %d: whole command %.1f s, of which scoring %s s; peak resident %d MiB%n",
          round,
          outcome.seconds(),
          scored(outcome.output()),
          outcome.peakMebibytes());
    }
    return 0;
  }

  private List<String> arguments(Path run, Path out) {
    List<String> arguments = new ArrayList<>(List.of("rescore", run.toString()));
    arguments.addAll(List.of(grid.strip().split(" +")));
    arguments.addAll(List.of("--out", out.toString()));
    return arguments;
  }

  /** The wall clock of the table of stages. */
  private static String scored(List<String> output) {
    return output.stream()
        .map(String::strip)
        .filter(line -> line.startsWith("score ") && line.contains("|"))
        .map(line -> line.split(" +")[1])
        .findFirst()
        .orElseThrow(() -> new UserException("Cannot read the output: " + output));
  }

  private Path run() throws IOException {
    Path run = material.context("rescore-run-%d-%d".formatted(queries, candidates));
    if (Files.exists(run.resolve("_run.json"))) {
      return run;
    }
    System.out.println("making up pairs in " + run);
    fresh(run.getFileName().toString());
    try (SparkSession spark = Sessions.open("bench")) {
      new MadeUpRun(queries, MORE_NEIGHBOURS * candidates, candidates, 1000)
          .write(JobContext.of(spark, Material.silent()), run.toString());
    }
    return run;
  }

  private Path fresh(String name) throws IOException {
    Path folder = material.context(name);
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    return folder;
  }
}
