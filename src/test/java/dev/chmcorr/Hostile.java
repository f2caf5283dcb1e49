package dev.chmcorr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Holds readers to what they promise for any input: they end, take memory in proportion to it, and
 * throw nothing but their documented exception, with a message of one line.
 */
public final class Hostile {
  /** Seconds that a reader may take, on a busy machine. */
  private static final long SECONDS = 20;

  private static final long FREE_BYTES = 64L << 20;
  private static final int BYTES_PER_INPUT_BYTE = 150;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static ExecutorService reader = newReader();

  private Hostile() {}

  /** Reads an input to its end. */
  @FunctionalInterface
  public interface Reading {
    void run() throws Exception;
  }

  /** The most bytes that reading an input may allocate on the heap, all in all. */
  public static long bound(long inputBytes) {
    return FREE_BYTES + BYTES_PER_INPUT_BYTE * inputBytes;
  }

  /**
   * Reads an input on a thread of its own.
   *
   * @param mostBytes that the reading may allocate, see {@link #bound}
   * @param refusal what the reader throws if it does not like the input
   * @return the refusal's message; null if the input was read
   */
  public static String read(
      long mostBytes, Class<? extends RuntimeException> refusal, Reading reading) {
    Future<String> outcome = reader.submit(() -> measured(mostBytes, refusal, reading));
    try {
      return outcome.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("Reading threw " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      // A thread that does not end keeps running; the next input gets another.
      reader = newReader();
      throw new AssertionError("Reading takes more than " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String measured(
      long mostBytes, Class<? extends RuntimeException> refusal, Reading reading) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    String message = null;
    try {
      reading.run();
    } catch (RuntimeException e) {
      if (!refusal.isInstance(e)) {
        throw e;
      }
      message = e.getMessage();
      assertThat(message)
          .isNotBlank()
          .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029]")
          .doesNotEndWith("null");
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes allocated").isLessThanOrEqualTo(mostBytes);
    return message;
  }

  private static ExecutorService newReader() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "hostile-input");
          thread.setDaemon(true);
          return thread;
        });
  }
}
