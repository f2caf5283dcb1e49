package dev.chmcorr.job.run;

import dev.chmcorr.job.console.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Works through a long list in chunks, each of which is committed before the next starts: a killed
 * run loses the chunk in hand and nothing else. Their sizes follow the measured rate.
 */
public final class Chunks {
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

  /** Does the next so many items; when it returns, their rows are committed. */
  public interface CountedWork {
    void run(int count) throws IOException;
  }

  /**
   * Runs the work over all items, in their order.
   *
   * @param unit what an item is, plural
   * @param first items per slot in the first chunk
   */
  public <T> void run(String unit, List<T> items, int first, Work<T> work) throws IOException {
    Iterator<T> rest = items.iterator();
    run(
        unit,
        items.size(),
        first,
        count -> {
          List<T> chunk = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            chunk.add(rest.next());
          }
          work.run(chunk);
        });
  }

  /**
   * Runs work that takes its items itself.
   *
   * @param all how many there are
   */
  public void run(String unit, int all, int first, CountedWork work) throws IOException {
    if (all > 0) {
      try (Console.Following shown = context.follow(meter, unit, all, Metric.DONE)) {
        runAll(unit, all, new ChunkSizes(slots, first), work);
      }
    }
  }

  private void runAll(String unit, int all, ChunkSizes sizes, CountedWork work) throws IOException {
    double start = context.console().seconds();
    int done = 0;
    int size = sizes.first();
    while (done < all) {
      int count = Math.min(size, all - done);
      context.describe(
          "%s: %s %d to %d of %d".formatted(meter.stage(), unit, done + 1, done + count, all));
      double chunkStart = context.console().seconds();
      work.run(count);
      done += count;
      double seconds = context.console().seconds() - chunkStart;
      meter.ran(seconds);
      double elapsed = context.console().seconds() - start;
      size = sizes.next(count, seconds, elapsed, all - done);
      report(unit, done, all, elapsed);
    }
  }

  private void report(String unit, int done, int all, double seconds) {
    double rate = done / seconds;
    String left = Console.left(done, all, seconds);
    context
        .console()
        .step("%s: %d of %d %s, %.1f %s/s, %s", meter.stage(), done, all, unit, rate, unit, left);
  }
}
