package dev.chmcorr.bench;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rerank",
    mixinStandardHelpOptions = true,
    header = "A query with 50 candidates, files to table, in a warm session, against eager torch.%n",
    description = {
      "The published program takes 36 to 55 s a query on the 2-core machine that it was measured on.",
      ""
    })
final class RerankBench implements Callable<Integer> {
  /** How often a candidate recurs in CUB-200: 5,794 queries of 50 candidates among 5,994 images. */
  private static final int RECURRENCES = 48;

  /** Java compiles for the first half minute. */
  private static final int WARM_UP = 16;

  @Mixin private Material material;

  /** Whether candidates serve many queries. */
  private enum Candidates {
    RECUR,
    NEW
  }

  @Option(
      names = "--candidates",
      paramLabel = "recur|new",
      defaultValue = "recur",
      description =
          "recur: 48 queries share their candidates, as often as in CUB; new: no candidate serves two queries. Features of both are computed within the measured time. Default: ${DEFAULT-VALUE}")
  private Candidates candidates;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      defaultValue = "auto",
      description = "Default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most so many. Default: 48 if candidates recur, else as many as there are candidates for.")
  private int limit;

  @Override
  public Integer call() throws Exception {
    List<Path> gallery = Material.images(material.train());
    List<Path> queries = Material.images(material.val());
    int most = candidates == Candidates.RECUR ? RECURRENCES : gallery.size() / Jobs.CANDIDATES;
    int count = limit == 0 ? most : Math.min(limit, most);
    if (queries.size() < count || gallery.size() < Jobs.CANDIDATES) {
      throw new UserException(
          "Cannot measure with %d queries and %d gallery images: %d and %d are needed"
              .formatted(queries.size(), gallery.size(), count, Jobs.CANDIDATES));
    }
    Path rankings = Jobs.rankings(material, "rerank.pickle", count, this::candidate);
    Path few = Jobs.rankings(material, "warm-up.pickle", Math.min(WARM_UP, count), this::candidate);
    try (Jobs jobs = Jobs.rerank(material)) {
      Side ours =
          new Side(
              subject(),
              count,
              () -> jobs.rerank(few, precision),
              () -> seconds(jobs, rankings));
      Contest.hold(material, "a query", List.of(ours), opponent(gallery, queries, count));
    }
    return 0;
  }

  private int candidate(int query, int rank) {
    return candidates == Candidates.RECUR ? rank : query * Jobs.CANDIDATES + rank;
  }

  private double seconds(Jobs jobs, Path rankings) throws Exception {
    double[] compared = new double[1];
    double whole =
        Side.seconds(() -> compared[0] = jobs.rerank(rankings, precision).seconds());
    System.out.printf(
        Locale.ROOT, "  ours: compared in %.1f s, whole command %.1f s%n", compared[0], whole);
    return compared[0];
  }

  private String subject() {
    return "rerank %s, %s"
        .formatted(
            Texts.lowerCase(candidates), Texts.lowerCase(TorchDevice.cpu().resolve(precision)));
  }

  private Opponent opponent(List<Path> gallery, List<Path> queries, int count)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int query = 0; query < count; query++) {
      StringBuilder line = new StringBuilder(queries.get(query).toString());
      for (int rank = 0; rank < Jobs.CANDIDATES; rank++) {
        line.append('\t').append(gallery.get(candidate(query, rank)));
      }
      lines.add(line.toString());
    }
    return new Opponent(
        "eager torch, one query",
        1,
        "torchvision",
        "rerank.py",
        List.of(
            material.chmCheckpoint(),
            material.resnetCheckpoint(),
            material.list("rerank.txt", lines)));
  }
}
