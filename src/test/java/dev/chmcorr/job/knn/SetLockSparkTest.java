package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SetLockSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  @Timeout(60)
  void whoWaitsSaysSoAgainAndTakesTheFolderWhenItIsFree() throws Exception {
    RunLock first = RunLock.acquire(spark.context().store(), path());
    CompletableFuture<RunLock> second = CompletableFuture.supplyAsync(this::await);
    while (!second.isDone() && lines() < 2) {
      Thread.onSpinWait();
    }
    assertThat(second).isNotDone();
    assertThat(spark.progress())
        .contains(
            "@", "embed: waiting for process ", ", which embeds these images (" + path() + ")");
    first.close();

    try (RunLock lock = second.get(30, TimeUnit.SECONDS)) {
      assertThat(folder.resolve("_lock")).isNotEmptyFile();
    }
  }

  /** Its owner has created the file and not written its name yet. */
  @Test
  void whoHasJustBegunIsWaitedForToo() throws IOException {
    Path lock = Files.createFile(folder.resolve("_lock"));
    CompletableFuture<RunLock> waiting = CompletableFuture.supplyAsync(this::await);
    while (!waiting.isDone() && lines() < 1) {
      Thread.onSpinWait();
    }
    Files.delete(lock);

    waiting.join().close();
    assertThat(spark.progress()).contains("embed: waiting for another process, which embeds");
  }

  private RunLock await() {
    try {
      return new SetLock(spark.context(), Duration.ofMillis(1)).await(path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long lines() {
    return spark.progress().lines().count();
  }

  private org.apache.hadoop.fs.Path path() {
    return spark.context().store().path(folder.toString());
  }
}
