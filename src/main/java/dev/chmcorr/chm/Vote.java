package dev.chmcorr.chm;

import dev.chmcorr.domain.CodePointOrder;
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
   * The most frequent class among the first k. Of equally frequent ones the first in code point
   * order wins, which is the smallest label: ImageFolder numbers classes in that order.
   *
   * @param classes class names, best first; if fewer than k, all of them vote
   */
  public static Vote majority(List<String> classes, int k) {
    if (classes.isEmpty() || k < 1) {
      throw new IllegalArgumentException(
          "Invalid vote: %d voters, k = %d (must be 1 or more)".formatted(classes.size(), k));
    }
    var counts = new TreeMap<String, Integer>(CodePointOrder.COMPARATOR);
    classes.stream().limit(k).forEach(name -> counts.merge(name, 1, Integer::sum));
    Vote best = new Vote(counts.firstKey(), 0);
    for (var entry : counts.entrySet()) {
      if (entry.getValue() > best.votes) {
        best = new Vote(entry.getKey(), entry.getValue());
      }
    }
    return best;
  }
}
