package dev.chmcorr.model.checkpoint;

import static dev.chmcorr.model.checkpoint.Checkpoints.floats;
import static dev.chmcorr.model.checkpoint.Checkpoints.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.RawPickle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the checkpoint reader that are known by name. */
class HostileCheckpointsTest {
  private static final long[] ONE = {1};
  private static final long[] FOUR = {4};

  @TempDir Path folder;

  /** A quarter of a gigabyte of zeros in a megabyte. */
  @Test
  void compressedBombs() throws IOException {
    Path file = folder.resolve("bomb.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.BEST_SPEED);
      Checkpoints.stored(zip, "made/data.pkl", single());
      zip.putNextEntry(new ZipEntry("made/data/0"));
      zeros(zip, 1 << 28);
    }
    assertThat(read(file))
        .endsWith("its part made/data/0 is compressed, which torch.save never does");
  }

  private static void zeros(OutputStream out, int count) throws IOException {
    byte[] zeros = new byte[1 << 20];
    for (int i = 0; i < count; i += zeros.length) {
      out.write(zeros);
    }
  }

  @Test
  void manyParts() throws IOException {
    Path file = folder.resolve("many.pth");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      Checkpoints.stored(zip, "made/data.pkl", single());
      for (int i = 0; i < 65_000; i++) {
        Checkpoints.stored(zip, "made/data/" + i, new byte[0]);
      }
    }
    assertThat(read(file)).endsWith("it has 65001 parts (at most 20000 are read)");
  }

  @Test
  void manyTensors() throws IOException {
    RawPickle pickle = new RawPickle().ops("}(");
    tensor(pickle.text("w"), "0", 4, 0, FOUR, ONE).ops("q\0");
    for (int i = 0; i < 100_000; i++) {
      pickle.text("layer1." + i + ".").ops("h\0");
    }
    Path file = Checkpoints.zip(folder, pickle.ops("u").end(), storage());
    assertThat(read(file)).endsWith("it holds 100001 tensors (at most 10000 are read)");
  }

  /** The same arguments again and again, each time for another tensor of many dimensions. */
  @Test
  void tensorsOfManyDimensions() throws IOException {
    long[] ones = new long[64];
    Arrays.fill(ones, 1);
    RawPickle pickle = new RawPickle().global("torch._utils", "_rebuild_tensor_v2").ops("q\0((");
    pickle.text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(4);
    pickle.ops("tQ").integer(0).integers(ones).integers(ones).ops("tq\1");
    Path file = Checkpoints.zip(folder, pickle.ops("h\0h\1R".repeat(100_000)).end(), storage());
    Limits limits = Limits.DEFAULT.withInputMebibytes(16);
    String message =
        Hostile.read(
            4 * limits.inputBytes(), UserException.class, () -> Checkpoints.read(file, limits));
    assertThat(message).endsWith("(at most 16777216; --max-input-mib raises the limit)");
  }

  /** One reader sees the first, another the last. */
  @Test
  void partsOfOneName() throws IOException {
    Path file =
        Checkpoints.zip(folder, single(), Map.of("0", floats(1, 2, 3, 4), "1", new byte[1]));
    replaceAll(file, "made/data/1", "made/data/0");
    assertThat(read(file)).endsWith("it has two parts named made/data/0");
  }

  /** Nothing is ever unpacked, so such a part is of no consequence. */
  @ParameterizedTest
  @ValueSource(strings = {"../../escaped", "/tmp/escaped", "made/../../escaped", "C:\\escaped"})
  void partsThatPointOutside(String name) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Path file = inner.resolve("made.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Checkpoints.stored(zip, name, new byte[1]);
      Checkpoints.stored(zip, "made/data.pkl", single());
      Checkpoints.stored(zip, "made/data/0", floats(1, 2, 3, 4));
    }
    assertThat(read(file)).isNull();
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
    assertThat(Path.of("/tmp/escaped")).doesNotExist();
  }

  /** Keys are names of parts and no paths: what they look like does not matter. */
  @Test
  void storagesThatPointOutside() throws IOException {
    String key = "../../../../etc/hostname";
    Path file =
        Checkpoints.zip(
            folder, Checkpoints.single(key, 4, 0, FOUR, ONE).end(), Map.of("0", floats(1)));
    assertThat(read(file)).endsWith("storage %s of tensor w is missing".formatted(key));
  }

  /** Two parts whose bytes are the same ones in the file: each is still bounded by the file. */
  @Test
  void overlappingParts() throws IOException {
    RawPickle pickle = new RawPickle().ops("}(");
    tensor(pickle.text("v"), "0", 4, 0, FOUR, ONE);
    tensor(pickle.text("w"), "1", 4, 0, FOUR, ONE);
    byte[] values = floats(1, 2, 3, 4);
    Path file = Checkpoints.zip(folder, pickle.ops("u").end(), Map.of("0", values, "1", values));
    ByteBuffer zip = bytes(file);
    int first = indexOf(zip, "PK\1\2", indexOf(zip, "PK\1\2", 0) + 1);
    int second = indexOf(zip, "PK\1\2", first + 1);
    zip.putInt(second + 42, zip.getInt(first + 42));
    Files.write(file, zip.array());
    assertThat(read(file)).isNull();
  }

  /** Sizes and offsets in the zip's directory, where 2^32-1 refers to fields that are not there. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1})
  void directoriesThatLie(int lie) throws IOException {
    Path file = Checkpoints.zip(folder, single(), storage());
    byte[] sound = Files.readAllBytes(file);
    int directory = indexOf(ByteBuffer.wrap(sound), "PK\1\2", 0);
    int last = indexOf(ByteBuffer.wrap(sound), "PK\1\2", directory + 1);
    int end = indexOf(ByteBuffer.wrap(sound), "PK\5\6", 0);
    int[] places = {last + 20, last + 24, last + 28, last + 42, end + 8, end + 12, end + 16};
    for (int place : places) {
      ByteBuffer zip = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
      Files.write(file, zip.putInt(place, lie).array());
      String message = read(file);
      if (message != null) {
        assertThat(message).startsWith("Cannot read checkpoint " + file + ": ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N",
        "]",
        ")",
        "K\1",
        "}",
        "(U\7storageNNNNt",
        "(U\7storageU\1iNNNt",
        "(U\6moduleNNNNt"
      })
  void referencesOfOtherShapes(String id) throws IOException {
    Path file = Checkpoints.zip(folder, new RawPickle().ops("}U\1w" + id + "Qs").end(), storage());
    assertThat(read(file)).endsWith("it refers to something else than a tensor's storage");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 61})
  void storagesOfImpossibleLength(long length) throws IOException {
    byte[] pickle = Checkpoints.single("0", length, 0, FOUR, ONE).end();
    String reason = "it refers to something else than a tensor's storage";
    assertThat(read(Checkpoints.zip(folder, pickle, storage()))).endsWith(reason);
    assertThat(read(Checkpoints.legacy(folder, pickle, "0", 4, floats(1, 2, 3, 4))))
        .endsWith(reason);
  }

  /** A file of holes takes no disk, but its tensor would take 16 GiB of memory. */
  @Test
  void tensorsOfSparseFiles() throws IOException {
    long length = 1L << 32;
    RawPickle pickle = new RawPickle().ops("}").text("w");
    long[] sizes = {1L << 30, 2};
    tensor(pickle, "ByteStorage", "0", length, 0, sizes, new long[] {0, 0}).ops("s");
    Path file = Checkpoints.legacy(folder, pickle.end(), "0", length, new byte[0]);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), channel.size() + length - 1);
    }
    assertThat(read(file)).contains("tensor w claims shape [1073741824, 2], strides [0, 0]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNoNumbers(float weight) throws IOException {
    Path file = Checkpoints.zip(folder, single(), Map.of("0", floats(1, 2, weight, 4)));
    assertThat(read(file))
        .endsWith("tensor w has the value %s, so the network is of no use".formatted(weight));
  }

  private static byte[] single() {
    return Checkpoints.single("0", 4, 0, FOUR, ONE).end();
  }

  private static Map<String, byte[]> storage() {
    return Map.of("0", floats(1, 2, 3, 4));
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int indexOf(ByteBuffer file, String text, int from) {
    return new String(file.array(), StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  private static void replaceAll(Path file, String old, String now) throws IOException {
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.write(file, content.replace(old, now).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads all tensors; null or why not. */
  private static String read(Path file) throws IOException {
    long length = Math.min(Files.size(file), 1 << 24);
    return Hostile.read(
        Hostile.bound(length),
        UserException.class,
        () -> {
          StateDict dict = Checkpoints.read(file);
          dict.names().forEach(dict::tensor);
        });
  }
}
