package dev.chmcorr.chm;

import java.util.Comparator;
import java.util.List;

/**
 * The candidates of one query, by correspondence instead of by embedding.
 *
 * @param scoring what ordered them
 * @param ordered best first: score descending, equal scores by nearest-neighbour rank
 */
public record Reranking(Scoring scoring, List<Scored> ordered) {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .reversed()
          .thenComparingInt(scored -> scored.candidate().rank());

  /**
   * A candidate and how alike it is to the query.
   *
   * @param candidate the candidate
   * @param weighted its similarity map times the weights, [7][7] row-major; owned by this record
   * @param score higher is more alike
   */
  public record Scored(Candidate candidate, double[] weighted, double score) {
    public Scored {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "Invalid score of candidate %d: %s (must be finite)"
                .formatted(candidate.image().id(), score));
      }
    }

    String className() {
      return candidate.image().className();
    }
  }

  /** Scores the candidates, given in any order, and sorts them. */
  public static Reranking of(Scoring scoring, List<Candidate> candidates) {
    return new Reranking(
        scoring,
        candidates.stream()
            .map(candidate -> score(scoring, candidate))
            .sorted(BEST_FIRST)
            .toList());
  }

  private static Scored score(Scoring scoring, Candidate candidate) {
    double[] weighted = scoring.weighted(candidate.pair());
    return new Scored(candidate, weighted, scoring.score(weighted));
  }

  /** The majority class of the first k. */
  public Vote vote(int k) {
    return Vote.majority(
        ordered.stream().map(scored -> scored.candidate().image().imageClass()).toList(), k);
  }

  /** The first k of one class. */
  public List<Scored> ofClass(String className, int k) {
    return ordered.stream()
        .filter(scored -> scored.className().equals(className))
        .limit(k)
        .toList();
  }
}
