package dev.chmcorr.cli;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.cluster.Executors;
import dev.chmcorr.job.cluster.LostExecutors;
import dev.chmcorr.job.cluster.YarnApplication;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs in a Spark session. */
abstract class SparkCommand implements Callable<Integer> {
  /** Of a command that writes one file, at its end. */
  static final String NOTHING_KEPT = "nothing was written; give the same command again";

  @Spec private CommandSpec spec;

  /** What a command does, once Spark has started. */
  interface Job {
    void run(JobContext context) throws IOException;
  }

  /**
   * Checks the options, so that a mistake is reported before Spark starts.
   *
   * @throws UserException if an option is out of its range
   */
  abstract Job job();

  /** What is said if the command is interrupted: what it leaves, and how to go on. */
  String kept() {
    return "what is finished is kept, and the same command goes on from there";
  }

  /** Memory that features of images may take; of a command that has no networks nothing. */
  OptionalInt featureMebibytes() {
    return OptionalInt.empty();
  }

  /** The session that it runs in. */
  SparkSession open(String name) {
    return Sessions.open(name);
  }

  @Override
  public Integer call() throws Exception {
    Job job = checkedJob();
    Interruption.keeps(kept());
    try (Console console = Console.standard()) {
      Sessions.checkMemory(console, featureMebibytes());
      console.now("start Spark");
      try (SparkSession spark = open(spec.qualifiedName())) {
        YarnApplication.laterAttempt(spark).ifPresent(attempt -> console.stage("%s", attempt));
        Executors.await(spark, console);
        run(job, JobContext.of(spark, console), LostExecutors.of(spark));
        console.now("stop Spark");
      }
    }
    return 0;
  }

  private static void run(Job job, JobContext context, LostExecutors lost) throws Exception {
    try {
      job.run(context);
    } catch (Exception e) {
      throw lost.explain(e);
    } finally {
      Sessions.awaitTasks();
    }
  }

  private Job checkedJob() {
    try {
      return job();
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
