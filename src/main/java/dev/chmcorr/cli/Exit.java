package dev.chmcorr.cli;

/**
 * The end of a command that failed. Where YARN runs the driver, an exit would leave whoever
 * submitted without a reason: what {@code main} throws is what YARN and spark-submit say.
 */
final class Exit {
  private static final String MASTER = "spark.master";
  private static final String MODE = "spark.submit.deployMode";

  private static volatile String reason = "Cannot go on; see the driver's log";

  private Exit() {}

  /** Notes, in one line, why the command fails. */
  static void because(String line) {
    reason = line;
  }

  /** Ends this process, or the thread that YARN has given to the driver. */
  static void with(int code) {
    if (isDriverOfYarn() && !Interruption.isOn()) {
      throw new CommandFailed(reason, code);
    }
    System.exit(code);
  }

  private static boolean isDriverOfYarn() {
    return "yarn".equals(System.getProperty(MASTER)) && "cluster".equals(System.getProperty(MODE));
  }

  /** Has no stack trace: of a bug the log has it already. */
  static final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String reason, int code) {
      super("%s (exit code %d)".formatted(reason, code), null, false, false);
    }
  }
}
