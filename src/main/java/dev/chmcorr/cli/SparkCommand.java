package dev.chmcorr.cli;

import dev.chmcorr.job.Console;
import dev.chmcorr.job.Executors;
import dev.chmcorr.job.Sessions;
import dev.chmcorr.job.Workplace;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that runs in a Spark session. */
abstract class SparkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  abstract void run(Workplace work) throws Exception;

  @Override
  public Integer call() throws Exception {
    Console console = Console.standard();
    try (SparkSession spark = Sessions.open(spec.qualifiedName())) {
      Executors.await(spark, console);
      run(Workplace.of(spark, console));
    }
    return 0;
  }
}
