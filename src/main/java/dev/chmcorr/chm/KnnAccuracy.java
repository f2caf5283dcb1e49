package dev.chmcorr.chm;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, for several k, how often the majority of the k nearest is the query's own class. */
public final class KnnAccuracy implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The k that the published program reports. */
  public static final List<Integer> REPORTED_K = List.of(3, 5, 10, 20, 25, 50, 100);

  private final long[] correct = new long[REPORTED_K.size()];
  private long queries;
  private int longest;

  /**
   * Counts one query.
   *
   * @param className its class
   * @param nearest classes of its neighbours, nearest first
   */
  public void add(String className, List<String> nearest) {
    queries++;
    longest = Math.max(longest, nearest.size());
    for (int i = 0; i < correct.length; i++) {
      if (Vote.majority(nearest, REPORTED_K.get(i)).className().equals(className)) {
        correct[i]++;
      }
    }
  }

  /** Adds the counts of another part of the queries. */
  public void merge(KnnAccuracy other) {
    queries += other.queries;
    longest = Math.max(longest, other.longest);
    for (int i = 0; i < correct.length; i++) {
      correct[i] += other.correct[i];
    }
  }

  /** Queries counted so far. */
  public long queries() {
    return queries;
  }

  /**
   * Correct queries by k, in ascending order of k: the reported k that the rankings have neighbours
   * for; of rankings that are too short for any, how many they have.
   */
  public Map<Integer, Long> correct() {
    var byK = new TreeMap<Integer, Long>();
    byK.put(Math.min(REPORTED_K.get(0), longest), correct[0]);
    for (int i = 1; i < correct.length && REPORTED_K.get(i) <= longest; i++) {
      byK.put(REPORTED_K.get(i), correct[i]);
    }
    return byK;
  }
}
