package dev.chmcorr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  @TempDir Path folder;

  @Test
  void readsNumbersAndLeavesStringsOut() throws IOException {
    Path file = folder.resolve("x.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "f", "<f4", "(2, 1)", little(8).putFloat(1.5f).putFloat(-2f));
      entry(zip, "u", "|u1", "(2,)", little(2).put((byte) 255).put((byte) 1));
      entry(zip, "l", "<i8", "()", little(8).putLong(1L << 40));
      entry(zip, "s", "<U2", "(1,)", little(8));
    }

    Npz npz = Npz.open(file);

    assertThat(npz.names()).containsExactly("f", "u", "l");
    assertThat(npz.shape("f")).containsExactly(2, 1);
    assertThat(npz.floats("f")).containsExactly(1.5f, -2f);
    assertThat(npz.longs("u")).containsExactly(255, 1);
    assertThat(npz.bytes("u")).containsExactly(-1, 1);
    assertThat(npz.shape("l")).isEmpty();
    assertThat(npz.longs("l")).containsExactly(1L << 40);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void entry(
      ZipOutputStream zip, String name, String type, String shape, ByteBuffer data)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(
        little(10)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 1)
            .put((byte) 0)
            .putShort((short) header.length())
            .array());
    zip.write(header.getBytes(StandardCharsets.US_ASCII));
    zip.write(data.array());
  }
}
