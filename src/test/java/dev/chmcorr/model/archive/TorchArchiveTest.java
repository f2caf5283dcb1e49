package dev.chmcorr.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.model.checkpoint.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchArchiveTest {
  private static final ArchiveMetadata METADATA =
      ArchiveMetadata.of("test", "none", new TreeMap<>(), new Provenance("none", "00"));

  @TempDir Path folder;

  @Test
  void givesTheSameBytesForTheSameInput() throws Exception {
    Path first = write("first.pt", tensor(1, 2, 3), tensor(4));
    Thread.sleep(2100); // zip times have a resolution of two seconds
    Path second = write("second.pt", tensor(1, 2, 3), tensor(4));

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void givesTheSameBytesInEveryTimeZone() {
    Path first = write("first.pt", tensor(1, 2, 3));
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
    try {
      assertThat(write("second.pt", tensor(1, 2, 3))).hasSameBinaryContentAs(first);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void alignsTensorsAndStoresThemLittleEndian() throws IOException {
    Path file = write("aligned.pt", tensor(1, 2, 3), tensor(4711), tensor(815, 5));

    byte[] bytes = Files.readAllBytes(file);
    for (float value : new float[] {1, 4711, 815}) {
      assertThat(position(bytes, value) % 64).as("position of %s", value).isZero();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry("network/data/0");
      assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
      assertThat(entry.getSize()).isEqualTo(12);
      assertThat(zip.getInputStream(entry).readAllBytes())
          .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40);
    }
  }

  @Test
  void asksForValuesOneTensorAtATimeAndOnce() {
    StringBuilder asked = new StringBuilder();
    TorchTensor first = new TorchTensor(new int[] {1}, () -> log(asked, "first"));
    TorchTensor second = new TorchTensor(new int[] {1}, () -> log(asked, "second"));

    write("lazy.pt", first, second);

    assertThat(asked).hasToString("first second ");
  }

  @Test
  void leavesNothingBehindWhenItFails() {
    TorchTensor bad = new TorchTensor(new int[] {2, 3}, () -> new float[5]);

    assertThatThrownBy(() -> write("bad.pt", tensor(1), bad))
        .hasMessageContaining("5 values for 6 places");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void replacesAFileOnlyWhenTheNewOneIsWhole() {
    Path file = write("model.pt", tensor(1));
    byte[] before = read(file);

    assertThatThrownBy(() -> write("model.pt", new TorchTensor(new int[] {2}, () -> new float[1])));
    assertThat(file).hasBinaryContent(before);

    write("model.pt", tensor(2));
    assertThat(read(file)).isNotEqualTo(before);
  }

  private Path write(String name, TorchTensor... tensors) {
    Path file = folder.resolve(name);
    TorchModule module = new TorchModule("Net").tensors("weights", List.of(tensors));
    TorchArchive.write(file, "class Net(Module):\n", module, METADATA);
    return file;
  }

  private static float[] log(StringBuilder asked, String name) {
    asked.append(name).append(' ');
    return new float[1];
  }

  private static TorchTensor tensor(float... values) {
    return TorchTensor.of(new TensorData(new int[] {values.length}, values));
  }

  /** Where a float's bytes first stand. */
  private static int position(byte[] bytes, float value) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.length - 4; i++) {
      if (buffer.getInt(i) == Float.floatToIntBits(value)) {
        return i;
      }
    }
    throw new AssertionError("No " + value);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
