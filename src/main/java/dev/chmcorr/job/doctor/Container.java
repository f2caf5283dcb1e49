package dev.chmcorr.job.doctor;

import org.apache.spark.SparkConf;

/**
 * What YARN and Kubernetes let a process of Spark have: its heap, and what Spark asked for beside
 * it. Where they do not set that as a limit of the operating system, they watch it themselves.
 */
final class Container {
  private static final String DEFAULT_HEAP = "1g";
  private static final long LEAST_OVERHEAD = 384;
  private static final double OVERHEAD_FACTOR = 0.1;

  private Container() {}

  /**
   * In mebibytes; {@code Long.MAX_VALUE} where there is no such limit.
   *
   * @param id of the executor, or {@code driver}, which is in a container in cluster mode only
   */
  static long mebibytes(SparkConf conf, String id) {
    String master = conf.get("spark.master", "");
    boolean isDriver = id.equals("driver");
    boolean isContained =
        (master.equals("yarn") || master.startsWith("k8s"))
            && !(isDriver && conf.get("spark.submit.deployMode", "client").equals("client"));
    if (!isContained) {
      return Long.MAX_VALUE;
    }
    String role = isDriver ? "spark.driver." : "spark.executor.";
    long heap = conf.getSizeAsMb(role + "memory", DEFAULT_HEAP);
    return heap + overhead(conf, role, heap);
  }

  /** By Spark's own defaults, if none is given. */
  private static long overhead(SparkConf conf, String role, long heap) {
    if (conf.contains(role + "memoryOverhead")) {
      return conf.getSizeAsMb(role + "memoryOverhead");
    }
    String old =
        conf.get("spark.kubernetes.memoryOverheadFactor", Double.toString(OVERHEAD_FACTOR));
    double factor = Double.parseDouble(conf.get(role + "memoryOverheadFactor", old));
    return Math.max(LEAST_OVERHEAD, (long) (factor * heap));
  }
}
