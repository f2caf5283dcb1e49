package dev.chmcorr.bench;

/**
 * One of those that are compared.
 *
 * @param name what it is
 * @param items how many images, pairs or queries one round is about
 * @param warmUp done once before the rounds
 * @param round does the work once, and gives the seconds that it took
 * @param aim what is asked of it, or empty
 */
record Side(String name, int items, Task warmUp, Round round, String aim) {
  /** Does the work once, and gives the seconds that it took. */
  interface Round {
    double seconds() throws Exception;
  }

  /** Work that is timed from outside. */
  interface Task {
    void run() throws Exception;
  }

  /** A side whose rounds are timed by the clock, and which warms up by doing its work once. */
  static Side timed(String name, int items, Task task, String aim) {
    return new Side(name, items, task, () -> seconds(task), aim);
  }

  static double seconds(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
