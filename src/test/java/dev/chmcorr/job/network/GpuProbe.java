package dev.chmcorr.job.network;

import dev.chmcorr.job.run.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A program for tests: prints how many slots there are, and each executor's CUDA index. */
public final class GpuProbe {
  private GpuProbe() {}

  /** Needs {@code spark.master} and the GPU amounts as system properties. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = Sessions.open("probe")) {
      System.out.println("slots: " + Sessions.slots(spark));
      List<Integer> tasks = IntStream.range(0, 16).boxed().toList();
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(tasks, tasks.size())
          .map(task -> seen())
          .distinct()
          .collect()
          .forEach(System.out::println);
    }
  }

  private static String seen() throws InterruptedException {
    // Long enough for the other executor to get tasks too.
    Thread.sleep(300);
    return "worker %s takes cuda:%d"
        .formatted(
            System.getenv("WORKER_NUMBER"), TaskDevice.gpu(TaskContext.get().resourcesJMap()));
  }
}
