package dev.chmcorr.job.listing;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.console.Gauge;
import dev.chmcorr.job.run.JobContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;

/**
 * Says on the console how far a listing is while Spark's tasks work on it. What a task has found
 * shows when it ends, so tasks should be short.
 */
public final class ListingProgress implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int TASKS_PER_SLOT = 8;
  private static final int PARTS_PER_TASK = 8;

  private final String stage;
  private final String parts;
  private final LongAccumulator done;
  private final LongAccumulator images;

  /**
   * Nothing found yet.
   *
   * @param stage first word of the lines
   * @param parts what is listed, plural
   */
  public ListingProgress(JobContext context, String stage, String parts) {
    this.stage = stage;
    this.parts = parts;
    this.done = context.spark().sparkContext().longAccumulator(stage + ": " + parts);
    this.images = context.spark().sparkContext().longAccumulator(stage + ": images");
  }

  /** So many tasks that one ends every now and then. */
  public static int tasks(int parts, int slots) {
    return Math.min(parts, Math.max(TASKS_PER_SLOT * slots, parts / PARTS_PER_TASK));
  }

  /** In a task: a part is done, which holds so many images. */
  public void found(long imagesOfPart) {
    done.add(1);
    images.add(imagesOfPart);
  }

  /** All items, as {@code collect} gives them. */
  public <T> List<T> collect(Console console, JavaRDD<T> items, int all) {
    return collect(console, items, all, INTERVAL);
  }

  /**
   * All items, with a line after each interval.
   *
   * @param all how many parts there are
   */
  public <T> List<T> collect(Console console, JavaRDD<T> items, int all, Duration interval) {
    double start = console.seconds();
    JavaFutureAction<List<T>> listing = items.collectAsync();
    Gauge gauge =
        new Gauge(stage, parts, all, done::value, new Gauge.Rated("images", images::value));
    try (Console.Following shown = console.follow(gauge)) {
      while (true) {
        try {
          return listing.get(interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          report(console, all, console.seconds() - start);
        }
      }
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      listing.cancel(true);
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private void report(Console console, int all, double seconds) {
    console.step(
        "%s: %d of %d %s, %s, %.0f images/s, %s",
        stage,
        done.value(),
        all,
        parts,
        Texts.count(images.value(), "image"),
        images.value() / seconds,
        Console.left(done.value(), all, seconds));
  }
}
