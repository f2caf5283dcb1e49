package dev.chmcorr.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that Ctrl-C ends lets its folders go. */
class InterruptedRunTest {
  private final Storage store = new Storage(new Configuration());
  @TempDir private java.nio.file.Path folder;

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  @Test
  void aThreadThatIsInterruptedLetsItsFolderGo() throws IOException {
    RunLock lock = RunLock.acquire(store, new Path(folder.toUri()));

    Thread.currentThread().interrupt();
    lock.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.resolve(RunLock.FILE)).doesNotExist();
  }

  @Test
  void whereThatThreadDoesNotEndAllFoldersAreLetGo() throws IOException {
    RunLock one = RunLock.acquire(store, new Path(folder.resolve("a").toUri()));
    RunLock two = RunLock.acquire(store, new Path(folder.resolve("b").toUri()));

    RunLock.releaseAll();

    assertThat(folder.resolve("a").resolve(RunLock.FILE)).doesNotExist();
    assertThat(folder.resolve("b").resolve(RunLock.FILE)).doesNotExist();
    one.close();
    two.close();
  }
}
