package dev.chmcorr.cli;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.Console;
import dev.chmcorr.job.run.Executors;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs in a Spark session. */
abstract class SparkCommand implements Callable<Integer> {
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

  @Override
  public Integer call() throws Exception {
    Job job = checkedJob();
    Console console = Console.standard();
    try (SparkSession spark = Sessions.open(spec.qualifiedName())) {
      Executors.await(spark, console);
      job.run(JobContext.of(spark, console));
    }
    return 0;
  }

  private Job checkedJob() {
    try {
      return job();
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
