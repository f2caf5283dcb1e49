package dev.chmcorr.job.correspond;

import dev.chmcorr.job.correspond.SimulatedExecutors.Costs;
import dev.chmcorr.job.correspond.SimulatedExecutors.Outcome;
import dev.chmcorr.job.correspond.SimulatedExecutors.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** In the package of what it simulates, which is not public. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    header = "How often candidates' features are computed anew, by simulation without networks.%n",
    description = {
      "Queries and candidates are made up, as many as ImageNet's: Gaussian classes, ten of them",
      "about each of a hundred centres, as far apart that 75 % of queries are classified rightly.",
      "For each number of executors, order of the queries, way of sharing them out, and cache:",
      "candidates' features computed, in units of the different candidates that there are, and hours.",
      ""
    })
public final class CacheBench implements Callable<Integer> {
  private static final int VOTES = 20;

  @Option(names = "--classes", defaultValue = "1000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int classes;

  @Option(names = "--gallery", defaultValue = "1281", paramLabel = "N", description = "Images of each class. Default: ${DEFAULT-VALUE}")
  private int gallery;

  @Option(names = "--queries", defaultValue = "50", paramLabel = "N", description = "Of each class. Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(names = "--candidates", defaultValue = "50", paramLabel = "N", description = "Of each query. Default: ${DEFAULT-VALUE}")
  private int candidates;

  @Option(names = "--dimension", defaultValue = "16", paramLabel = "N", description = "Of the classes. Default: ${DEFAULT-VALUE}")
  private int dimension;

  @Option(names = "--apart", defaultValue = "0.8", paramLabel = "X", description = "Of classes of one centre, in standard deviations of a class. Default: ${DEFAULT-VALUE}")
  private double apart;

  @Option(names = "--executors", split = ",", defaultValue = "1,8,32", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int[] executors;

  @Option(names = "--slots", defaultValue = "2", paramLabel = "N", description = "Tasks at once in each. Default: ${DEFAULT-VALUE}")
  private int slots;

  @Option(names = "--cache-mib", split = ",", defaultValue = "256,1024,4096,16384", paramLabel = "MIB", description = "Default: ${DEFAULT-VALUE}")
  private int[] caches;

  @Option(names = "--features-ms", defaultValue = "42", paramLabel = "MS", description = "Of a core, an image. Default, with AMX in bf16: ${DEFAULT-VALUE}")
  private double features;

  @Option(names = "--pair-ms", defaultValue = "13.2", paramLabel = "MS", description = "Likewise a pair. Default: ${DEFAULT-VALUE}")
  private double pair;

  @Option(names = "--bytes", defaultValue = "747008", paramLabel = "N", description = "Of a candidate's features; in fp32 1092608. Default: ${DEFAULT-VALUE}")
  private long bytes;

  @Override
  public Integer call() {
    int[][] nearest = new MadeUpNeighbours(classes, gallery, queries, dimension, apart, 1).nearest(candidates);
    long different = describe(nearest);
    for (int count : executors) {
      for (Way way : count == 1 ? new Way[] {Way.ANY} : Way.values()) {
        for (QueryOrder order : QueryOrder.values()) {
          simulate(count, way, order, nearest, different);
        }
      }
      if (count == executors[executors.length - 1]) {
        byCandidate(count, nearest, different);
      }
    }
    return 0;
  }

  private void simulate(int count, Way way, QueryOrder order, int[][] nearest, long different) {
    line("%d executors, %s, %s".formatted(count, way, order), count, way, order.of(nearest), 0, different);
  }

  /**
   * The other way round: each candidate once, against the queries that it is for; then queries'
   * features are cached, and computed anew.
   */
  private void byCandidate(int count, int[][] nearest, long different) {
    List<List<Integer>> users = new ArrayList<>();
    IntStream.range(0, classes * gallery).forEach(id -> users.add(new ArrayList<>()));
    IntStream.range(0, nearest.length).forEach(q -> Arrays.stream(nearest[q]).forEach(id -> users.get(id).add(q)));
    List<int[]> swapped = users.stream().filter(some -> !some.isEmpty()).map(some -> some.stream().mapToInt(Integer::intValue).toArray()).toList();
    line("%d executors, %s, pairs by candidate".formatted(count, Way.STRETCHES), count, Way.STRETCHES, swapped, different - nearest.length, different);
  }

  private void line(String what, int count, Way way, List<int[]> ordered, long more, long different) {
    StringBuilder line = new StringBuilder("%-42s".formatted(what));
    for (int mebibytes : caches) {
      Outcome outcome = new SimulatedExecutors(count, slots, (long) mebibytes << 20, new Costs(features / 1000, pair / 1000, bytes)).run(ordered, way);
      line.append(String.format(Locale.ROOT, " | %5.2f %6.2f h", (double) (outcome.computed() + more) / different, outcome.seconds() / 3600));
    }
    System.out.println(line);
  }

  /** How many different candidates there are. */
  private long describe(int[][] nearest) {
    int[] uses = new int[classes * gallery];
    int right = 0;
    long own = 0;
    for (int q = 0; q < nearest.length; q++) {
      int[] votes = new int[classes];
      for (int rank = 0; rank < candidates; rank++) {
        int id = nearest[q][rank];
        uses[id]++;
        own += id / gallery == q / queries ? 1 : 0;
        votes[id / gallery] += rank < VOTES ? 1 : 0;
      }
      int most = IntStream.range(0, classes).reduce((a, b) -> votes[b] > votes[a] ? b : a).orElse(0);
      right += most == q / queries ? 1 : 0;
    }
    long different = Arrays.stream(uses).filter(n -> n > 0).count();
    long pairs = (long) nearest.length * candidates;
    System.out.printf(
        Locale.ROOT,
        "%d queries: %.1f %% right, %.1f %% of candidates of their class; %d different candidates serve %.2f queries each, at most %d%n",
        nearest.length, 100.0 * right / nearest.length, 100.0 * own / pairs, different, (double) pairs / different, Arrays.stream(uses).max().orElse(0));
    System.out.printf("%-42s%s%n", "MiB of cache of each executor", Arrays.stream(caches).mapToObj(" | %14d"::formatted).reduce("", String::concat));
    return different;
  }
}
