package dev.chmcorr.pickle;

import java.nio.ByteBuffer;

/**
 * A numpy value that is no array.
 *
 * @param type code of its dtype, such as "i8"
 * @param value Long or Double; null if its dtype is no number's
 */
public record NumpyScalar(String type, Number value) {
  static NumpyScalar of(Object[] arguments) throws PickleException {
    if (arguments.length != 2 || !(arguments[0] instanceof NumpyType type)) {
      throw PickleStack.broken();
    }
    if (!type.isNumber()) {
      return new NumpyScalar(type.code(), null);
    }
    if (RawBytes.length(arguments[1]) != type.size()) {
      throw new PickleException("it has a numpy scalar whose size is not that of its dtype");
    }
    ByteBuffer data = RawBytes.of(arguments[1]);
    if (type.isInteger()) {
      return new NumpyScalar(type.code(), type.integerAt(data, 0));
    }
    return new NumpyScalar(type.code(), type.numberAt(data, 0));
  }
}
