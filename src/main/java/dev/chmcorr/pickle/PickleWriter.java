package dev.chmcorr.pickle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a pickle of protocol 4, the one that Python 3 writes by default, value by value. Numpy's
 * names are those of numpy 1, which numpy 2 knows too.
 */
public final class PickleWriter {
  private static final int PROTOCOL = 4;

  /** Stands for a part that is written once and referred to afterwards. */
  @FunctionalInterface
  private interface Part {
    void write() throws IOException;
  }

  private final OutputStream out;
  private final Map<String, Integer> memo = new HashMap<>();

  /** The stream is buffered and closed by the caller. */
  public PickleWriter(OutputStream out) throws IOException {
    this.out = out;
    op(Opcode.PROTO);
    out.write(PROTOCOL);
  }

  /** Writes an opcode that has no argument. */
  public void op(int opcode) throws IOException {
    out.write(opcode);
  }

  public void integer(int value) throws IOException {
    if (value >= 0 && value < 256) {
      op(Opcode.BININT1);
      out.write(value);
    } else {
      op(Opcode.BININT);
      out.write(little(Integer.BYTES).putInt(value).array());
    }
  }

  public void text(String value) throws IOException {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    op(Opcode.BINUNICODE);
    out.write(little(Integer.BYTES).putInt(utf8.length).array());
    out.write(utf8);
  }

  /** A numpy.int64. */
  public void int64(long value) throws IOException {
    global("numpy.core.multiarray", "scalar");
    dtype("i8");
    bytes(little(Long.BYTES).putLong(value).array());
    op(Opcode.TUPLE2);
    op(Opcode.REDUCE);
  }

  /** A numpy array of dtype int64, row-major. */
  public void int64Array(long[] values, int... shape) throws IOException {
    ByteBuffer data = little(values.length * Long.BYTES);
    data.asLongBuffer().put(values);
    array("i8", data.array(), shape);
  }

  /** A numpy array of dtype float64, row-major. */
  public void float64Array(double[] values, int... shape) throws IOException {
    ByteBuffer data = little(values.length * Double.BYTES);
    data.asDoubleBuffer().put(values);
    array("f8", data.array(), shape);
  }

  private void array(String type, byte[] data, int... shape) throws IOException {
    checkLength(data.length / Long.BYTES, shape);
    global("numpy.core.multiarray", "_reconstruct");
    once("empty array", this::emptyArrayArguments);
    op(Opcode.REDUCE);
    op(Opcode.MARK);
    integer(1);
    op(Opcode.MARK);
    for (int size : shape) {
      integer(size);
    }
    op(Opcode.TUPLE);
    dtype(type);
    op(Opcode.NEWFALSE);
    bytes(data);
    op(Opcode.TUPLE);
    op(Opcode.BUILD);
  }

  private static void checkLength(int values, int... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values) {
      throw new IllegalArgumentException(
          "Invalid array: %d values for the shape %s".formatted(values, Arrays.toString(shape)));
    }
  }

  private void emptyArrayArguments() throws IOException {
    global("numpy", "ndarray");
    integer(0);
    op(Opcode.TUPLE1);
    bytes(new byte[] {'b'});
    op(Opcode.TUPLE3);
  }

  private void dtype(String code) throws IOException {
    once(
        "dtype " + code,
        () -> {
          global("numpy", "dtype");
          text(code);
          op(Opcode.NEWFALSE);
          op(Opcode.NEWTRUE);
          op(Opcode.TUPLE3);
          op(Opcode.REDUCE);
          littleEndianState();
          op(Opcode.BUILD);
        });
  }

  /** (3, '<', None, None, None, -1, -1, 0), the state of every plain dtype. */
  private void littleEndianState() throws IOException {
    op(Opcode.MARK);
    integer(3);
    text("<");
    op(Opcode.NONE);
    op(Opcode.NONE);
    op(Opcode.NONE);
    integer(-1);
    integer(-1);
    integer(0);
    op(Opcode.TUPLE);
  }

  private void global(String module, String name) throws IOException {
    once(
        module + "." + name,
        () -> {
          text(module);
          text(name);
          op(Opcode.STACK_GLOBAL);
        });
  }

  private void once(String name, Part part) throws IOException {
    Integer known = memo.get(name);
    if (known != null) {
      op(Opcode.BINGET);
      out.write(known);
      return;
    }
    part.write();
    op(Opcode.MEMOIZE);
    memo.put(name, memo.size());
  }

  private void bytes(byte[] value) throws IOException {
    op(Opcode.BINBYTES);
    out.write(little(Integer.BYTES).putInt(value.length).array());
    out.write(value);
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
