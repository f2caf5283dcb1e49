package dev.chmcorr.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Random pickles: operations that fit together often enough to get far. */
public final class PicklePrograms {
  private static final String[] TEXTS = {
    "",
    "a/b",
    "w",
    "i8",
    "f4",
    "b1",
    "|",
    "<",
    ">",
    "storage",
    "0",
    "1",
    "cpu",
    "state_dict",
    "latin1",
    "F",
    "C",
    "os",
    "system",
    "\u0100"
  };

  private PicklePrograms() {}

  /**
   * Pickles up to their STOP.
   *
   * @param globals names "module name" that may be asked for
   */
  public static Arbitrary<byte[]> of(String... globals) {
    Arbitrary<byte[]> operation =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(plain())),
            Tuple.of(4, Arbitraries.of(globals).map(name -> global('c', name))),
            Tuple.of(1, Arbitraries.of(globals).map(name -> global('i', name))),
            Tuple.of(3, Arbitraries.of(TEXTS).map(PicklePrograms::text)),
            Tuple.of(3, Arbitraries.integers().between(0, 5).map(i -> op(Opcode.BINGET, i))),
            Tuple.of(3, Arbitraries.integers().between(0, 5).map(i -> op(Opcode.BINPUT, i))),
            Tuple.of(2, Arbitraries.integers().between(0, 9).map(i -> op(Opcode.BININT1, i))),
            Tuple.of(1, number()),
            Tuple.of(1, length()),
            Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(3)));
    return operation.list().ofMaxSize(60).map(PicklePrograms::joined);
  }

  private static List<byte[]> plain() {
    return List.of(
        op('N'),
        op('('),
        op('('),
        op('t'),
        op('t'),
        op(')'),
        op(']'),
        op('}'),
        op('R'),
        op('R'),
        op('b'),
        op('s'),
        op('u'),
        op('a'),
        op('e'),
        op('l'),
        op('d'),
        op('Q'),
        op('o'),
        op(Opcode.NEWOBJ_EX),
        op(Opcode.EXT1, 1),
        op(Opcode.NEXT_BUFFER),
        op('2'),
        op('0'),
        op('1'),
        op(Opcode.TUPLE1),
        op(Opcode.TUPLE2),
        op(Opcode.TUPLE3),
        op(Opcode.NEWOBJ),
        op(Opcode.NEWFALSE),
        op(Opcode.NEWTRUE),
        op(Opcode.MEMOIZE),
        op(Opcode.STACK_GLOBAL),
        op(Opcode.EMPTY_SET),
        op(Opcode.ADDITEMS),
        op(Opcode.FROZENSET));
  }

  private static byte[] op(int... bytes) {
    byte[] operation = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      operation[i] = (byte) bytes[i];
    }
    return operation;
  }

  private static byte[] global(char op, String name) {
    return (op + name.replace(' ', '\n') + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return RawPickle.little(2 + utf8.length)
        .put((byte) Opcode.SHORT_BINUNICODE)
        .put((byte) utf8.length)
        .put(utf8)
        .array();
  }

  private static Arbitrary<byte[]> number() {
    return Arbitraries.longs()
        .map(n -> RawPickle.little(10).put((byte) Opcode.LONG1).put((byte) 8).putLong(n).array());
  }

  /** Claims about what follows. */
  private static Arbitrary<byte[]> length() {
    return Arbitraries.of(
            Opcode.BINUNICODE8, Opcode.BINBYTES8, Opcode.BYTEARRAY8, Opcode.FRAME, Opcode.LONG4)
        .flatMap(
            op ->
                Arbitraries.longs()
                    .map(n -> RawPickle.little(9).put((byte) (int) op).putLong(n).array()));
  }

  private static byte[] joined(List<byte[]> operations) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) Opcode.PROTO, 2});
    operations.forEach(pickle::writeBytes);
    pickle.write(Opcode.STOP);
    return pickle.toByteArray();
  }
}
