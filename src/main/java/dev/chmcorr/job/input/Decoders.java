package dev.chmcorr.job.input;

import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Threads of one task that read and decode images while its network computes. */
public final class Decoders {
  /** Threads beside those that decode: reads from HDFS or S3 mostly wait. */
  private static final int READERS = 7;

  private final ExecutorService threads;
  private final TaskMeter meter;

  private Decoders(int count, TaskMeter meter) {
    this.meter = meter;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "chmcorr-decode");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Threads that end with the task in hand.
   *
   * @param decoding how many images are decoded at once
   * @param meter gets the seconds that the task waits for them
   */
  public static Decoders ofTask(int decoding, TaskMeter meter) {
    Decoders decoders = new Decoders(READERS + decoding, meter);
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener) context -> decoders.threads.shutdownNow());
    return decoders;
  }

  /** Prepares an item when a thread is free, in the order of the calls. */
  public <T> Future<T> submit(Supplier<T> prepare) {
    return threads.submit(prepare::get);
  }

  /** The item, as soon as it is prepared; what its preparation threw is thrown here. */
  public <T> T await(Future<T> item) {
    return meter.time(Metric.WAIT, () -> result(item));
  }

  private static <T> T result(Future<T> item) {
    try {
      return item.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for an image", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Failed to prepare an image", e.getCause());
    }
  }
}
