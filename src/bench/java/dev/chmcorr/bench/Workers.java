package dev.chmcorr.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One thread per core, each with its share of the items: as the tasks of a Spark job in one JVM,
 * with libtorch limited to one thread in each.
 */
final class Workers {
  static final int COUNT = Runtime.getRuntime().availableProcessors();

  private Workers() {}

  /** What a worker does with its share. */
  interface Work<T> {
    void on(List<T> share) throws Exception;
  }

  static <T> void divide(List<T> items, Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        List<T> share =
            items.subList(items.size() * i / COUNT, items.size() * (i + 1) / COUNT);
        running.add(
            threads.submit(
                () -> {
                  work.on(share);
                  return null;
                }));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Failed in a worker", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
