package dev.chmcorr.job;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Prepares items ahead of their use on threads of its own, in order: reading and decoding go on
 * while the network computes. At most {@code ahead} prepared items wait.
 */
final class Prefetcher<A, B> implements Iterator<B>, AutoCloseable {
  private final Iterator<A> source;
  private final Function<A, B> prepare;
  private final int ahead;
  private final ExecutorService threads;
  private final Queue<Future<B>> waiting = new ArrayDeque<>();

  Prefetcher(Iterator<A> source, Function<A, B> prepare, int ahead, int threadCount) {
    this.source = source;
    this.prepare = prepare;
    this.ahead = ahead;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "chmcorr-prefetch");
              thread.setDaemon(true);
              return thread;
            });
    fill();
  }

  private void fill() {
    while (waiting.size() < ahead && source.hasNext()) {
      A item = source.next();
      waiting.add(threads.submit(() -> prepare.apply(item)));
    }
  }

  @Override
  public boolean hasNext() {
    return !waiting.isEmpty();
  }

  @Override
  public B next() {
    if (waiting.isEmpty()) {
      throw new NoSuchElementException();
    }
    try {
      B item = waiting.remove().get();
      fill();
      return item;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a prepared item", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Failed to prepare an item", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
