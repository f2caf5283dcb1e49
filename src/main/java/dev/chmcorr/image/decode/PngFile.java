package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The parts of a PNG file that Pillow's pixels depend on. libpng is given a new file that holds
 * only these, so it cannot apply gamma or transparency, and ignores what Pillow ignores: checksums
 * of the data, unknown chunks, a missing end.
 *
 * @param header body of IHDR
 * @param palette RGB, one for each possible index; empty unless pixels are indices
 * @param data bodies of the IDAT chunks, joined; a zlib stream, perhaps cut
 */
record PngFile(byte[] header, byte[] palette, byte[] data) implements EncodedImage {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final int HEADER_BYTES = 13;
  private static final byte GREY = 0;
  private static final byte COLOUR = 2;
  private static final byte INDEXED = 3;
  private static final byte GREY_ALPHA = 4;
  private static final byte COLOUR_ALPHA = 6;
  private static final int MAX_BYTES_PER_PIXEL = 8;

  static PngFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).position(SIGNATURE.length());
    byte[] header = {};
    byte[] palette = {};
    while (!nextIsData(in)) {
      String type = type(in);
      byte[] body = checkedBody(in);
      if (type.equals("IHDR")) {
        header = body;
      } else if (type.equals("PLTE")) {
        palette = body;
      }
    }
    if (header.length < HEADER_BYTES || !isMode(header[8], header[9])) {
      throw ImageException.unidentified();
    }
    byte[] ofEachIndex = header[9] == INDEXED ? ofEachIndex(palette, header[8]) : new byte[0];
    return new PngFile(Arrays.copyOf(header, HEADER_BYTES), ofEachIndex, joinedData(in));
  }

  /** Whether PNG has such pixels (PNG specification, table 11.1). */
  private static boolean isMode(int depth, int colourType) {
    return switch (colourType) {
      case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case INDEXED -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case COLOUR, GREY_ALPHA, COLOUR_ALPHA -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  private static String type(ByteBuffer in) {
    byte[] type = new byte[4];
    in.get(in.position() + 4, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  private static boolean nextIsData(ByteBuffer in) {
    return type(in).equals("IDAT");
  }

  private static byte[] checkedBody(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() - 8) {
      throw new ImageException("truncated file read");
    }
    CRC32 crc = new CRC32();
    crc.update(in.slice(in.position(), 4 + length));
    byte[] body = new byte[length];
    in.position(in.position() + 4).get(body);
    if (in.getInt() != (int) crc.getValue()) {
      throw ImageException.unidentified();
    }
    return body;
  }

  /** Indices beyond a short palette are greys, as in Pillow's initial palette. */
  private static byte[] ofEachIndex(byte[] palette, int depth) {
    byte[] whole = Arrays.copyOf(palette, 3 << depth);
    for (int i = palette.length; i < whole.length; i++) {
      whole[i] = (byte) (i / 3);
    }
    return whole;
  }

  private static byte[] joinedData(ByteBuffer in) {
    ByteArrayOutputStream data = new ByteArrayOutputStream(in.remaining());
    while (in.remaining() >= 8 && nextIsData(in)) {
      int length = in.getInt();
      in.getInt();
      byte[] present = new byte[Math.min(length & Integer.MAX_VALUE, in.remaining())];
      in.get(present);
      data.writeBytes(present);
      in.position(in.position() + Math.min(4, in.remaining()));
    }
    return data.toByteArray();
  }

  @Override
  public int width() {
    return ByteBuffer.wrap(header).getInt(0);
  }

  @Override
  public int height() {
    return ByteBuffer.wrap(header).getInt(4);
  }

  @Override
  public RgbImage decode() {
    RgbImage image = decode(data);
    if (image == null) {
      // libpng wants the checksum behind the last pixel, Pillow does without.
      image = decode(ended());
    }
    if (image == null) {
      throw ImageException.truncated();
    }
    return image;
  }

  private RgbImage decode(byte[] zlib) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(zlib.length + 1024);
    file.writeBytes(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
    write(file, "IHDR", header);
    if (palette.length > 0) {
      write(file, "PLTE", palette);
    }
    write(file, "IDAT", zlib);
    write(file, "IEND", new byte[0]);
    boolean grey16 = header[8] == 16 && header[9] == GREY;
    return grey16
        ? OpenCv.decodeUnchanged(file.toByteArray(), this)
        : OpenCv.decodeColour(file.toByteArray(), this);
  }

  private static void write(ByteArrayOutputStream file, String type, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    file.writeBytes(name);
    file.writeBytes(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** What a cut zlib stream holds, as a whole stream; no more of it than the pixels need. */
  private byte[] ended() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(data));
        OutputStream deflater = new DeflaterOutputStream(out, fast)) {
      byte[] chunk = new byte[1 << 13];
      long rest = mostRawBytes();
      for (int n = in.read(chunk); n >= 0 && rest > 0; n = in.read(chunk)) {
        deflater.write(chunk, 0, n);
        rest -= n;
      }
    } catch (EOFException e) {
      // Closing the deflater has ended the stream.
    } catch (IOException e) {
      throw ImageException.broken();
    } finally {
      fast.end();
    }
    return out.toByteArray();
  }

  /** Each row has a filter byte; the interlaced picture has less than twice as many rows. */
  private long mostRawBytes() {
    return 2L * height() * (1 + MAX_BYTES_PER_PIXEL * (long) width());
  }
}
