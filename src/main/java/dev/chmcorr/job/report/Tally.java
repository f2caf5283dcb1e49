package dev.chmcorr.job.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether a query would be right with other numbers of votes or fewer candidates. Classes are
 * numbers, of which the smaller wins where votes are equal, as in {@link dev.chmcorr.chm.Vote}.
 *
 * @param ks numbers of votes
 * @param ns numbers of candidates
 * @param k votes of the run
 * @param n candidates of the run
 */
record Tally(List<Integer> ks, List<Integer> ns, int k, int n) implements Serializable {
  private static final List<Integer> KS = List.of(1, 3, 5, 10, 20, 25, 50, 100);
  private static final int STEP = 10;

  /**
   * What is of interest in a run.
   *
   * @param neighbours length of its rankings
   */
  static Tally of(int k, int n, int neighbours) {
    TreeSet<Integer> ks = new TreeSet<>(List.of(k));
    KS.stream().filter(votes -> votes <= neighbours).forEach(ks::add);
    TreeSet<Integer> ns = new TreeSet<>(List.of(n));
    for (int candidates = STEP / 2; candidates < n; candidates += STEP / 2) {
      if (candidates == STEP / 2 || candidates % STEP == 0) {
        ns.add(candidates);
      }
    }
    return new Tally(new ArrayList<>(ks), new ArrayList<>(ns), k, n);
  }

  /** How many numbers {@link #count} gives. */
  int size() {
    return 2 * ks.size() + ns.size();
  }

  /**
   * 1 where a query is right, else 0: by kNN with each k, after re-ranking with each k, after
   * re-ranking with each n; these one behind the other.
   *
   * @param ranked classes of the ranking, nearest first
   * @param reranked classes of the candidates, best first
   * @param knnRanks ranks of the same candidates in the ranking, from 1
   * @param truth classes of which any is right; one that the gallery lacks is -1
   */
  int[] count(int[] ranked, int[] reranked, int[] knnRanks, int[] truth) {
    int[] counts = new int[size()];
    int at = 0;
    for (int votes : ks) {
      counts[at++] = judge(ranked, votes, truth);
    }
    for (int votes : ks) {
      counts[at++] = judge(reranked, votes, truth);
    }
    for (int nearest : ns) {
      counts[at++] = judge(within(reranked, knnRanks, nearest), k, truth);
    }
    return counts;
  }

  /** Fewer candidates keep their order. */
  private static int[] within(int[] reranked, int[] knnRanks, int nearest) {
    int[] kept = new int[reranked.length];
    int size = 0;
    for (int i = 0; i < reranked.length; i++) {
      if (knnRanks[i] <= nearest) {
        kept[size++] = reranked[i];
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private static int judge(int[] classes, int votes, int[] truth) {
    int winner = majority(classes, votes);
    boolean right = winner != Classes.NONE && Arrays.stream(truth).anyMatch(c -> c == winner);
    return right ? 1 : 0;
  }

  /** The most frequent of the first k, of equally frequent ones the smallest; -1 if none votes. */
  static int majority(int[] classes, int k) {
    int[] voters = Arrays.copyOf(classes, Math.min(classes.length, k));
    Arrays.sort(voters);
    int best = Classes.NONE;
    int most = 0;
    int from = 0;
    for (int i = 1; i <= voters.length; i++) {
      if (i == voters.length || voters[i] != voters[from]) {
        if (i - from > most) {
          most = i - from;
          best = voters[from];
        }
        from = i;
      }
    }
    return best;
  }
}
