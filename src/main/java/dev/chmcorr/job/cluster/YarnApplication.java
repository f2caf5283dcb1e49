package dev.chmcorr.job.cluster;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** A command as YARN sees it. */
public final class YarnApplication {
  private static final Pattern ENDED =
      Pattern.compile("^Application application_|^The YARN application has already ended");

  private YarnApplication() {}

  static boolean isOn(SparkConf conf) {
    return conf.get("spark.master", "").equals("yarn");
  }

  /** Whether Spark did not begin because YARN has ended the application. */
  static boolean hasEnded(Exception thrown) {
    return thrown instanceof SparkException && ENDED.matcher(thrown.getMessage()).find();
  }

  /** Where to look for what YARN did to an application. */
  static String whereToLook(SparkContext context) {
    return "YARN ended it before an executor had started; yarn logs -applicationId %s says why"
        .formatted(context.applicationId());
  }

  /** What to say where YARN runs the driver and has begun it again, after it was lost. */
  public static Optional<String> laterAttempt(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    Option<String> attempt = context.applicationAttemptId();
    return attempt.isEmpty() || attempt.get().equals("1")
        ? Optional.empty()
        : Optional.of(
            "attempt %s at %s: YARN has begun the driver again, which goes on from what is finished"
                .formatted(attempt.get(), context.applicationId()));
  }
}
