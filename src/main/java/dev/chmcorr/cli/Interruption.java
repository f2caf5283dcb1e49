package dev.chmcorr.cli;

import dev.chmcorr.job.console.Screen;
import dev.chmcorr.job.run.Sessions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * What a signal such as Ctrl-C does to this process: it says in one line what is kept, and has the
 * command end as it ends after a failure, so that its locks and temporary files go. A second signal
 * ends it at once.
 */
final class Interruption {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /** The exit code of a process that a signal ended is this and the signal's number. */
  private static final int BASE = 128;

  private static final int LOOK_MILLISECONDS = 200;

  /** Looks after which a thread that waits for no job of Spark's is interrupted. */
  private static final int PATIENT_LOOKS = 10;

  /** Looks after which the process ends whether the command has or not. */
  private static final int LOOKS = 150;

  private static final AtomicInteger SIGNAL = new AtomicInteger();
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static volatile String kept = "nothing had begun";

  private Interruption() {}

  /**
   * Takes the signals, but for those that whoever started this process has it ignore.
   *
   * @param main runs the command
   */
  static void takeSignals(Thread main) {
    for (String name : SIGNALS) {
      try {
        new IrqHandler(name, data -> end(data.getNumber(), main)).bind();
      } catch (IllegalArgumentException e) {
        // Java was started so that it leaves signals alone (-Xrs).
        return;
      }
    }
  }

  /**
   * Notes what will be said if the command in hand is interrupted.
   *
   * @param what is kept, and how to go on
   */
  static void keeps(String what) {
    kept = what;
  }

  /** Whether the command ends for a signal: what it then fails with is no news. */
  static boolean isOn() {
    return SIGNAL.get() != 0;
  }

  /**
   * To be told when the command has ended.
   *
   * @param code with which it did
   * @return the one to exit with
   */
  static int exitCode(int code) {
    ENDED.countDown();
    return isOn() ? BASE + SIGNAL.get() : code;
  }

  private static void end(int signal, Thread main) {
    if (!SIGNAL.compareAndSet(0, signal)) {
      Runtime.getRuntime().halt(BASE + signal);
    }
    say("chm-corr: stopped; " + kept);
    Screen.mute();
    for (int look = 1; look <= LOOKS && !hasEnded(); look++) {
      if (!Sessions.cancelJobs() || look % PATIENT_LOOKS == 0) {
        main.interrupt();
      }
    }
    if (!hasEnded()) {
      Sessions.abandon();
      System.exit(BASE + signal);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.err.println(line);
  }

  private static boolean hasEnded() {
    try {
      return ENDED.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts the thread of a signal.
      throw new IllegalStateException(e);
    }
  }
}
