package dev.chmcorr.image.decode;

import java.nio.ByteBuffer;

/** GIF's compressed indices (GIF89a specification, appendix F). */
final class LzwPixels {
  private static final int MAX_BITS = 12;
  private static final int TABLE = 1 << MAX_BITS;

  private final ByteBuffer in;
  private final int bits;
  private final int clear;

  // An entry is another with one index at its end.
  private final byte[] last = new byte[TABLE];
  private final int[] before = new int[TABLE];
  private int next;
  private int codeBits;

  private int previous = -1;
  private byte firstOfPrevious;

  // Bits that were read of the block in hand, and its bytes that were not.
  private int buffer;
  private int buffered;
  private int block;

  // What a code stands for, from the end backwards, as far as it has not been given away.
  private final byte[] found = new byte[TABLE + 1];
  private int start = found.length;

  /**
   * @param in at the byte that says how many bits an index has
   */
  LzwPixels(ByteBuffer in) {
    this.in = in;
    this.bits = Byte.toUnsignedInt(in.get());
    if (bits > MAX_BITS) {
      throw ImageException.broken();
    }
    this.clear = 1 << bits;
    restart();
  }

  private void restart() {
    next = clear + 2;
    codeBits = bits + 1;
    previous = -1;
  }

  /**
   * Fills a row.
   *
   * @throws ImageException if the data are broken or end before it is full
   */
  void read(byte[] row) {
    int at = 0;
    while (at < row.length) {
      if (start == found.length) {
        expand(code());
      }
      int count = Math.min(found.length - start, row.length - at);
      System.arraycopy(found, start, row, at, count);
      start += count;
      at += count;
    }
  }

  private int code() {
    int code = nextBits();
    while (code == clear) {
      restart();
      code = nextBits();
    }
    if (code == clear + 1) {
      throw ImageException.truncated();
    }
    return code;
  }

  private int nextBits() {
    while (buffered < codeBits) {
      while (block == 0) {
        if (!in.hasRemaining()) {
          throw ImageException.truncated();
        }
        block = Byte.toUnsignedInt(in.get());
        if (block > in.remaining()) {
          throw ImageException.truncated();
        }
      }
      buffer |= Byte.toUnsignedInt(in.get()) << buffered;
      buffered += Byte.SIZE;
      block--;
    }
    int code = buffer & (1 << codeBits) - 1;
    buffer >>>= codeBits;
    buffered -= codeBits;
    return code;
  }

  private void expand(int code) {
    if (code > (previous < 0 ? clear - 1 : next)) {
      throw ImageException.broken();
    }
    int entry = code;
    if (previous >= 0 && code == next) {
      found[--start] = firstOfPrevious;
      entry = previous;
    }
    while (entry >= clear) {
      if (start == 0 || entry >= TABLE) {
        throw ImageException.broken();
      }
      found[--start] = last[entry];
      entry = before[entry];
    }
    if (start == 0) {
      throw ImageException.broken();
    }
    found[--start] = (byte) entry;
    if (previous >= 0) {
      add((byte) entry);
    }
    firstOfPrevious = (byte) entry;
    previous = code;
  }

  private void add(byte first) {
    if (next < TABLE) {
      last[next] = first;
      before[next] = previous;
      if (next == (1 << codeBits) - 1 && codeBits < MAX_BITS) {
        codeBits++;
      }
      next++;
    }
  }
}
