package dev.chmcorr.job.realworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.DemoCheckpoints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of inputs as people bring them, which a script beside the reference material makes:
 * that of {@code -Dcases=DIR}, or one that lies beside the script, or else made here into
 * target/cases, where Debian's python3-torch and python3-pil are installed.
 */
final class Cases {
  private static final Path BESIDE = Path.of("..", "shared", "cases").toAbsolutePath().normalize();
  private static final Path MADE = Path.of("target", "cases").toAbsolutePath();
  private static final String PYTHON = "/usr/bin/python3";

  /** What the script makes last. */
  private static final String LAST = "t_nan.pt";

  private Cases() {}

  /**
   * The folder, or a skipped test with a reason.
   *
   * @param material folder with drawn birds and {@link DemoCheckpoints#RESNET}
   */
  static Path folder(Path material) throws IOException, InterruptedException {
    String given = System.getProperty("cases");
    if (given != null) {
      Path folder = Path.of(given).toAbsolutePath();
      assertThat(folder.resolve(LAST)).as("-Dcases").exists();
      return folder;
    }
    if (Files.exists(BESIDE.resolve(LAST))) {
      return BESIDE;
    }
    if (!Files.exists(MADE.resolve(LAST))) {
      make(material);
    }
    return MADE;
  }

  private static void make(Path material) throws IOException, InterruptedException {
    Path script = BESIDE.resolve("make_cases.py");
    Assumptions.assumeTrue(
        Files.exists(script), () -> "needs reference material that is not here: " + script);
    Assumptions.assumeTrue(
        Files.exists(Path.of(PYTHON)) && run(PYTHON, "-c", "import torch, PIL") == 0,
        "needs -Dcases=DIR, or python3-torch and python3-pil to make the cases");
    String birds = material.resolve("birds").toString();
    String checkpoint = material.resolve(DemoCheckpoints.RESNET).toString();
    assertThat(run(PYTHON, script.toString(), MADE.toString(), birds, checkpoint))
        .as("exit code of " + script)
        .isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    File log = Files.createDirectories(MADE.getParent()).resolve("cases.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start()
        .waitFor();
  }
}
