package dev.chmcorr.job.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * The last line of a terminal, which is written again and again, and all else that is printed,
 * which goes above it. Nothing is asked of the terminal but to return to the start of its line.
 */
public final class Screen {
  private static final int BAR = 20;

  private static Screen ofThisProcess;
  private static volatile boolean muted;

  private final PrintStream terminal;
  private final int columns;
  private int shown;
  private boolean midLine;

  /**
   * @param terminal where the line goes
   * @param columns of the terminal
   */
  Screen(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  /**
   * From now on what this process prints can be {@linkplain #mute() muted}, and where a person
   * watches standard error, it keeps clear of the line that shows progress.
   */
  @SuppressWarnings("SystemOut")
  public static void open() {
    Terminal found = Terminal.find();
    Screen screen = found.isOfErrors() ? new Screen(System.err, found.columns()) : null;
    if (screen != null && found.isOfResults()) {
      System.setOut(screen.above(System.out));
    }
    System.setErr(new PrintStream(new Above(System.err, screen), true));
    ofThisProcess = screen;
  }

  /** The terminal, if a person watches one. */
  static Optional<Screen> ofTerminal() {
    return Optional.ofNullable(ofThisProcess);
  }

  /** Prints nothing more on standard error: what a run that is being stopped says is no news. */
  public static void mute() {
    muted = true;
  }

  /** A stream whose text goes above the line. */
  PrintStream above(PrintStream stream) {
    return new PrintStream(new Above(stream, this), true);
  }

  /**
   * Shows a line in the place of the one shown before.
   *
   * @param share of the work that is done, 0 to 1; negative if that is not known
   * @param words what goes on
   */
  synchronized void show(double share, String words) {
    if (midLine || muted) {
      return;
    }
    String text = share < 0 ? words : bar(share) + words;
    // The last column stays free: some terminals go on to the next line when it is filled.
    String line = text.length() < columns ? text : text.substring(0, columns - 1);
    terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    terminal.flush();
    shown = line.length();
  }

  private static String bar(double share) {
    int full = (int) (share * BAR);
    return "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] ";
  }

  /** Takes the line away. */
  synchronized void hide() {
    if (shown > 0) {
      terminal.print("\r" + " ".repeat(shown) + "\r");
      terminal.flush();
      shown = 0;
    }
  }

  private synchronized void print(OutputStream to, byte[] bytes, int from, int length)
      throws IOException {
    hide();
    to.write(bytes, from, length);
    to.flush();
    midLine = length > 0 ? bytes[from + length - 1] != '\n' : midLine;
  }

  /** What is printed above the line of a screen, or, without one, as it comes. */
  private static final class Above extends OutputStream {
    private final PrintStream to;
    private final Screen screen;

    Above(PrintStream to, Screen screen) {
      this.to = to;
      this.screen = screen;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (muted) {
        return;
      }
      if (screen == null) {
        to.write(bytes, from, length);
        to.flush();
      } else {
        screen.print(to, bytes, from, length);
      }
    }
  }
}
