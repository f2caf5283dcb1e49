package dev.chmcorr.job.run;

import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.console.NanoClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;

/** One local[2] session for all tests of this JVM, and a context whose console can be read. */
public final class LocalSpark {
  private static SparkSession session;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final JobContext context;

  public LocalSpark() {
    this(NanoClock.SYSTEM);
  }

  /** One whose console takes the time from another clock. */
  public LocalSpark(NanoClock clock) {
    context =
        JobContext.of(
            session(),
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8),
                clock));
  }

  /** The session, started on first use. */
  public static synchronized SparkSession session() {
    if (session == null) {
      System.setProperty("spark.master", "local[2]");
      System.setProperty("spark.ui.enabled", "false");
      System.setProperty("spark.driver.bindAddress", "127.0.0.1");
      System.setProperty("spark.driver.host", "127.0.0.1");
      System.setProperty("spark.sql.shuffle.partitions", "3");
      // Users need not know of a class that Kryo was not told of; here it is a fault.
      System.setProperty("spark.kryo.registrationRequired", "true");
      // On a few rows, to compile a query takes longer than to run it. End-to-end tests do both.
      System.setProperty("spark.sql.codegen.wholeStage", "false");
      System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      System.setProperty("spark.sql.adaptive.enabled", "false");
      System.setProperty("spark.hadoop.fs.file.impl", QuickLocalFileSystem.class.getName());
      session = Sessions.open("tests");
    }
    return session;
  }

  public JobContext context() {
    return context;
  }

  /** What went to standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What went to standard error. */
  public String progress() {
    return progress.toString(StandardCharsets.UTF_8);
  }
}
