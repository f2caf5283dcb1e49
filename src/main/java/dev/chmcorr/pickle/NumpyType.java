package dev.chmcorr.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * A numpy dtype: integers, booleans, float32 and float64, either byte order. Others may occur in a
 * file, but their values cannot be read.
 */
public final class NumpyType implements Buildable {
  private static final Set<String> INTEGERS =
      Set.of("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1");
  private static final Set<String> FLOATS = Set.of("f4", "f8");

  private final String code;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  private NumpyType(String code) {
    this.code = code;
  }

  static NumpyType of(Object[] arguments) throws PickleException {
    if (arguments.length == 0 || !(arguments[0] instanceof String code)) {
      throw PickleStack.broken();
    }
    return new NumpyType(code);
  }

  @Override
  public void build(Object state) throws PickleException {
    if (!(state instanceof Object[] tuple) || tuple.length < 2) {
      throw PickleStack.broken();
    }
    order = ">".equals(tuple[1]) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Kind and bytes per element, such as "i8" or "f4". */
  public String code() {
    return code;
  }

  /** Whether values can be read. */
  boolean isNumber() {
    return isInteger() || FLOATS.contains(code);
  }

  /** Bytes per number. */
  int size() {
    return code.charAt(1) - '0';
  }

  /** Whether the values are integers or booleans. */
  boolean isInteger() {
    return INTEGERS.contains(code);
  }

  long integerAt(ByteBuffer data, int index) {
    data.order(order);
    int at = index * size();
    return switch (code) {
      case "i1" -> data.get(at);
      case "b1", "u1" -> Byte.toUnsignedLong(data.get(at));
      case "i2" -> data.getShort(at);
      case "u2" -> Short.toUnsignedLong(data.getShort(at));
      case "i4" -> data.getInt(at);
      case "u4" -> Integer.toUnsignedLong(data.getInt(at));
      default -> data.getLong(at);
    };
  }

  double numberAt(ByteBuffer data, int index) {
    data.order(order);
    return switch (code) {
      case "f4" -> data.getFloat(index * size());
      case "f8" -> data.getDouble(index * size());
      default -> integerAt(data, index);
    };
  }
}
