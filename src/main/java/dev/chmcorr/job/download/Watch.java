package dev.chmcorr.job.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Closes a stream of which nothing has come for long, so that whoever reads it gets an error. */
final class Watch implements AutoCloseable {
  private static final int LOOKS = 4;

  private final InputStream in;
  private final LongSupplier come;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> looks;
  private long last = -1;
  private int still;

  Watch(InputStream in, LongSupplier come, Duration patience) {
    this.in = in;
    this.come = come;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "download watch");
              thread.setDaemon(true);
              return thread;
            });
    long pause = Math.max(1, patience.toMillis() / LOOKS);
    this.looks = timer.scheduleAtFixedRate(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = come.getAsLong();
    still = now == last ? still + 1 : 0;
    last = now;
    if (still >= LOOKS) {
      try {
        in.close();
      } catch (IOException e) {
        // Whoever reads it gets one too.
      }
    }
  }

  @Override
  public void close() {
    looks.cancel(false);
    timer.shutdownNow();
  }
}
