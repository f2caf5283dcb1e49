package dev.chmcorr.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.published.MaskFile;
import dev.chmcorr.pickle.published.ScoreFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks that are known by name, each as a ranking file and as a mask file. */
class HostilePicklesTest {
  private static final String NO_DICTIONARY = "it is no dictionary";

  @Test
  void claimsOfHugeArrays() {
    RawPickle pickle = new RawPickle().ops("}").integer(1);
    pickle.global("numpy.core.multiarray", "_reconstruct").ops("(");
    pickle.global("numpy", "ndarray").integers(0).bytes(new byte[] {'b'}).ops("tR(").integer(1);
    pickle.integers(1L << 40).global("numpy", "dtype").ops("(").text("i8").ops("tR");
    pickle.raw(Opcode.NEWFALSE).bytes(new byte[8]).ops("tbs");
    refused(pickle.end(), "it has a numpy array of an invalid shape");
    RawPickle square = new RawPickle().ops("}").integer(1);
    square.global("numpy._core.numeric", "_frombuffer").ops("(").bytes(new byte[8]);
    square.global("numpy", "dtype").ops("(").text("i8").ops("tR");
    square.integers(1L << 30, 1L << 30, 1L << 30).text("C").ops("tRs");
    refused(square.end(), "it has a numpy array of 8 bytes, not the 2147483647 of its");
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.BINUNICODE8, Opcode.BINBYTES8, Opcode.BYTEARRAY8})
  void claimsOfHugeValues(int opcode) {
    refused(new RawPickle().length8(opcode, 1L << 40).end(), "a value of 1099511627776 bytes");
    refused(new RawPickle().length8(opcode, 1 << 30).end(), "at most 536870912; --max-input-mib");
    refused(new RawPickle().length8(opcode, Long.MIN_VALUE).end(), "a value of -9223372036854");
    refused(new RawPickle().length8(opcode, 1 << 28).end(), "it ends in the middle");
  }

  @Test
  void claimsOfHugeIntegers() {
    refused(new RawPickle().raw(Opcode.LONG4, 255, 255, 255, 127).end(), "of 2147483647 bytes");
    refused(new RawPickle().raw(Opcode.LONG4, 0, 0, 0, 128).end(), "of -2147483648 bytes");
  }

  /** Frames are hints for reading ahead; nothing is read ahead here. */
  @Test
  void claimsOfHugeFrames() {
    byte[] pickle = new RawPickle().length8(Opcode.FRAME, Long.MAX_VALUE).ops("}").end();
    assertThat(rankings(pickle)).isNull();
    assertThat(masks(pickle)).isNull();
  }

  @Test
  void deepNesting() {
    int depth = 100_000;
    for (String open : new String[] {"]", "(", ")"}) {
      refused(new RawPickle().ops(open.repeat(depth)).end(), "Cannot read");
    }
    refused(new RawPickle().ops("]".repeat(depth) + "a".repeat(depth - 1)).end(), NO_DICTIONARY);
    refused(new RawPickle().ops(")" + "\u0085".repeat(depth)).end(), NO_DICTIONARY);
    refused(new RawPickle().ops("}K\1)" + "\u0085".repeat(depth) + "s").end(), "Cannot read");
    for (String open : new String[] {"[", "{\"a\":", "[{\"a\":"}) {
      byte[] json = open.repeat(depth).getBytes(StandardCharsets.UTF_8);
      assertThat(masks(json)).startsWith("Cannot read mask file it: ");
    }
  }

  /** As a tree they would take twenty times their bytes. */
  @Test
  void emptyObjects() {
    byte[] json = ("{\"a\": [" + "{},".repeat(1 << 20) + "0]}").getBytes(StandardCharsets.UTF_8);
    String message =
        Hostile.read(
            4L * json.length,
            UserException.class,
            () -> MaskFile.read(new ByteArrayInputStream(json), "it"));
    assertThat(message).isEqualTo("Cannot read mask file it: the mask of a is not 7 x 7");
  }

  /** Tuples that each hold the one before twice: 2^100 leaves in 300 bytes. */
  @Test
  void billionLaughs() {
    String laughs = ")" + "2\u0086".repeat(100);
    refused(new RawPickle().ops(laughs).end(), NO_DICTIONARY);
    refused(new RawPickle().ops("}" + laughs + "Ns").end(), "neither text nor number");
    refused(new RawPickle().ops("}K\1" + laughs + "s").end(), "Cannot read");
    refused(new RawPickle().ops(laughs + laughs + "\u0093").end(), "not a well-formed pickle");
    refused(new RawPickle().ops(laughs + "Q").end(), "data outside the pickle");
    RawPickle ordered = new RawPickle().global("collections", "OrderedDict");
    assertThat(rankings(ordered.ops(laughs + "R").end())).isNull();
  }

  /** What takes most memory for its few characters is stopped near what the option says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "]",
        "}",
        ")",
        "N",
        "N\u0094",
        "]Na",
        "}K\1Ns",
        "}(K\1NK\2NK\3NK\4Nu",
        "K\1",
        "G\0\0\0\0\0\0\0\0",
        "U\0",
        "U\1x",
        ")\u0085",
        "NN\u0086"
      })
  void bombs(String operations) {
    Limits limits = Limits.DEFAULT.withInputMebibytes(16);
    byte[] pickle = new RawPickle().ops(operations.repeat(500_000)).end();
    String message =
        Hostile.read(
            4 * limits.inputBytes(),
            UserException.class,
            () -> ScoreFile.read(new ByteArrayInputStream(pickle), "it", limits));
    assertThat(message).endsWith("(at most 16777216; --max-input-mib raises the limit)");
  }

  /** A list that holds itself. */
  @Test
  void cycles() {
    refused(new RawPickle().ops("]q\0h\0a").end(), NO_DICTIONARY);
    refused(new RawPickle().ops("}]q\0h\0aNs").end(), "neither text nor number");
    refused(new RawPickle().ops("}q\0K\1h\0s").end(), "Cannot read");
  }

  /** In Java's maps each access to one of n such keys would take n steps. */
  @Test
  void keysThatCollide() {
    RawPickle pickle = new RawPickle().ops("}(");
    LongStream.range(1, 150_000)
        .map(n -> n << 32 | n)
        .forEach(n -> pickle.integer(n).ops("NG").raw(bigEndian(n)).ops("N"));
    refused(pickle.ops("u").end(), "a large dictionary with keys of different types");
  }

  private static int[] bigEndian(long bits) {
    int[] bytes = new int[8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (int) (bits >>> (56 - 8 * i)) & 0xFF;
    }
    return bytes;
  }

  /** Equal keys that are not the same: each access compares all their characters. */
  @Test
  void keysThatAreLong() {
    String key = "x".repeat(1 << 20);
    RawPickle pickle = new RawPickle().text(key).ops("q\0").text(key).ops("q\1}(");
    pickle.ops("h\0Nh\1N".repeat(100_000));
    refused(pickle.ops("u").end(), "a dictionary key of 1048576 characters");
    RawPickle pairs = new RawPickle().global("collections", "OrderedDict").ops("](](").text(key);
    refused(pairs.ops("Nee\u0085R").end(), "a dictionary key of 1048576 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "__builtin__, apply",
    "subprocess, Popen",
    "numpy, load",
    "numpy.testing._private.utils, runstring",
    "numpy.core.multiarray, _reconstruct.__globals__",
    "torch, load",
    "torch.hub, load",
    "java.lang, Runtime",
    "collections, OrderedDict.fromkeys"
  })
  void forbiddenNames(String module, String name) {
    String reason = "it asks for %s.%s, which is not allowed".formatted(module, name);
    refused(new RawPickle().global(module, name).ops("(").text("id").ops("tR").end(), reason);
    refused(new RawPickle().text(module).text(name).raw(Opcode.STACK_GLOBAL).end(), reason);
    refused(new RawPickle().global(module, name).ops(")").raw(Opcode.NEWOBJ).end(), reason);
  }

  @Test
  void longJson() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    Limits limits = Limits.DEFAULT.withInputMebibytes(64);
    String message =
        Hostile.read(
            Hostile.bound(64 << 20),
            UserException.class,
            () -> MaskFile.read(endless, "it", limits));
    assertThat(message)
        .isEqualTo(
            "Cannot read mask file it: reading it takes at least 67108866 bytes of memory (at most 67108864; --max-input-mib raises the limit)");
  }

  /** Containers that take much memory for their few characters. */
  @ParameterizedTest
  @ValueSource(strings = {"[],", "{},", "{\"\":0},", "[[[]]],", "128,", "1e9,", "\"\","})
  void bulkyJson(String item) {
    byte[] json = ("[" + item.repeat(200_000) + "0]").getBytes(StandardCharsets.UTF_8);
    assertThat(masks(json)).contains(NO_DICTIONARY);
  }

  @Test
  void numbersOfAMillionDigits() {
    byte[] json = ("{\"a/b\": " + "9".repeat(1 << 20) + "}").getBytes(StandardCharsets.UTF_8);
    assertThat(masks(json)).contains("it is neither a pickle nor JSON: Number value length");
  }

  private static void refused(byte[] pickle, String reason) {
    assertThat(rankings(pickle)).contains(reason);
    assertThat(masks(pickle)).contains(reason);
  }

  private static String rankings(byte[] pickle) {
    return Hostile.read(
        Hostile.bound(pickle.length),
        UserException.class,
        () -> ScoreFile.read(new ByteArrayInputStream(pickle), "it"));
  }

  private static String masks(byte[] pickle) {
    return Hostile.read(
        Hostile.bound(pickle.length),
        UserException.class,
        () -> MaskFile.read(new ByteArrayInputStream(pickle), "it"));
  }
}
