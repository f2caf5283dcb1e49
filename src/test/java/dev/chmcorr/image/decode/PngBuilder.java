package dev.chmcorr.image.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files chunk by chunk, wrong ones too. */
final class PngBuilder {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  PngBuilder(int width, int height, int depth, int colourType) {
    file.writeBytes(PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) depth).put((byte) colourType).array());
  }

  PngBuilder chunk(String type, byte... body) {
    return chunk(type, 0, body);
  }

  /** A chunk whose checksum is wrong by {@code error} bits. */
  PngBuilder chunk(String type, int error, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    file.writeBytes(name);
    file.writeBytes(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ error).array());
    return this;
  }

  static byte[] zlib(int... rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      for (int value : rows) {
        deflater.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  byte[] build() {
    return file.toByteArray();
  }
}
