package dev.chmcorr.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeUnpicklerTest {
  private static final Limits LIMITS = Limits.DEFAULT.withInputMebibytes(1);

  @Test
  void readsPlainValues() throws IOException {
    RawPickle pickle = new RawPickle().ops("(NK").raw(255).ops("M").raw(1, 2).ops("J");
    pickle.raw(0xfe, 0xff, 0xff, 0xff, Opcode.NEWTRUE, Opcode.LONG1, 0, Opcode.LONG1, 1, 0x80);
    pickle.ops("G").raw(0xbf, 0xf8, 0, 0, 0, 0, 0, 0).text("h\u00e9").bytes(new byte[] {7});
    pickle.raw(Opcode.SHORT_BINSTRING, 1, 0xe9).ops("t");
    Object[] tuple = (Object[]) load(pickle);
    assertThat(tuple)
        .containsExactly(
            null, 255L, 513L, -2L, true, 0L, -128L, -1.5, "h\u00e9", new byte[] {7}, "\u00e9");
  }

  @Test
  void readsIntegersBeyond64Bits() throws IOException {
    RawPickle pickle = new RawPickle().raw(Opcode.LONG1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(load(pickle)).isEqualTo(BigInteger.ONE.shiftLeft(64));
  }

  @Test
  void readsContainersAndTheMemo() throws IOException {
    RawPickle pickle = new RawPickle().ops("}").raw(Opcode.MEMOIZE).ops("(").text("a");
    pickle.ops("](K").raw(1).ops("K").raw(2).ops("eq").raw(9).text("b").ops("h").raw(9).ops("u");
    Map<?, ?> map = (Map<?, ?>) load(pickle);
    assertThat(map.get("a")).isEqualTo(List.of(1L, 2L)).isSameAs(map.get("b"));
  }

  @Test
  void readsOnePickleAfterAnother() throws IOException {
    byte[] two = new RawPickle().integer(1).raw(Opcode.STOP).integer(2).end();
    SafeUnpickler unpickler = unpickler(two);
    assertThat(unpickler.load()).isEqualTo(1L);
    assertThat(unpickler.position()).isEqualTo(13);
    assertThat(unpickler.load()).isEqualTo(2L);
    assertThatThrownBy(unpickler::load).hasMessageContaining("truncated?");
  }

  @Test
  void refusesEveryOtherGlobalByName() {
    String reason = "which is not allowed (only plain data is read, nothing is run)";
    refused(new RawPickle().global("os", "system"), "it asks for os.system, " + reason);
    refused(
        new RawPickle().text("builtins").text("eval").raw(Opcode.STACK_GLOBAL),
        "it asks for builtins.eval, " + reason);
    refused(
        new RawPickle().text("numpy").text("a\nb").raw(Opcode.STACK_GLOBAL),
        "it asks for numpy.a?b, " + reason);
  }

  @Test
  void callsNothingButFunctionsOfTheAllowList() {
    String broken = "it is not a well-formed pickle";
    refused(new RawPickle().global("numpy", "ndarray").ops(")R"), broken);
    refused(new RawPickle().text("os.system").ops(")R"), broken);
    refused(new RawPickle().global("numpy", "dtype").ops("]R"), broken);
    refused(new RawPickle().ops("]]b"), broken);
    refused(new RawPickle().ops("]]").raw(Opcode.STACK_GLOBAL), broken);
    refused(new RawPickle().integer(1).ops("Q"), "it refers to data outside the pickle");
  }

  /** As INST, OBJ, EXT1 to EXT4, NEWOBJ_EX, NEXT_BUFFER and protocol 0's text forms. */
  @ParameterizedTest
  @ValueSource(ints = {'i', 'o', 0x82, 0x83, 0x84, 0x92, 0x97, 'I', 'P', 0xff})
  void refusesOtherOperations(int opcode) {
    refused(
        new RawPickle().raw(opcode), "it has the unsupported operation 0x%02x".formatted(opcode));
  }

  @Test
  void refusesBrokenStacks() {
    String broken = "it is not a well-formed pickle";
    for (String ops :
        new String[] {"", "0", "s", "}s", "}(]u", "t", "]a", "NNa", "(a", "(0", "h0"}) {
      refused(new RawPickle().ops(ops), broken);
    }
    refused(
        new RawPickle().ops("}").ops(")Ns"),
        "it has a dictionary key that is neither text nor" + " number");
  }

  @Test
  void refusesLengthsBeyondTheFileWithoutAllocatingThem() {
    refused(
        new RawPickle().length8(Opcode.BINBYTES8, 1L << 60),
        "it holds a value of 1152921504606846976 bytes");
    refused(new RawPickle().length8(Opcode.BINUNICODE8, -1), "it holds a value of -1 bytes");
    refused(
        new RawPickle().length8(Opcode.BYTEARRAY8, 2_000_000_000),
        // What came before: three bytes and two operations.
        "reading it takes at least 2000000139 bytes of memory (at most 1048576; --max-input-mib raises the limit)");
    refused(
        new RawPickle().length8(Opcode.BINBYTES8, 1_000_000),
        "it ends in the middle (is the file truncated?)");
    refused(
        new RawPickle().raw(Opcode.LONG4, 0, 0, 0, 64), "it holds an integer of 1073741824 bytes");
  }

  @Test
  void boundsOperationsAndNames() {
    for (String bomb : new String[] {"(", "]", "}", ")"}) {
      assertThatThrownBy(() -> load(new RawPickle().ops(bomb.repeat(20_000))))
          .isInstanceOf(PickleException.class)
          .hasMessageMatching(
              "reading it takes at least 10485\\d\\d bytes of memory \\(at most .*");
    }
    refused(new RawPickle().ops("c" + "x".repeat(2000)), "it holds a name of more than 1000 bytes");
  }

  @Test
  void refusesOtherProtocols() {
    assertThatThrownBy(() -> unpickler(new byte[] {(byte) Opcode.PROTO, 6, '.'}).load())
        .hasMessage("it is a pickle of protocol 6 (must be 2..5)");
  }

  private static void refused(RawPickle pickle, String reason) {
    assertThatThrownBy(() -> load(pickle)).isInstanceOf(PickleException.class).hasMessage(reason);
  }

  private static Object load(RawPickle pickle) throws IOException {
    return unpickler(pickle.end()).load();
  }

  private static SafeUnpickler unpickler(byte[] pickle) {
    return new SafeUnpickler(
        new ByteArrayInputStream(pickle),
        AllowList.only(NumpyGlobals.all()),
        PersistentLoader.NONE,
        new MemoryBudget(LIMITS));
  }
}
