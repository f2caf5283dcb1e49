package dev.chmcorr.job.cluster;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** The executors of a cluster, which come when it has room for them. */
public final class Executors {
  private static final int POLL_MILLISECONDS = 200;
  private static final int POLLS_BETWEEN_WARNINGS = 150;
  private static final List<String> ASKED =
      List.of(
          "spark.executor.cores",
          "spark.executor.memory",
          "spark.executor.resource.gpu.amount",
          "spark.task.resource.gpu.amount");

  private Executors() {}

  /**
   * Waits for the first executor, since how the work is cut depends on how many there are. Spark
   * itself waits without end and without a word for what the cluster cannot give; this says so
   * every half minute.
   *
   * @throws UserException if the cluster has turned the application away
   */
  public static void await(SparkSession spark, Console console) throws InterruptedException {
    SparkContext context = spark.sparkContext();
    if (context.isLocal()
        || context.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      return;
    }
    for (int poll = 1; none(context); poll++) {
      Thread.sleep(POLL_MILLISECONDS);
      if (poll % POLLS_BETWEEN_WARNINGS == 0) {
        console.warn(
            "%s has no executor running yet; it may be busy, have no worker with what was asked for (%s), or end executors as they start (its reason then stands above, or in its logs)",
            context.master(), asked(context.getConf()));
      }
    }
  }

  private static boolean none(SparkContext context) {
    if (context.isStopped()) {
      throw new UserException("Cannot run on %s: %s".formatted(context.master(), why(context)));
    }
    // The driver counts as one.
    return context.statusTracker().getExecutorInfos().length <= 1;
  }

  /** An application that no master has taken goes by a name that Spark made up for it. */
  private static String why(SparkContext context) {
    if (YarnApplication.isOn(context.getConf())) {
      return YarnApplication.whereToLook(context);
    }
    return context.applicationId().startsWith("spark-application-")
        ? "no master answers there, or not to us; check the address, that spark.authenticate and its secret are the master's, and that its Spark is this one, %s (with SPARK_HOME, that of the cluster is)"
            .formatted(context.version())
        : "it removed the application before an executor had started; its web page and the workers' logs say why";
  }

  private static String asked(SparkConf conf) {
    List<String> parts = new ArrayList<>();
    for (String name : ASKED) {
      if (conf.contains(name)) {
        parts.add(name + "=" + conf.get(name));
      }
    }
    return String.join(", ", parts);
  }
}
