package dev.chmcorr.job.run;

import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.console.Gauge;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every stage works with.
 *
 * @param spark the session
 * @param store files and folders, as the session's Hadoop configuration reaches them
 * @param console what the user sees
 * @param configuration the same Hadoop configuration for tasks
 */
public record JobContext(
    SparkSession spark,
    Storage store,
    Console console,
    Broadcast<SerializableConfiguration> configuration) {

  /** The context of a command. */
  public static JobContext of(SparkSession spark, Console console) {
    var hadoop = spark.sessionState().newHadoopConf();
    Broadcast<SerializableConfiguration> configuration =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop));
    return new JobContext(spark, new Storage(hadoop), console, configuration);
  }

  /** The same, of which the user sees nothing. */
  public JobContext quietly() {
    return new JobContext(spark, store, Console.silent(), configuration);
  }

  public int slots() {
    return Sessions.slots(spark);
  }

  /** Does something and adds the seconds that it takes to a stage's. */
  public void timed(StageMeter meter, Timed action) throws IOException {
    double start = console.seconds();
    action.run();
    meter.ran(console.seconds() - start);
  }

  /** A piece of a stage. */
  public interface Timed {
    void run() throws IOException;
  }

  /**
   * Shows how far a stage is, until what is returned is closed.
   *
   * @param unit what the stage works through, plural
   * @param all how many there are
   * @param done what its tasks count of them
   */
  public Console.Following follow(StageMeter meter, String unit, long all, Metric done) {
    LiveSums sums = LiveSums.of(spark.sparkContext());
    Gauge.Rated pairs = new Gauge.Rated("pairs", () -> sums.of(meter.sum(Metric.PAIRS)));
    Console.Following shown =
        console.follow(new Gauge(meter.stage(), unit, all, () -> sums.of(meter.sum(done)), pairs));
    return () -> {
      shown.close();
      sums.close();
    };
  }

  /** Names the Spark jobs and stages that follow, for the user and Spark's user interface. */
  public void describe(String what) {
    console.now(what);
    spark.sparkContext().setJobDescription(what);
    // A stage's own name; else it is the line of code that began it.
    spark.sparkContext().setCallSite(what);
  }
}
