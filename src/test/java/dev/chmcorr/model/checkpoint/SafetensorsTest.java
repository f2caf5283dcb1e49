package dev.chmcorr.model.checkpoint;

import static dev.chmcorr.model.checkpoint.Checkpoints.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.RawPickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsEveryTypeOfNumbers() throws IOException {
    byte[] data = {
      0, 0, (byte) 0x80, 0x3f, 0, 0x3c, (byte) 0x80, 0x3f, 7, 0, 0, 0, 0, 0, 0, 0, -3, 1
    };
    String header =
        """
        {"f": {"dtype": "F32", "shape": [1, 1], "data_offsets": [0, 4]},
         "__metadata__": {"format": "pt"},
         "i": {"dtype": "I64", "shape": [], "data_offsets": [8, 16]},
         "h": {"dtype": "F16", "shape": [1], "data_offsets": [4, 6]},
         "b": {"dtype": "BF16", "shape": [1], "data_offsets": [6, 8]},
         "c": {"dtype": "I8", "shape": [1], "data_offsets": [16, 17]},
         "t": {"dtype": "BOOL", "shape": [1], "data_offsets": [17, 18]},
         "e": {"dtype": "F64", "shape": [0, 3], "data_offsets": [18, 18]}}
        """;
    StateDict dict = Checkpoints.read(write(header, data));
    assertThat(dict.names()).containsExactly("f", "i", "h", "b", "c", "t", "e");
    assertThat(dict.shape("f")).containsExactly(1, 1);
    assertThat(dict.shape("i")).isEmpty();
    assertThat(dict.shape("e")).containsExactly(0, 3);
    assertThat(dict.tensor("i").values()).containsExactly(7);
    assertThat(dict.tensor("c").values()).containsExactly(-3);
    for (String one : new String[] {"f", "h", "b", "t"}) {
      assertThat(dict.tensor(one).values()).as(one).containsExactly(1);
    }
  }

  @Test
  void keepsTheOrderOfElements() throws IOException {
    String header = tensor("w", "F32", "[2, 3]", "[0, 24]");
    StateDict dict = Checkpoints.read(write(header, floats(1, 2, 3, 4, 5, 6)));
    assertThat(dict.tensor("w").values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** Lengths of 0x80 and of 'P' in the first byte look like a pickle and a zip file. */
  @ParameterizedTest
  @ValueSource(ints = {0x80, 'P', 0x280, 0x100 + 'P'})
  void isKnownByMoreThanItsFirstByte(int length) throws IOException {
    String header = tensor("w", "F32", "[1]", "[0, 4]");
    Path file = write(header + " ".repeat(length - header.length()), floats(5));
    assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) length);
    assertThat(Checkpoints.read(file).tensor("w").values()).containsExactly(5);
  }

  @Test
  void tensorsOfOtherTypesAreRefusedByNameAndOthersRead() throws IOException {
    String header =
        """
        {"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
         "q": {"dtype": "F8_E4M3", "shape": [3], "data_offsets": [4, 7]}}
        """;
    Path file = write(header, Arrays.copyOf(floats(2), 7));
    assertThat(Checkpoints.entry(file, ".").tensor("w").values()).containsExactly(2);
    assertThat(read(file))
        .endsWith("tensor q is not read: it is of type F8_E4M3, not of plain numbers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F32 | [2] | [0, 4] | tensor w of type F32 and shape [2] has 4 bytes",
        "F32 | [4611686018427387904, 4] | [0, 4] | has 4 bytes",
        "F32 | [-1] | [0, 4] | its header of safetensors describes tensor w in another way",
        "F32 | [1.5] | [0, 4] | in another way",
        "F32 | 1 | [0, 4] | in another way",
        "F32 | [1] | [4, 0] | in another way",
        "F32 | [1] | [0] | in another way",
        "F32 | [1] | [0, 4, 4] | in another way",
        "F32 | [1] | [-4, 0] | in another way",
        "F32 | [1] | [1, 5] | tensor w lies at 1 to 5, not from 0 on",
        "F32 | [2] | [0, 8] | it ends in the middle (is the file truncated?)",
        "F32 | [0] | [0, 0] | it has 4 bytes that are of no tensor",
        "F32 | [1] | [0, 99999999999999999999999] | its header of safetensors is no JSON",
        "F32 | [1] | [0, 9223372036854775807] | it ends in the middle"
      })
  void refusesLies(String type, String shape, String place, String reason) throws IOException {
    assertThat(read(write(tensor("w", type, shape, place), new byte[4])))
        .startsWith("Cannot read checkpoint ")
        .contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"w\": 3}",
        "{\"w\": {}}",
        "{\"w\": {\"dtype\": 1, \"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{\"w\": {\"dtype\": \"F32\", \"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{\"w\"",
        "{nonsense",
        "{} {}",
        "{\"\u0000\": {}}"
      })
  void refusesBrokenHeaders(String header) throws IOException {
    assertThat(read(write(header, new byte[4]))).startsWith("Cannot read checkpoint ");
  }

  /** Bytes of two tensors, and of none. */
  @Test
  void refusesOverlapsGapsAndTwins() throws IOException {
    String overlap = two("v", "[0, 8]", "w", "[4, 12]");
    assertThat(read(write(overlap, new byte[12]))).endsWith("w lies at 4 to 12, not from 8 on");
    String gap = two("v", "[0, 8]", "w", "[12, 20]");
    assertThat(read(write(gap, new byte[20]))).endsWith("w lies at 12 to 20, not from 8 on");
    String twins = two("w", "[0, 8]", "w", "[8, 16]");
    assertThat(read(write(twins, new byte[16]))).endsWith("it has two tensors named w");
  }

  @Test
  void refusesDeepAndManyAndLong() throws IOException {
    String deep = "{\"__metadata__\": " + "[".repeat(100_000);
    assertThat(read(write(deep, new byte[0]))).contains("is no JSON");
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      many.append(
          "\"w%d\": {\"dtype\": \"F32\", \"shape\": [0], \"data_offsets\": [0, 0]},".formatted(i));
    }
    many.setCharAt(many.length() - 1, '}');
    assertThat(read(write(many.toString(), new byte[0])))
        .endsWith("it holds 20000 tensors (at most 10000 are read)");
    Path endless = folder.resolve("endless");
    byte[] length = RawPickle.little(9).putLong(90_000_000).put((byte) '{').array();
    Files.write(endless, length);
    assertThat(read(endless)).endsWith("it ends in the middle (is the file truncated?)");
  }

  @Test
  void theMemoryOfTheHeaderIsBounded() throws IOException {
    String long1 = "{\"__metadata__\": {\"a\": \"" + "x".repeat(2 << 20) + "\"}}";
    Path file = write(long1, new byte[0]);
    String message =
        Hostile.read(
            Hostile.bound(1 << 20),
            UserException.class,
            () -> CheckpointReader.read(file, Limits.DEFAULT.withInputMebibytes(1)));
    assertThat(message).contains("of memory (at most 1048576; --max-input-mib raises the limit)");
  }

  @Test
  void namesTensorsOfControlCharactersOnOneLine() throws IOException {
    String message = read(write(tensor("w\\n\\u001b[2J", "F32", "[2]", "[0, 4]"), new byte[4]));
    assertThat(message).contains("tensor w??[2J of type F32");
  }

  private static String tensor(String name, String type, String shape, String place) {
    return "{\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}}"
        .formatted(name, type, shape, place);
  }

  private static String two(String one, String place, String other, String otherPlace) {
    String first = tensor(one, "F32", "[2]", place);
    return first.substring(0, first.length() - 1)
        + ","
        + tensor(other, "F32", "[2]", otherPlace).substring(1);
  }

  private Path write(String header, byte[] data) throws IOException {
    return SavedWeights.safetensors(folder.resolve("made.safetensors"), header, data);
  }

  /** Reads all tensors; null or why not. */
  private static String read(Path file) throws IOException {
    return Hostile.read(
        Hostile.bound(Files.size(file)),
        UserException.class,
        () -> {
          StateDict dict = Checkpoints.read(file);
          dict.names().forEach(dict::tensor);
        });
  }
}
