package dev.chmcorr.job.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees of a run: one line a stage and progress on standard error, results on standard
 * output.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream progress;
  private final NanoClock clock;
  private final long start;

  public Console(PrintStream out, PrintStream progress) {
    this(out, progress, NanoClock.SYSTEM);
  }

  Console(PrintStream out, PrintStream progress, NanoClock clock) {
    this.out = out;
    this.progress = progress;
    this.clock = clock;
    this.start = clock.nanos();
  }

  /** Standard output and standard error. */
  @SuppressWarnings("SystemOut")
  public static Console standard() {
    return new Console(System.out, System.err);
  }

  /** A line of the result. */
  public void result(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  /** A line of a table about the course of the run. */
  void note(String line) {
    progress.println(line);
    progress.flush();
  }

  /** A line about the course of the run, with the time since its start. */
  public void stage(String format, Object... arguments) {
    progress.printf(
        Locale.ROOT, "[%6.1f s] %s%n", seconds(), String.format(Locale.ROOT, format, arguments));
    progress.flush();
  }

  /** Something that the user should know although the run goes on. */
  public void warn(String format, Object... arguments) {
    stage("warning: " + format, arguments);
  }

  /** Seconds since this console was made. */
  public double seconds() {
    return (clock.nanos() - start) / 1e9;
  }

  /** The time that the rest will take if it goes on as it did. */
  public static String left(long done, long all, double seconds) {
    if (done == 0) {
      return "time left unknown";
    }
    double rest = seconds / done * (all - done);
    return done == all
        ? "done"
        : "about " + human(Duration.ofMillis((long) (rest * 1000))) + " left";
  }

  /** A duration as a person says it: 42 s, 12 min, 3.5 h. */
  static String human(Duration duration) {
    double seconds = duration.toMillis() / 1e3;
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 6000) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
