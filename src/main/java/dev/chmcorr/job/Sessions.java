package dev.chmcorr.job;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with what every job of this program needs, whatever started them. */
public final class Sessions {
  private Sessions() {}

  /** The session of a command; spark-submit's settings win over these defaults. */
  public static SparkSession open(String name) {
    SparkConf conf = new SparkConf();
    conf.setAppName(name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.setIfMissing("spark.kryo.registrator", KryoRegistration.class.getName());
    conf.setIfMissing("spark.kryo.registrationRequired", "true");
    conf.setIfMissing("spark.sql.parquet.compression.codec", "zstd");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // Each chunk's part files are renamed into place when the job commits; version 2 would leave
    // half-written tables behind a failed job.
    conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1");
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** How many tasks run at once over all executors. */
  static int slots(SparkSession spark) {
    SparkConf conf = spark.sparkContext().getConf();
    int cores = ThreadPlan.cores(conf, Runtime.getRuntime().availableProcessors());
    int jvms = Math.max(1, spark.sparkContext().defaultParallelism() / cores);
    return jvms * ThreadPlan.of(conf).tasks();
  }

  /** Whether driver and executors are one JVM. */
  static boolean isLocal(SparkSession spark) {
    return spark.sparkContext().isLocal();
  }
}
