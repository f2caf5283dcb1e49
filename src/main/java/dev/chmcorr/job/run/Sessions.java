package dev.chmcorr.job.run;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.job.cluster.FailedStart;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.table.WorkPathCommitProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Spark sessions with what every job of this program needs, whatever started them. */
public final class Sessions {
  /** As many executors as no cluster has. */
  private static final int NO_LIMIT = 1 << 16;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Sessions() {}

  /**
   * Looks, before a command starts, whether the machine has the memory for it; on a cluster that is
   * Spark's and its workers' business.
   *
   * @param cache mebibytes for features, if the command has networks
   * @throws dev.chmcorr.domain.UserException if it cannot work
   */
  public static void checkMemory(Console console, OptionalInt cache) {
    SparkConf conf = new SparkConf();
    if (conf.get("spark.master", "local").matches("local(\\[.*)?")) {
      MemoryNeed.here(conf, cache).warning().ifPresent(warning -> console.warn("%s", warning));
    }
  }

  /**
   * The session of a command that runs queries of others, for whose tables Spark makes a folder.
   */
  public static SparkSession openForAnyQuery(String name) {
    SparkConf conf = new SparkConf();
    // Spark makes this folder, although nothing is written there: one that exists, not one here.
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir")).toUri().toString());
    return open(name, conf);
  }

  /**
   * The session of a command; spark-submit's settings win over these defaults.
   *
   * @throws dev.chmcorr.domain.UserException if this program does not run on this Spark
   */
  public static SparkSession open(String name) {
    return open(name, new SparkConf());
  }

  /** The session of a command whose parts go on side by side: none waits for another's tasks. */
  public static SparkSession openForSeveral(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    return open(name, conf);
  }

  private static SparkSession open(String name, SparkConf conf) {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    SparkVersions.check(version);
    conf.setAppName(name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.setIfMissing("spark.kryo.registrator", KryoRegistration.class.getName());
    conf.setIfMissing("spark.sql.parquet.compression.codec", "zstd");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // The console has a line of its own for that, in words.
    conf.set("spark.ui.showConsoleProgress", "false");
    // Plans that are kept have more columns than Spark shows of one without a warning.
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "100");
    // From 33 paths on tasks would list them, and send what a file system knows of a file: classes
    // of its own, which no one can register for Kryo.
    conf.set(
        "spark.sql.sources.parallelPartitionDiscovery.threshold",
        String.valueOf(Integer.MAX_VALUE));
    // Else tasks of Dataset operations would not get the archives that SparkContext.addFile ships.
    conf.set("spark.sql.artifact.isolation.enabled", "false");
    // Spark's own expression, and what other stores and services call their secrets.
    conf.setIfMissing(
        "spark.redaction.regex",
        "(?i)secret|password|passphrase|token|credential|(access|account|api)[.]?key");
    // Three seconds by default, which an executor without tasks of its own would be idle.
    conf.setIfMissing("spark.locality.wait", "500ms");
    commitWhole(conf);
    try {
      return SparkVersions.hasClassic(version)
          ? Classic.session(conf)
          : SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      FailedStart.explain(conf, e);
      throw e;
    }
  }

  /**
   * Spark 4's session, which its common one finds by Scala's reflection: half a second of every
   * command. A class of its own, since Spark 3.5 lacks the one that it names.
   */
  private static final class Classic {
    static SparkSession session(SparkConf conf) {
      return org.apache.spark.sql.classic.SparkSession.builder().config(conf).getOrCreate();
    }
  }

  /** A table's part files appear when its job commits, and not at all if it fails. */
  private static void commitWhole(SparkConf conf) {
    conf.setIfMissing(
        "spark.sql.sources.commitProtocolClass", WorkPathCommitProtocol.class.getName());
    // Renaming: version 2 would leave half-written tables behind a failed job.
    conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1");
    // On S3 a rename copies, one object after the other; completing uploads costs nothing.
    conf.setIfMissing(
        "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    conf.setIfMissing("spark.hadoop.fs.s3a.committer.name", "magic");
  }

  /**
   * How many tasks run at once over the executors that there are; if there are none yet, as Spark
   * begins where it allocates them dynamically, over the first that will come; where it may
   * allocate only so many, over all of these, which come only for tasks that wait. Spark's default
   * parallelism would not tell: it is a setting that many a cluster has fixed.
   */
  public static int slots(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    int slots =
        context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
    return slots(context.getConf(), slots);
  }

  /** The same, of which some are there. */
  static int slots(SparkConf conf, int there) {
    int tasks = ThreadPlan.of(conf).tasks();
    int known = there > 0 ? there : tasks;
    int most = conf.getInt("spark.dynamicAllocation.maxExecutors", NO_LIMIT);
    boolean isPlanned =
        conf.getBoolean("spark.dynamicAllocation.enabled", false) && most < NO_LIMIT;
    return isPlanned ? Math.max(known, most * tasks) : known;
  }

  /** Before the session of a command is closed: waits for what its tasks are still at. */
  public static void awaitTasks() {
    RunState.awaitTasks(PATIENCE);
  }

  /**
   * Has the jobs of this process's session, if it has one, fail, and Spark be silent about it.
   *
   * @return whether there is a session
   */
  public static boolean cancelJobs() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isEmpty() || session.get().sparkContext().isStopped()) {
      return false;
    }
    try {
      session.get().sparkContext().setLogLevel("OFF");
      session.get().sparkContext().cancelAllJobs();
      return true;
    } catch (RuntimeException e) {
      // It is being closed this very moment.
      return false;
    }
  }

  /** Has the jobs of this process's session fail, which goes on. */
  public static void cancelQueries() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().sparkContext().cancelAllJobs();
    }
  }

  /** Whether something failed only because it was told to stop. */
  public static boolean wasCancelled(Exception exception) {
    return Causes.of(exception)
        .anyMatch(
            cause ->
                cause instanceof SparkThrowable thrown
                    && "SPARK_JOB_CANCELLED".equals(thrown.getErrorClass()));
  }

  /** Before the process ends although a job of its has not: stops Spark, then lets folders go. */
  public static void abandon() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().stop();
    }
    RunLock.releaseAll();
  }

  /** Whether driver and executors are one JVM. */
  public static boolean isLocal(SparkSession spark) {
    return spark.sparkContext().isLocal();
  }
}
