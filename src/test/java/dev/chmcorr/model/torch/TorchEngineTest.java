package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchEngineTest {
  /** Where DJL, and with it the lock, looks for its folder of native libraries first. */
  private static final String FOLDER = "ENGINE_CACHE_DIR";

  @TempDir private Path folder;

  @AfterEach
  void putBack() {
    System.clearProperty(FOLDER);
  }

  @Test
  void onlyTheFirstStartTakesTheMachinesLock() throws Exception {
    var first = TorchEngine.start();
    System.setProperty(FOLDER, folder.toString());

    assertThat(TorchEngine.start()).isSameAs(first);
    assertThat(folder).isEmptyDirectory();

    // The folder is the one that a lock would be taken in.
    NativeCache.lock().close();
    assertThat(folder).isNotEmptyDirectory();
  }
}
