package dev.chmcorr.job.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * Which streams of this process a person watches.
 *
 * @param columns of the terminal that standard error is; 0 if it is none, or a dumb one
 * @param isOfResults whether standard output is a terminal too
 */
record Terminal(int columns, boolean isOfResults) {
  private static final Terminal NONE = new Terminal(0, false);

  /** A terminal that does not say how wide it is, such as a serial line. */
  private static final int USUAL_COLUMNS = 80;

  private static final int MIN_COLUMNS = 20;

  /** Standard error. */
  private static final int ERRORS = 1;

  /** Standard output. */
  private static final int RESULTS = 2;

  /** Java knows of standard input and output together only; a shell tells each. */
  private static final String ASK =
      "n=0; test -t 2 && n=%d; test -t 1 && n=$((n+%d)); exit $n".formatted(ERRORS, RESULTS);

  /** Asks a shell, which has the same streams. */
  static Terminal find() {
    if (isDumb(System.getenv("TERM"))) {
      return NONE;
    }
    try {
      int which = new ProcessBuilder("sh", "-c", ASK).inheritIO().start().waitFor();
      boolean errors = which == ERRORS || which == ERRORS + RESULTS;
      return errors ? new Terminal(askColumns(), which > ERRORS) : NONE;
    } catch (IOException e) {
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  boolean isOfErrors() {
    return columns > 0;
  }

  /** Whether a terminal of this kind can only print. */
  static boolean isDumb(String kind) {
    return kind == null || kind.isEmpty() || kind.equals("dumb");
  }

  private static int askColumns() throws IOException {
    Process stty =
        new ProcessBuilder("sh", "-c", "stty size <&2").redirectError(Redirect.INHERIT).start();
    try (BufferedReader answer = stty.inputReader()) {
      return columns(answer.readLine());
    }
  }

  /**
   * The width in the answer of {@code stty size}.
   *
   * @param answer rows and columns, or null
   */
  static int columns(String answer) {
    String[] numbers = answer == null ? new String[0] : answer.strip().split(" ");
    if (numbers.length != 2 || !numbers[1].matches("\\d{1,5}")) {
      return USUAL_COLUMNS;
    }
    int columns = Integer.parseInt(numbers[1]);
    return columns < MIN_COLUMNS ? USUAL_COLUMNS : columns;
  }
}
