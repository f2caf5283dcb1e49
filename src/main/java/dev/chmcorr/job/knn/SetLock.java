package dev.chmcorr.job.knn;

import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hadoop.fs.Path;

/** Takes the folder of a set, for which a user can only wait: its name was never given. */
final class SetLock {
  /** After so many looks the user is told again: half a minute at a look a second. */
  private static final int LOOKS_PER_LINE = 30;

  private final JobContext context;
  private final Duration pause;

  SetLock(JobContext context) {
    this(context, Duration.ofSeconds(1));
  }

  /**
   * @param pause between two looks whether the folder is free
   */
  SetLock(JobContext context, Duration pause) {
    this.context = context;
    this.pause = pause;
  }

  /**
   * Takes it as soon as no other process embeds the set.
   *
   * @throws dev.chmcorr.domain.UserException if its lock does not say which process does
   */
  RunLock await(Path folder) throws IOException {
    RunLock.Attempt attempt = RunLock.attempt(context.store(), folder);
    for (int look = 0; attempt.lock().isEmpty(); look++) {
      if (look % LOOKS_PER_LINE == 0) {
        context
            .console()
            .stage(
                "embed: waiting for %s, which embeds these images (%s)",
                attempt.owner().map(owner -> "process " + owner).orElse("another process"), folder);
      }
      sleep();
      attempt = RunLock.attempt(context.store(), folder);
    }
    return attempt.lock().get();
  }

  private void sleep() throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for another process");
    }
  }
}
