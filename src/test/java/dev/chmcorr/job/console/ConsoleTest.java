package dev.chmcorr.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The clock is moved by hand, a second at a time, and the console looks at it as its thread does.
 */
class ConsoleTest {
  private long nanos;
  private long done;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Console log = new Console(stream, stream, () -> nanos);
  private final Console terminal = new Console(stream, stream, () -> nanos, new Screen(stream, 80));
  private final Gauge gauge = new Gauge("rank", "images", 100, () -> done);

  private void pass(Console console, int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos += Duration.ofSeconds(1).toNanos();
      console.tick();
    }
  }

  private String said() {
    String said = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return said;
  }

  @Test
  void aLogIsToldOfWhatTakesLongerThanThreeSeconds() {
    pass(log, 1);
    log.stage("begun");
    assertThat(said()).isEqualTo("[   1.0 s] begun\n");
    log.now("plan queries");
    pass(log, 2);
    assertThat(said()).isEmpty();
    log.now("read rankings");
    pass(log, 2);
    assertThat(said()).isEmpty();

    pass(log, 1);
    assertThat(said()).isEqualTo("[   6.0 s] read rankings, 3 s so far\n");
  }

  @Test
  void aLogHasALineEveryHalfMinuteTheFirstAfterTenSeconds() {
    log.now("read rankings");
    pass(log, 70);

    assertThat(said())
        .isEqualTo(
            """
            [  10.0 s] read rankings, 10 s so far
            [  40.0 s] read rankings, 40 s so far
            [  70.0 s] read rankings, 70 s so far
            """);
  }

  @Test
  void aStageThatCountsSaysHowFarItIs() {
    try (Console.Following shown = log.follow(gauge)) {
      pass(log, 20);
      log.stage("some other line");
      log.now("what its jobs are called");
      done = 50;
      pass(log, 30);
    }
    pass(log, 40);

    assertThat(said())
        .isEqualTo(
            """
            [  20.0 s] some other line
            [  50.0 s] rank 50 of 100 images, 1.0 images/s, 50 s left
            """);
  }

  @Test
  void aTerminalHasALineThatMovesEverySecond() {
    try (Console.Following shown = terminal.follow(gauge)) {
      done = 25;
      pass(terminal, 1);
      assertThat(said())
          .isEqualTo("\r[=====               ] rank 25 of 100 images, 25 images/s, 3 s left");
      done = 50;
      pass(terminal, 1);
      assertThat(said()).startsWith("\r[==========          ] rank 50 of 100 images, 25 images/s");
    }
    assertThat(said()).matches("\r +\r");
    pass(terminal, 5);
    assertThat(said()).isEmpty();
  }

  @Test
  void stepsAreForLogs() {
    log.step("rank: %d of 100 images", 50);
    assertThat(said()).isEqualTo("[   0.0 s] rank: 50 of 100 images\n");

    terminal.step("rank: %d of 100 images", 50);
    assertThat(said()).isEmpty();
  }

  @Test
  void aClosedConsoleSaysNothingMore() {
    log.now("stop Spark");
    log.close();
    pass(log, 10);

    assertThat(said()).isEmpty();
  }
}
