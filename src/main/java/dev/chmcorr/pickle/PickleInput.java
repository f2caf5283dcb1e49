package dev.chmcorr.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The arguments of opcodes, read off a stream. Never allocates more than the stream holds. */
final class PickleInput {
  /** Integers are ids, sizes and one magic number of ten bytes. */
  private static final int MAX_INTEGER = 64;

  private static final int MAX_LINE = 1000;

  private final InputStream in;
  private final MemoryBudget budget;
  private long position;

  PickleInput(InputStream in, MemoryBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  int unsignedByte() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw truncated();
    }
    count(1);
    return value;
  }

  int unsignedShort() throws IOException {
    return unsignedByte() | unsignedByte() << 8;
  }

  int signedInt() throws IOException {
    return little(4).getInt();
  }

  long unsignedInt() throws IOException {
    return Integer.toUnsignedLong(signedInt());
  }

  long signedLong() throws IOException {
    return little(8).getLong();
  }

  double bigEndianDouble() throws IOException {
    return ByteBuffer.wrap(bytes(8)).getDouble();
  }

  /** A little-endian two's complement integer: Long where it fits. */
  Number integer(long length) throws IOException {
    if (length < 0 || length > MAX_INTEGER) {
      throw new PickleException("it holds an integer of %d bytes".formatted(length));
    }
    byte[] digits = bytes(length);
    byte[] reversed = new byte[digits.length + 1];
    for (int i = 0; i < digits.length; i++) {
      reversed[digits.length - i] = digits[i];
    }
    reversed[0] = (byte) (digits.length > 0 && digits[digits.length - 1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(reversed);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  String text(long length) throws IOException {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  String latin1(long length) throws IOException {
    return new String(bytes(length), StandardCharsets.ISO_8859_1);
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
      if (line.length() == MAX_LINE) {
        throw new PickleException("it holds a name of more than %d bytes".formatted(MAX_LINE));
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** Refuses a name that is longer than a line may be. */
  static void checkName(String name) throws PickleException {
    if (name.length() > MAX_LINE) {
      throw new PickleException("it holds a name of more than %d bytes".formatted(MAX_LINE));
    }
  }

  /** A line of decimal digits, as Python 2 writes integers beyond 32 bits: Long where it fits. */
  Number decimal() throws IOException {
    String line = line();
    try {
      BigInteger value = new BigInteger(line.endsWith("L") ? line.replace("L", "") : line);
      return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    } catch (NumberFormatException e) {
      throw PickleStack.broken();
    }
  }

  byte[] bytes(long length) throws IOException {
    if (length < 0 || length > Integer.MAX_VALUE - 8) {
      throw new PickleException("it holds a value of %d bytes".formatted(length));
    }
    count(length);
    // readNBytes grows with what is there, so a claimed length alone allocates nothing.
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw truncated();
    }
    return bytes;
  }

  private ByteBuffer little(int length) throws IOException {
    return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void count(long bytes) throws PickleException {
    position += bytes;
    budget.spend(bytes);
  }

  private static PickleException truncated() {
    return new PickleException("it ends in the middle (is the file truncated?)");
  }
}
