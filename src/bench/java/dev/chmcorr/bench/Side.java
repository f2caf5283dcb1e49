package dev.chmcorr.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of those that are compared.
 *
 * @param name what it is; of ours, the row that it makes
 * @param items how many images, pairs or queries one round is about
 * @param warmUp done once before the rounds
 * @param round does the work once, and gives the seconds that it took
 */
record Side(String name, int items, Task warmUp, Round round) {
  /** Does the work once, and gives the seconds that it took. */
  interface Round {
    double seconds() throws Exception;
  }

  /** Work that is timed from outside. */
  interface Task {
    void run() throws Exception;
  }

  /** A side whose rounds are timed by the clock, and which warms up by doing its work once. */
  static Side timed(String name, int items, Task task) {
    return new Side(name, items, task, () -> seconds(task));
  }

  /** Without those that are named as an earlier one: the default precision may be fp32. */
  static List<Side> distinct(Side... sides) {
    Map<String, Side> byName = new LinkedHashMap<>();
    for (Side side : sides) {
      byName.putIfAbsent(side.name(), side);
    }
    return List.copyOf(byName.values());
  }

  static double seconds(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
