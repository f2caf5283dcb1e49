package dev.chmcorr.shard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds tars byte by byte, with mistakes if need be. */
public final class RawTar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A regular file. */
  public RawTar add(String name, byte[] content) {
    return add('0', name, content);
  }

  /** A regular file of text. */
  public RawTar add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry of any type, padded to whole records. */
  RawTar add(char type, String name, byte[] content) {
    bytes.writeBytes(header(type, name, "%011o".formatted(content.length)));
    bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  /** A pax header: each record is "key=value". */
  RawTar pax(char type, String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      int rest = record.getBytes(StandardCharsets.UTF_8).length + 2;
      int length = rest + 1;
      while (length != rest + String.valueOf(length).length()) {
        length++;
      }
      text.append(length).append(' ').append(record).append('\n');
    }
    return add(type, "PaxHeaders/x", text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are. */
  public RawTar raw(byte[] some) {
    bytes.writeBytes(some);
    return this;
  }

  /** Two zero records, and all bytes so far. */
  public byte[] end() {
    return raw(new byte[1024]).bytes.toByteArray();
  }

  /** All bytes so far. */
  public byte[] withoutEnd() {
    return bytes.toByteArray();
  }

  /**
   * A ustar header.
   *
   * @param size 12 bytes at most, octal if it is to be right
   */
  static byte[] header(char type, String name, String size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, size);
    put(header, 136, "00000000000\0");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    return checked(header);
  }

  /** Puts the checksum right. */
  static byte[] checked(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  /** Puts the checksums right of all records that look like ustar headers. */
  static byte[] allChecked(byte[] tar) {
    for (int at = 0; at + 512 <= tar.length; at += 512) {
      byte[] record = Arrays.copyOfRange(tar, at, at + 512);
      if (new String(record, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
        System.arraycopy(checked(record), 0, tar, at, 512);
      }
    }
    return tar;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, header, at, encoded.length);
  }

  /** A shard of these bytes, as if it lay in {@code file:/d/NAME.tar}. */
  public static Shard shard(String name, byte[] tar) {
    return new Shard(
        "file:/d/" + name + ".tar",
        tar.length,
        (position, into) -> System.arraycopy(tar, (int) position, into, 0, into.length));
  }
}
