package dev.chmcorr.image;

import dev.chmcorr.domain.RgbImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A PNG file, written anew with nothing but what Pillow's pixels depend on: header, palette and
 * data. So libpng cannot apply gamma or transparency, and passes over what Pillow passes over:
 * checksums of the data, unknown chunks, a missing end.
 *
 * @param clean the file to decode
 * @param cut whether the original ends within the pixel data
 */
record PngFile(byte[] clean, int width, int height, int depth, int colourType, boolean cut)
    implements EncodedImage {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final int HEADER = chunk("IHDR");
  private static final int PALETTE = chunk("PLTE");
  private static final int DATA = chunk("IDAT");
  private static final int GREY = 0;
  private static final int INDEXED = 3;

  static PngFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).position(SIGNATURE.length());
    byte[] header = null;
    byte[] palette = {};
    while (in.getInt(in.position() + 4) != DATA) {
      int type = in.getInt(in.position() + 4);
      byte[] body = checkedBody(in);
      if (type == HEADER) {
        header = body;
      } else if (type == PALETTE) {
        palette = body;
      }
    }
    if (header == null || header.length < 13) {
      throw ImageException.unidentified();
    }
    return parse(header, palette, in);
  }

  private static PngFile parse(byte[] header, byte[] palette, ByteBuffer in) {
    int depth = header[8];
    int colourType = header[9];
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.capacity() + 1024);
    out.writeBytes(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
    write(out, HEADER, header, 0, 13);
    if (colourType == INDEXED) {
      byte[] whole = wholePalette(palette, depth);
      write(out, PALETTE, whole, 0, whole.length);
    }
    boolean cut = copyData(in, out);
    write(out, chunk("IEND"), header, 0, 0);
    ByteBuffer size = ByteBuffer.wrap(header);
    return new PngFile(out.toByteArray(), size.getInt(0), size.getInt(4), depth, colourType, cut);
  }

  private static byte[] checkedBody(ByteBuffer in) {
    int length = in.getInt();
    byte[] body = new byte[Math.min(length, in.remaining())];
    int start = in.position();
    in.position(start + 4).get(body);
    CRC32 crc = new CRC32();
    crc.update(in.array(), start, 4 + body.length);
    if (in.getInt() != (int) crc.getValue()) {
      throw ImageException.unidentified();
    }
    return body;
  }

  /** Indices beyond a short palette are greys, as in Pillow's initial palette. */
  private static byte[] wholePalette(byte[] palette, int depth) {
    byte[] whole = Arrays.copyOf(palette, 3 << depth);
    for (int i = palette.length; i < whole.length; i++) {
      whole[i] = (byte) (i / 3);
    }
    return whole;
  }

  private static boolean copyData(ByteBuffer in, ByteArrayOutputStream out) {
    while (in.remaining() >= 8 && in.getInt(in.position() + 4) == DATA) {
      int length = in.getInt();
      int present = Math.min(length & Integer.MAX_VALUE, in.remaining() - 4);
      write(out, DATA, in.array(), in.position() + 4, present);
      in.position(in.position() + 4 + present);
      if (present < length || in.remaining() < 4) {
        return true;
      }
      in.getInt();
    }
    return in.remaining() < 8;
  }

  private static void write(
      ByteArrayOutputStream out, int type, byte[] body, int offset, int length) {
    byte[] name = ByteBuffer.allocate(4).putInt(type).array();
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body, offset, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(name);
    out.write(body, offset, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static int chunk(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)).getInt();
  }

  @Override
  public RgbImage decode() {
    boolean grey16 = colourType == GREY && depth == 16;
    RgbImage image = grey16 ? OpenCv.decodeUnchanged(clean) : OpenCv.decodeColour(clean);
    if (image == null) {
      throw cut ? ImageException.truncated() : ImageException.broken();
    }
    return image;
  }
}
