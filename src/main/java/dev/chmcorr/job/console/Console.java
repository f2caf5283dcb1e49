package dev.chmcorr.job.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees of a run: one line a stage and progress on standard error, results on standard
 * output. Between these lines it says what goes on: on a terminal in one line that changes every
 * second, elsewhere in a line of its own where nothing has been said for a while.
 */
public final class Console implements AutoCloseable {
  /** What takes longer than this is told to those who read a log. */
  private static final double QUIET_SECONDS = 3;

  /** The same before anything is said: a command that does little has a log of one line. */
  private static final double QUIET_START_SECONDS = 10;

  /** No log is silent for longer than this while something goes on. */
  private static final double SILENT_SECONDS = 30;

  private static final int TICK_MILLISECONDS = 1000;

  private final PrintStream out;
  private final PrintStream progress;
  private final NanoClock clock;
  private final Screen screen;
  private final long start;
  private final ThreadLocal<String> part = new ThreadLocal<>();
  private Thread ticker;
  private Activity activity;
  private double lastLine;

  /** What goes on since when: in words, or, behind these, as far as a gauge says. */
  private record Activity(String what, Gauge gauge, double since, boolean said) {
    String words(double now) {
      return gauge != null
          ? what + gauge.words(now - since)
          : "%s, %s so far".formatted(what, human(seconds(now - since)));
    }
  }

  /** The end of what a gauge shows. */
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }

  public Console(PrintStream out, PrintStream progress) {
    this(out, progress, NanoClock.SYSTEM);
  }

  public Console(PrintStream out, PrintStream progress, NanoClock clock) {
    this(out, progress, clock, null);
  }

  /**
   * @param screen the terminal, or null for a log
   */
  public Console(PrintStream out, PrintStream progress, NanoClock clock, Screen screen) {
    this.out = out;
    this.progress = progress;
    this.clock = clock;
    this.screen = screen;
    this.start = clock.nanos();
  }

  /** One of which nobody sees anything. */
  public static Console silent() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return new Console(nowhere, nowhere);
  }

  /** Standard output and standard error, with a line of progress until it is closed. */
  @SuppressWarnings("SystemOut")
  public static Console standard() {
    Console console =
        new Console(System.out, System.err, NanoClock.SYSTEM, Screen.ofTerminal().orElse(null));
    console.startTicker();
    return console;
  }

  private void startTicker() {
    ticker =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(TICK_MILLISECONDS);
                  tick();
                }
              } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
              }
            },
            "chmcorr-progress");
    ticker.setDaemon(true);
    ticker.start();
  }

  /**
   * Until what is returned is closed, what this thread says is of a part of a larger whole: its
   * lines name it, and its results and tables are left out, since the whole has its own.
   */
  public Following part(String name) {
    part.set(name);
    return part::remove;
  }

  private boolean isOfPart() {
    return part.get() != null;
  }

  private String named(String line) {
    return isOfPart() ? part.get() + ": " + line : line;
  }

  /** A line of the result. */
  public void result(String format, Object... arguments) {
    if (isOfPart()) {
      return;
    }
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  /** A line of a table about the course of the run. */
  public void note(String line) {
    if (isOfPart()) {
      return;
    }
    progress.println(line);
    progress.flush();
  }

  /** A line about the course of the run, with the time since its start. */
  public synchronized void stage(String format, Object... arguments) {
    lastLine = seconds();
    progress.printf(
        Locale.ROOT,
        "[%6.1f s] %s%n",
        lastLine,
        named(String.format(Locale.ROOT, format, arguments)));
    progress.flush();
  }

  /** Something that the user should know although the run goes on. */
  public void warn(String format, Object... arguments) {
    stage("warning: " + format, arguments);
  }

  /** A line about how far something is that a gauge shows to those at a terminal. */
  public void step(String format, Object... arguments) {
    if (screen == null) {
      stage(format, arguments);
    }
  }

  /**
   * Names what goes on from now on, until something else does.
   *
   * @param what verb and object, such as {@code plan queries}
   */
  public synchronized void now(String what) {
    if (activity == null || activity.gauge() == null) {
      activity = new Activity(named(what), null, seconds(), false);
    }
  }

  /** Shows a gauge from now on, until what is returned is closed. */
  public synchronized Following follow(Gauge gauge) {
    activity = new Activity(named(""), gauge, seconds(), true);
    return this::rest;
  }

  /** Shows nothing of what goes on until something is named again: a person is typing. */
  public synchronized void rest() {
    activity = null;
    if (screen != null) {
      screen.hide();
    }
  }

  /** Shows or says what goes on, if it is time to. */
  synchronized void tick() {
    double now = seconds();
    if (activity == null) {
      return;
    }
    if (screen != null) {
      double share = activity.gauge() == null ? -1 : activity.gauge().share();
      screen.show(share, activity.words(now));
    } else if (isDue(now)) {
      stage("%s", activity.words(now));
      activity = new Activity(activity.what(), activity.gauge(), activity.since(), true);
    }
  }

  private boolean isDue(double now) {
    double quiet = lastLine == 0 ? QUIET_START_SECONDS : QUIET_SECONDS;
    return now - lastLine >= SILENT_SECONDS
        || (!activity.said() && now - activity.since() >= quiet);
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
    return done == all ? "done" : "about " + human(seconds(rest)) + " left";
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
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

  /** Says no more of what goes on. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.interrupt();
    }
    rest();
  }
}
