package dev.chmcorr.job;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Works through a long list in chunks of about a minute, each of which is committed before the next
 * starts: a killed run loses the chunk in hand and nothing else. The first chunk is small; its
 * measured rate sets the size of those that follow.
 */
final class Chunks {
  private static final double TARGET_SECONDS = 60;
  private static final int MOST = 1 << 30;

  /** What is done with one chunk; when it returns, the chunk's rows are committed. */
  interface Work<T> {
    void run(List<T> chunk) throws IOException;
  }

  private final Console console;
  private final int slots;

  /**
   * @param slots tasks that run at once; chunks are multiples of it
   */
  Chunks(Console console, int slots) {
    this.console = console;
    this.slots = Math.max(1, slots);
  }

  /**
   * Runs the work over all items.
   *
   * @param stage name for the progress lines
   * @param unit what an item is, plural
   * @param first items per slot in the first chunk
   */
  <T> void run(String stage, String unit, List<T> items, int first, Work<T> work)
      throws IOException {
    long start = System.nanoTime();
    int done = 0;
    int size = slots * first;
    while (done < items.size()) {
      List<T> chunk = items.subList(done, Math.min(items.size(), done + size));
      long chunkStart = System.nanoTime();
      work.run(chunk);
      done += chunk.size();
      size = nextSize(chunk.size(), (System.nanoTime() - chunkStart) / 1e9, slots * first);
      report(stage, unit, done, items.size(), (System.nanoTime() - start) / 1e9);
    }
  }

  private int nextSize(int size, double seconds, int least) {
    double wanted = size / Math.max(seconds, 1e-3) * TARGET_SECONDS;
    // At most fourfold: the first chunk also loads the models, its rate says little.
    double bounded = Math.max(least, Math.min(wanted, 4.0 * Math.max(size, least)));
    return (int) Math.min(MOST, Math.ceil(bounded / slots) * slots);
  }

  private void report(String stage, String unit, int done, int all, double seconds) {
    double rate = done / seconds;
    String left =
        done == all
            ? "done"
            : "about "
                + Console.human(Duration.ofMillis((long) ((all - done) / rate * 1000)))
                + " left";
    console.stage("%s: %d of %d %s, %.1f %s/s, %s", stage, done, all, unit, rate, unit, left);
  }
}
