package dev.chmcorr.pickle;

import java.nio.ByteBuffer;

/** A numpy array as the pickle holds it: checked when made, decoded when asked. */
public final class NumpyArray implements Buildable {
  /** Numpy's own limit. */
  private static final int MAX_DIMENSIONS = 64;

  private int[] shape = {0};
  private NumpyType type;
  private boolean fortran;
  private Object data;

  NumpyArray() {}

  /** {@code _frombuffer(bytes, dtype, shape, order)}, as protocol 5 spells arrays. */
  static NumpyArray ofBuffer(Object[] arguments) throws PickleException {
    if (arguments.length != 4) {
      throw PickleStack.broken();
    }
    NumpyArray array = new NumpyArray();
    array.set(arguments[2], arguments[1], "F".equals(arguments[3]), arguments[0]);
    return array;
  }

  @Override
  public void build(Object state) throws PickleException {
    if (!(state instanceof Object[] tuple) || tuple.length != 5) {
      throw PickleStack.broken();
    }
    set(tuple[1], tuple[2], Boolean.TRUE.equals(tuple[3]), tuple[4]);
  }

  private void set(Object newShape, Object newType, boolean newFortran, Object newData)
      throws PickleException {
    if (!(newShape instanceof Object[] sizes) || !(newType instanceof NumpyType numpyType)) {
      throw PickleStack.broken();
    }
    shape = sizes(sizes);
    type = numpyType;
    fortran = newFortran;
    data = newData;
    if (type.isNumber()) {
      checkLength();
    }
  }

  private static int[] sizes(Object[] sizes) throws PickleException {
    if (sizes.length > MAX_DIMENSIONS) {
      throw new PickleException("it has a numpy array of %d dimensions".formatted(sizes.length));
    }
    int[] shape = new int[sizes.length];
    for (int i = 0; i < shape.length; i++) {
      if (!(sizes[i] instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
        throw new PickleException("it has a numpy array of an invalid shape");
      }
      shape[i] = size.intValue();
    }
    return shape;
  }

  private void checkLength() throws PickleException {
    long bytes = type.size();
    for (int size : shape) {
      // Saturates: two factors below 2^31 cannot overflow a long.
      bytes = Math.min(bytes * size, Integer.MAX_VALUE);
    }
    if (bytes != RawBytes.length(data)) {
      throw new PickleException(
          "it has a numpy array of %d bytes, not the %d of its shape and dtype"
              .formatted(RawBytes.length(data), bytes));
    }
  }

  /** Sizes of the dimensions. */
  public int[] shape() {
    return shape.clone();
  }

  /** Code of the dtype, such as "i8". */
  public String type() throws PickleException {
    checkNumbers();
    return type.code();
  }

  /** How many elements it has. */
  public int length() throws PickleException {
    checkNumbers();
    return RawBytes.length(data) / type.size();
  }

  /** The values, row-major; refuses a dtype that is not one of integers. */
  public long[] integers() throws PickleException {
    checkNumbers();
    if (!type.isInteger()) {
      throw new PickleException("it has an array of dtype %s, not integers".formatted(type.code()));
    }
    ByteBuffer bytes = RawBytes.of(data);
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.integerAt(bytes, stored(i));
    }
    return values;
  }

  /** The values, row-major. */
  public double[] numbers() throws PickleException {
    checkNumbers();
    ByteBuffer bytes = RawBytes.of(data);
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.numberAt(bytes, stored(i));
    }
    return values;
  }

  /** Where the element of that row-major index lies. */
  private int stored(int index) {
    if (!fortran) {
      return index;
    }
    int rest = index;
    int stored = 0;
    int block = 1;
    for (int size : shape) {
      block *= size;
    }
    for (int d = shape.length - 1; d >= 0; d--) {
      block /= shape[d];
      stored += rest % shape[d] * block;
      rest /= shape[d];
    }
    return stored;
  }

  private void checkNumbers() throws PickleException {
    if (type == null || !type.isNumber()) {
      throw new PickleException(
          "it has an array of dtype %s, not numbers".formatted(type == null ? "?" : type.code()));
    }
  }
}
