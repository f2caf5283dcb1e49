package dev.chmcorr.bench;

import dev.chmcorr.bench.Growth.Rates;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "growth-table",
    mixinStandardHelpOptions = true,
    header = "What runs up to 400 million gallery images take, computed from measured rates.%n",
    description = {"Rates are of one core; by default of a Xeon with AMX in bf16 (src/bench/README.md).", ""})
final class GrowthTableBench implements Callable<Integer> {
  private static final double MILLI = 1e-3;
  private static final double GIGA = 1e9;
  private static final long[][] SIZES = {
    {1_281_167, 50_000, 64}, {14_000_000, 1_000_000, 1024}, {400_000_000, 1_000_000, 4096}
  };

  @Option(names = "--embed-ms", defaultValue = "15.4", paramLabel = "MS", description = "An image, from file to embedding. Default: ${DEFAULT-VALUE}")
  private double embed;

  @Option(names = "--read-ms", defaultValue = "0.118", paramLabel = "MS", description = "An embedding, from table to memory. Default: ${DEFAULT-VALUE}")
  private double read;

  @Option(names = "--gmac", defaultValue = "174", paramLabel = "N", description = "Billions of products a second in a search. Default: ${DEFAULT-VALUE}")
  private double gmac;

  @Option(names = "--features-ms", defaultValue = "42", paramLabel = "MS", description = "An image that is compared. Default: ${DEFAULT-VALUE}")
  private double features;

  @Option(names = "--pair-ms", defaultValue = "13.2", paramLabel = "MS", description = "A pair. Default: ${DEFAULT-VALUE}")
  private double pair;

  @Option(names = "--anew", defaultValue = "0.71", paramLabel = "PART", description = "Of candidates not in the cache (bench cache). Default: ${DEFAULT-VALUE}")
  private double anew;

  @Override
  public Integer call() {
    Rates rates = new Rates(MILLI * embed, MILLI * read, GIGA * gmac, MILLI * features, MILLI * pair, anew);
    System.out.println("| gallery x queries | cores | embed, h | rank, h | correspond, h | images read, GB | embeddings read, GB | images compared, GB | shuffled at most, GB | kept, GB | written, GB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (long[] size : SIZES) {
      Growth growth = new Growth(size[0], size[1], (int) size[2], rates);
      System.out.printf(
          Locale.ROOT,
          "| %,d x %,d | %,d | %.2f | %.2f | %.2f | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f |%n",
          growth.gallery(), growth.queries(), growth.cores(),
          growth.embedHours(), growth.rankHours(), growth.correspondHours(),
          growth.bytesEmbedded() / GIGA, growth.bytesRanked() / GIGA, growth.bytesCompared() / GIGA,
          growth.bytesShuffled() / GIGA, growth.bytesKept() / GIGA, growth.bytesWritten() / GIGA);
    }
    return 0;
  }
}
