package dev.chmcorr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ctrl-C as the processes that tests start get it. */
public final class CtrlC {
  private static final int SIGINT = 2;

  private CtrlC() {}

  /**
   * Whether they ignore it, because whoever started the tests did: a shell does so for what it runs
   * in the background, and the JVM leaves it at that.
   */
  public static boolean isIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored & 1L << SIGINT - 1) != 0);
  }
}
