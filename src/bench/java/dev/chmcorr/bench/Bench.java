package dev.chmcorr.bench;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.correspond.CacheBench;
import dev.chmcorr.job.knn.ListingBench;
import dev.chmcorr.job.knn.RankBench;
import dev.chmcorr.job.report.GalleryBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** Benchmarks: one subcommand per subject. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisHeading = "",
    customSynopsis = "Usage: src/bench/bench SUBJECT [options]",
    header = "Measures this program, and beside it what one would run otherwise in Python.%n",
    description = {
      "",
      "Both sides take turns on the same files and cores; medians, spread and ratio are printed.",
      "Without Python (torch, torchvision; faiss for knn-search; matplotlib for growth) only this",
      "program is measured. Without --train and --val birds are drawn, without --resnet and --chm",
      "checkpoints of random weights are made, which needs Python.",
      "CORES=N (default 2) binds both sides to that many cores; HEAP=SIZE (default 5g) is Java's."
    },
    subcommands = {
      AllBench.class,
      CompareBench.class,
      DecodeBench.class,
      EmbedBench.class,
      PairBench.class,
      ProfileBench.class,
      RerankBench.class,
      SearchBench.class,
      KnnJobBench.class,
      CacheBench.class,
      RankBench.class,
      ListingBench.class,
      RescoreBench.class,
      GalleryBench.class,
      GrowthBench.class,
      GrowthTableBench.class,
      StartupBench.class,
      MemoryBench.class,
      HelpCommand.class
    })
public final class Bench implements Runnable {
  private static final int WRONG_INPUT = 3;

  @Spec private CommandSpec spec;

  /** Runs a subject. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Bench());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (!(exception instanceof UserException)) {
            throw exception;
          }
          command.getErr().println("bench: " + exception.getMessage());
          return WRONG_INPUT;
        });
    line.setExecutionStrategy(
        parsed -> {
          parsed.asCommandLineList().forEach(Bench::checkCounts);
          return new RunLast().execute(parsed);
        });
    System.exit(line.execute(arguments));
  }

  /** Nothing can be measured of no rounds, queries or images. */
  private static void checkCounts(CommandLine command) {
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      for (String value : option.stringValues()) {
        if (option.paramLabel().equals("N") && Long.parseLong(value) < 1) {
          throw new ParameterException(
              command,
              "Invalid value for option '%s': %s (must be at least 1)"
                  .formatted(option.longestName(), value));
        }
      }
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subject");
  }
}
