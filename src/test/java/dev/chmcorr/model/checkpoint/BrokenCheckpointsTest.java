package dev.chmcorr.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Shared;
import dev.chmcorr.pickle.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrokenCheckpointsTest {
  private static final int CASES = 600;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"flat_zip", "nested_zip", "flat_legacy", "nested_legacy"})
  void ofTorchSave(String name) throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("reference/checkpoints/" + name + ".pth"));
    assertThat(Mutations.refused(file, CASES, name.hashCode(), this::readAll))
        .isBetween(CASES / 4, CASES);
  }

  @Test
  void madeByHand() throws IOException {
    byte[] pickle = Checkpoints.single("0", 4, 1, new long[] {3}, new long[] {1}).end();
    byte[] floats = Checkpoints.floats(1, 2, 3, 4);
    Path zip = Checkpoints.zip(folder, pickle, Map.of("0", floats));
    Path legacy = Checkpoints.legacy(folder, pickle, "0", 4, floats);
    for (Path file : new Path[] {zip, legacy}) {
      assertThat(Mutations.refused(Files.readAllBytes(file), CASES, 7, this::readAll))
          .isBetween(CASES / 4, CASES);
    }
  }

  private void readAll(byte[] content) throws IOException {
    StateDict dict = CheckpointReader.read(Files.write(folder.resolve("broken.pth"), content));
    for (String name : dict.names()) {
      assertThat(dict.tensor(name).shape()).isEqualTo(dict.shape(name));
    }
  }
}
