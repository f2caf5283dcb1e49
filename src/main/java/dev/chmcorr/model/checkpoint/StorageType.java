package dev.chmcorr.model.checkpoint;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Element types of PyTorch storages, and how one element becomes a float32. */
enum StorageType {
  DOUBLE("Double", 8, bytes -> (float) bytes.getDouble()),
  FLOAT("Float", 4, ByteBuffer::getFloat),
  HALF("Half", 2, bytes -> half(bytes.getShort())),
  BFLOAT16("BFloat16", 2, bytes -> Float.intBitsToFloat(bytes.getShort() << 16)),
  LONG("Long", 8, ByteBuffer::getLong),
  INT("Int", 4, ByteBuffer::getInt),
  SHORT("Short", 2, ByteBuffer::getShort),
  CHAR("Char", 1, ByteBuffer::get),
  BYTE("Byte", 1, bytes -> Byte.toUnsignedInt(bytes.get())),
  BOOL("Bool", 1, ByteBuffer::get),
  // Only their sizes matter: the legacy format has them one behind the other.
  COMPLEX_FLOAT("ComplexFloat", 8),
  COMPLEX_DOUBLE("ComplexDouble", 16),
  QUANTISED_BYTE("QUInt8", 1),
  QUANTISED_CHAR("QInt8", 1),
  QUANTISED_INT("QInt32", 4),
  QUANTISED_HALF_BYTE("QUInt4x2", 1),
  QUANTISED_QUARTER_BYTE("QUInt2x4", 1),
  UNTYPED("Untyped", 1);

  /** Reads the next element of a little-endian buffer. */
  @FunctionalInterface
  interface Element {
    float next(ByteBuffer bytes);
  }

  private final String prefix;
  private final int size;
  private final Element element;

  StorageType(String prefix, int size, Element element) {
    this.prefix = prefix;
    this.size = size;
    this.element = element;
  }

  /** A type whose elements are no plain numbers. */
  StorageType(String prefix, int size) {
    this(prefix, size, null);
  }

  /** Whether elements are plain numbers, which alone are read. */
  boolean isNumber() {
    return element != null;
  }

  /** The name of its class in PyTorch. */
  String torchName() {
    return "torch.%sStorage".formatted(prefix);
  }

  /** For the allow-list: "torch.FloatStorage" and so on. */
  static Map<String, Object> globals() {
    Map<String, Object> globals = new HashMap<>();
    for (StorageType type : values()) {
      globals.put(type.torchName(), type);
    }
    return globals;
  }

  /** Bytes per element. */
  int size() {
    return size;
  }

  /** Decodes elements into the values from index {@code from} to {@code to}. */
  void decode(ByteBuffer bytes, float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = element.next(bytes);
    }
  }

  /** IEEE 754 binary16. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
