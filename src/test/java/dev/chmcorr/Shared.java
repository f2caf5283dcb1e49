package dev.chmcorr;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The reference material that lies beside the checkout of those who work on the project. Users do
 * not have it; tests that need it are skipped without it.
 */
public final class Shared {
  private Shared() {}

  /** The file, or a skipped test with a reason. */
  public static Path path(String relative) {
    Path file = Path.of("..", "shared", relative).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.exists(file), () -> "needs reference material that is not here: " + file);
    return file;
  }
}
