package dev.chmcorr.job.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The re-ranked candidates that the page of a query shows before anything is asked of it.
 *
 * @param candidates their paths, best first
 * @param classes of the same
 * @param numbers of the classes
 * @param k how many vote
 * @param first how many are shown whatever their classes
 */
record FirstShown(
    List<String> candidates, List<String> classes, Map<String, Integer> numbers, int k, int first) {
  private static final int OF_CLASS = 5;

  /** Paths of the first ones, and of the first of the two classes with most votes. */
  Iterator<String> paths() {
    Set<String> paths =
        new LinkedHashSet<>(candidates.subList(0, Math.min(first, candidates.size())));
    for (String className : firstTwo()) {
      int left = OF_CLASS;
      for (int i = 0; i < candidates.size() && left > 0; i++) {
        if (classes.get(i).equals(className)) {
          paths.add(candidates.get(i));
          left--;
        }
      }
    }
    return paths.iterator();
  }

  /** The predicted class and the runner-up, which may have no votes. */
  private List<String> firstTwo() {
    Map<String, Integer> votes = new HashMap<>();
    classes.stream().limit(k).forEach(name -> votes.merge(name, 1, Integer::sum));
    List<String> two =
        new ArrayList<>(
            votes.keySet().stream()
                .sorted(
                    Comparator.comparingInt((String name) -> -votes.get(name))
                        .thenComparingInt(name -> numbers.getOrDefault(name, Classes.NONE)))
                .limit(2)
                .toList());
    if (two.size() < 2) {
      classes.stream().filter(name -> !two.contains(name)).findFirst().ifPresent(two::add);
    }
    return two;
  }
}
