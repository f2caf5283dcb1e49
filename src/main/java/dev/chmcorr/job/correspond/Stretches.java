package dev.chmcorr.job.correspond;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list whose neighbours belong together: every executor works through a stretch of its own, so
 * that what it keeps of one item is there for the next. One that comes later, or is through with
 * its stretch, takes the second half of the longest; what one that is gone has left is for such.
 */
final class Stretches<T> {
  /** Items from one place of the list up to another; those before are done. */
  private static final class Stretch {
    private int from;
    private int end;

    Stretch(int from, int end) {
      this.from = from;
      this.end = end;
    }

    int size() {
      return end - from;
    }

    /** Gives its second half away, the longer one; all if nobody works at it. */
    Stretch half(boolean owned) {
      int middle = owned ? from + size() / 2 : from;
      Stretch half = new Stretch(middle, end);
      end = middle;
      return half;
    }
  }

  private final List<T> items;
  private final Map<String, Stretch> owned = new LinkedHashMap<>();
  private final List<Stretch> free = new ArrayList<>();
  private int left;

  Stretches(List<T> items) {
    this.items = List.copyOf(items);
    this.left = items.size();
  }

  /**
   * Takes the next items of all stretches, as many of each where they last.
   *
   * @param count of items, of which all are taken if there are no more
   * @param executors that are there, at least one
   * @return items by the executor in whose stretch they are, in the order of the list
   */
  Map<String, List<T>> take(int count, Collection<String> executors) {
    settle(executors);
    Map<String, List<T>> taken = new LinkedHashMap<>();
    executors.forEach(executor -> taken.put(executor, new ArrayList<>()));
    int wanted = Math.min(count, left);
    left -= wanted;
    int rest = executors.size();
    for (String executor : executors) {
      // Those that come first leave what does not divide to those that come last.
      take(executor, wanted / rest, taken.get(executor));
      wanted -= wanted / rest;
      rest--;
    }
    return taken;
  }

  private void settle(Collection<String> executors) {
    if (owned.isEmpty()) {
      int from = 0;
      int number = 0;
      for (String executor : executors) {
        number++;
        int end = (int) ((long) items.size() * number / executors.size());
        owned.put(executor, new Stretch(from, end));
        from = end;
      }
    }
    owned.entrySet().removeIf(one -> !executors.contains(one.getKey()) && free.add(one.getValue()));
    for (String executor : executors) {
      owned.computeIfAbsent(executor, one -> longest());
    }
  }

  private void take(String executor, int count, List<T> taken) {
    while (taken.size() < count) {
      Stretch stretch = owned.get(executor);
      if (stretch.size() == 0) {
        owned.put(executor, longest());
      } else {
        int end = stretch.from + Math.min(stretch.size(), count - taken.size());
        taken.addAll(items.subList(stretch.from, end));
        stretch.from = end;
      }
    }
  }

  /** What an executor without a stretch takes; empty if nothing is left. */
  private Stretch longest() {
    free.removeIf(stretch -> stretch.size() == 0);
    boolean isFree = !free.isEmpty();
    return (isFree ? free : owned.values())
        .stream()
            .max(Comparator.comparingInt(Stretch::size))
            .map(stretch -> stretch.half(!isFree))
            .orElseThrow();
  }
}
