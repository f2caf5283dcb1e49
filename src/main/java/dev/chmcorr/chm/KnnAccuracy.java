package dev.chmcorr.chm;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageClass;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts, for several k, how often the majority of the k nearest is a right answer. Queries of
 * which nobody knows the right answer are counted apart.
 */
public final class KnnAccuracy implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The k that the published program reports. */
  public static final List<Integer> REPORTED_K = List.of(3, 5, 10, 20, 25, 50, 100);

  private final long[] correct = new long[REPORTED_K.size()];
  private long known;
  private long unknown;
  private int longest;

  /**
   * Counts one query.
   *
   * @param nearest classes of its neighbours, nearest first
   */
  public void add(GroundTruth truth, List<ImageClass> nearest) {
    longest = Math.max(longest, nearest.size());
    if (!truth.isKnown()) {
      unknown++;
      return;
    }
    known++;
    for (int i = 0; i < correct.length; i++) {
      if (truth.judge(Vote.majority(nearest, REPORTED_K.get(i)).className())) {
        correct[i]++;
      }
    }
  }

  /** Adds the counts of another part of the queries. */
  public void merge(KnnAccuracy other) {
    known += other.known;
    unknown += other.unknown;
    longest = Math.max(longest, other.longest);
    for (int i = 0; i < correct.length; i++) {
      correct[i] += other.correct[i];
    }
  }

  /** Queries counted so far, whether their right answers are known or not. */
  public long queries() {
    return known + unknown;
  }

  /** Queries among them whose right answers are known: the whole of which accuracies are parts. */
  public long known() {
    return known;
  }

  /**
   * Correct queries by k, in ascending order of k: the reported k that the rankings have neighbours
   * for; of rankings that are too short for any, how many they have. Empty if no right answer is
   * known.
   */
  public Map<Integer, Long> correct() {
    var byK = new TreeMap<Integer, Long>();
    if (known == 0) {
      return byK;
    }
    byK.put(Math.min(REPORTED_K.get(0), longest), correct[0]);
    for (int i = 1; i < correct.length && REPORTED_K.get(i) <= longest; i++) {
      byK.put(REPORTED_K.get(i), correct[i]);
    }
    return byK;
  }
}
