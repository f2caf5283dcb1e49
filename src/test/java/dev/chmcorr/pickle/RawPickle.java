package dev.chmcorr.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Spells pickles opcode by opcode, sound ones and others. */
public final class RawPickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Starts with protocol 2. */
  public RawPickle() {
    raw(Opcode.PROTO, 2);
  }

  public RawPickle raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** Opcodes that are printable, such as "(" or "tR". */
  public RawPickle ops(String opcodes) {
    out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public RawPickle text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    raw(Opcode.BINUNICODE);
    out.writeBytes(little(4).putInt(utf8.length).array());
    out.writeBytes(utf8);
    return this;
  }

  public RawPickle integer(long value) {
    raw(Opcode.LONG1, 8);
    out.writeBytes(little(8).putLong(value).array());
    return this;
  }

  public RawPickle integers(long... values) {
    ops("(");
    for (long value : values) {
      integer(value);
    }
    return ops("t");
  }

  public RawPickle bytes(byte[] bytes) {
    raw(Opcode.BINBYTES);
    out.writeBytes(little(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  /** An opcode with a length of eight bytes that nothing need follow. */
  public RawPickle length8(int opcode, long length) {
    raw(opcode);
    out.writeBytes(little(8).putLong(length).array());
    return this;
  }

  public RawPickle global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  /** The pickle, ended. */
  public byte[] end() {
    return raw(Opcode.STOP).out.toByteArray();
  }

  public static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
