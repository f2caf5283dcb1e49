package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where YARN runs the driver; elsewhere processes exit, which {@link SubmitScriptTest} sees. */
class ExitTest {
  @BeforeEach
  void runOnYarn() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.submit.deployMode", "cluster");
  }

  @AfterEach
  void leaveIt() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.submit.deployMode");
  }

  @Test
  void whatYarnIsToldSaysWhyInOneLine() {
    int code = Main.run("knn", "--no-such-option");

    assertThatThrownBy(() -> Exit.with(code))
        .isInstanceOf(Exit.CommandFailed.class)
        .hasMessageStartingWith("Unknown option '--no-such-option'")
        .hasMessageEndingWith(" (exit code 2)")
        .hasNoCause();
  }
}
