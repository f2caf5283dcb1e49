package dev.chmcorr.job.console;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a stage is, as its tasks count.
 *
 * @param stage its name
 * @param unit what it works through, plural
 * @param all how many there are
 * @param done how many of them are done
 * @param finer what the speed is told of, as soon as any of that are counted
 */
public record Gauge(String stage, String unit, long all, LongSupplier done, Rated finer) {
  private static final double WHOLE = 10;

  /**
   * Things counted.
   *
   * @param unit plural
   * @param count how many so far
   */
  public record Rated(String unit, LongSupplier count) {}

  /** A gauge that tells its speed in the units that it works through. */
  public Gauge(String stage, String unit, long all, LongSupplier done) {
    this(stage, unit, all, done, new Rated(lastWord(unit), done));
  }

  /** Such as {@code correspond 23 of 48 queries, 14 pairs/s, 20 s left}. */
  String words(double seconds) {
    long now = now();
    String place = "%s %d of %d %s".formatted(stage, now, all, unit);
    if (now == 0) {
      return "%s, starting, %s so far".formatted(place, human(seconds));
    }
    String rest = now == all ? "finishing" : human(seconds / now * (all - now)) + " left";
    return "%s, %s, %s".formatted(place, speed(seconds), rest);
  }

  private String speed(double seconds) {
    Rated rated = finer.count().getAsLong() > 0 ? finer : new Rated(lastWord(unit), this::now);
    double rate = rated.count().getAsLong() / Math.max(seconds, 1e-3);
    return String.format(Locale.ROOT, rate < WHOLE ? "%.1f %s/s" : "%.0f %s/s", rate, rated.unit());
  }

  private static String lastWord(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  /** The part that is done, 0 to 1. */
  double share() {
    return all == 0 ? 1 : (double) now() / all;
  }

  /** What Spark repeats is counted twice. */
  private long now() {
    return Math.min(all, done.getAsLong());
  }

  private static String human(double seconds) {
    return Console.human(Duration.ofMillis((long) (seconds * 1000)));
  }
}
