package dev.chmcorr.job.cluster;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import org.apache.spark.SparkConf;

/** Why Spark did not begin on a cluster, in one line: no one there, no right to run, a mistake. */
public final class FailedStart {
  private FailedStart() {}

  /**
   * Says it if there is a cluster to blame.
   *
   * @param conf that Spark was started with
   * @param thrown by its start
   * @throws UserException if it was to start on a cluster
   */
  public static void explain(SparkConf conf, Exception thrown) {
    String master = conf.get("spark.master");
    if (!(thrown instanceof UserException) && !master.startsWith("local")) {
      throw new UserException(
          "Cannot run on %s: %s; %s".formatted(master, cause(thrown), advice(conf, thrown)),
          thrown);
    }
  }

  private static String cause(Exception thrown) {
    Throwable root = Causes.root(thrown);
    return "%s (%s)".formatted(Causes.firstLine(root), root.getClass().getSimpleName());
  }

  private static String advice(SparkConf conf, Exception thrown) {
    if (YarnApplication.hasEnded(thrown)) {
      return "yarn logs -applicationId ID says why, such as no Java 17 there (spark.yarn.appMasterEnv.JAVA_HOME)";
    }
    if (conf.get("spark.master").startsWith("k8s://")) {
      return "check the address of its API server, and what the account that you use may do there";
    }
    return "check its address and settings";
  }
}
