package dev.chmcorr.job.run;

import dev.chmcorr.job.console.Console;
import java.io.IOException;
import java.util.List;

/**
 * Works through a long list in chunks, each of which is committed before the next starts: a killed
 * run loses the chunk in hand and nothing else. The first chunk is small; the measured rate sets
 * the size of those that follow: a tenth of the time that the run has taken, but at least one
 * minute and at most five, since between two chunks slots are idle for a second or two.
 */
public final class Chunks {
  private static final double MIN_SECONDS = 60;
  private static final double MAX_SECONDS = 300;
  private static final int MAX_ITEMS = 1 << 30;

  /**
   * What is done with one chunk, whose tasks count {@link Metric#DONE}; when it returns, the
   * chunk's rows are committed.
   */
  public interface Work<T> {
    void run(List<T> chunk) throws IOException;
  }

  private final JobContext context;
  private final StageMeter meter;
  private final int slots;

  /**
   * @param meter gets the seconds of every chunk
   */
  public Chunks(JobContext context, StageMeter meter) {
    this.context = context;
    this.meter = meter;
    this.slots = context.slots();
  }

  /**
   * Runs the work over all items.
   *
   * @param unit what an item is, plural
   * @param first items per slot in the first chunk
   */
  public <T> void run(String unit, List<T> items, int first, Work<T> work) throws IOException {
    if (!items.isEmpty()) {
      try (Console.Following shown = context.follow(meter, unit, items.size(), Metric.DONE)) {
        runAll(unit, items, first, work);
      }
    }
  }

  private <T> void runAll(String unit, List<T> items, int first, Work<T> work) throws IOException {
    double start = context.console().seconds();
    int done = 0;
    int size = slots * first;
    while (done < items.size()) {
      List<T> chunk = items.subList(done, Math.min(items.size(), done + size));
      context.describe(
          "%s: %s %d to %d of %d"
              .formatted(meter.stage(), unit, done + 1, done + chunk.size(), items.size()));
      double chunkStart = context.console().seconds();
      work.run(chunk);
      done += chunk.size();
      double seconds = context.console().seconds() - chunkStart;
      meter.ran(seconds);
      double elapsed = context.console().seconds() - start;
      size = nextSize(chunk.size(), seconds, elapsed, slots * first);
      // No small chunk at the end.
      size = items.size() - done < 1.5 * size ? items.size() : size;
      report(unit, done, items.size(), elapsed);
    }
  }

  private int nextSize(int size, double seconds, double elapsed, int min) {
    double target = Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, elapsed / 10));
    double wanted = size / Math.max(seconds, 1e-3) * target;
    // At most fourfold: the first chunk also loads the models, its rate says little.
    double bounded = Math.max(min, Math.min(wanted, 4.0 * Math.max(size, min)));
    return (int) Math.min(MAX_ITEMS, Math.ceil(bounded / slots) * slots);
  }

  private void report(String unit, int done, int all, double seconds) {
    double rate = done / seconds;
    String left = Console.left(done, all, seconds);
    context
        .console()
        .step("%s: %d of %d %s, %.1f %s/s, %s", meter.stage(), done, all, unit, rate, unit, left);
  }
}
