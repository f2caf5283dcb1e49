package dev.chmcorr.chm;

import dev.chmcorr.domain.ImageClass;
import java.util.List;
import java.util.TreeMap;

/**
 * The outcome of a majority vote.
 *
 * @param className the class with the most votes
 * @param votes how many it got
 */
public record Vote(String className, int votes) {
  /**
   * The most frequent class among the first k; of equally frequent ones that with the smallest
   * label, as the published program has it.
   *
   * @param classes of the voters, best first; if fewer than k, all of them vote
   */
  public static Vote majority(List<ImageClass> classes, int k) {
    if (classes.isEmpty() || k < 1) {
      throw new IllegalArgumentException(
          "Invalid vote: %d voters, k = %d (must be 1 or more)".formatted(classes.size(), k));
    }
    var counts = new TreeMap<ImageClass, Integer>();
    classes.stream().limit(k).forEach(voter -> counts.merge(voter, 1, Integer::sum));
    Vote best = new Vote(counts.firstKey().name(), 0);
    for (var entry : counts.entrySet()) {
      if (entry.getValue() > best.votes) {
        best = new Vote(entry.getKey().name(), entry.getValue());
      }
    }
    return best;
  }
}
