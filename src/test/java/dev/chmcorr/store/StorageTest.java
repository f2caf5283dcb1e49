package dev.chmcorr.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chmcorr.domain.ShardLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  /** Opens; what lies at its beginning cannot be read, as on a damaged disk. */
  private static final Path DAMAGED = Path.of("/proc/self/mem");

  @TempDir private Path folder;

  private final Storage store = new Storage(new Configuration());

  @Test
  void whatADiskCannotReadIsAnException() throws IOException {
    assumeTrue(Files.isReadable(DAMAGED), DAMAGED + " is there");
    String tar = Files.createSymbolicLink(folder.resolve("x.tar"), DAMAGED).toString();

    assertThatThrownBy(() -> store.read(store.path(tar)))
        .isInstanceOf(IOException.class)
        .hasMessage("Input/output error");
    for (String image : List.of(tar, new ShardLocation(tar, 512, 10, "c/1.jpg").toString())) {
      assertThatThrownBy(() -> new StoredImages(store).read(image, 1000, Map.of()))
          .as(image)
          .isInstanceOf(IOException.class)
          .hasMessage("Input/output error");
    }
  }
}
