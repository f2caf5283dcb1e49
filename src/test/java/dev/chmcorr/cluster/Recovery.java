package dev.chmcorr.cluster;

import java.util.Locale;

/** How long runs took to get over their faults, a line each, for people. */
final class Recovery {
  private Recovery() {}

  /** Prints the seconds of a run with a fault beside those of the same run without. */
  @SuppressWarnings("SystemOut")
  static void print(String fault, Submit.Outcome disturbed, Submit.Outcome undisturbed) {
    System.out.printf(
        Locale.ROOT,
        "Fault: %s: recovery %.1f s (%.1f s instead of %.1f s)%n",
        fault,
        disturbed.seconds() - undisturbed.seconds(),
        disturbed.seconds(),
        undisturbed.seconds());
  }
}
