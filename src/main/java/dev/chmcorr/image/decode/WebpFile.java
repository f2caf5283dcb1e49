package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The picture of a WebP file, of an animation the first frame, as a file of its own. Alpha is
 * ignored.
 */
record WebpFile(byte[] picture, int width, int height) implements EncodedImage {
  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  static WebpFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(4) < 0 || in.getInt(4) > encoded.length - CHUNK_HEADER) {
      throw ImageException.truncated();
    }
    int at = FILE_HEADER;
    while (!type(in, at).equals("VP8 ") && !type(in, at).equals("VP8L")) {
      at = type(in, at).equals("ANMF") ? at + CHUNK_HEADER + FRAME_HEADER : next(in, at);
    }
    WebpFile file = picture(in, at);
    checkFillsCanvas(in, file);
    return file;
  }

  private static String type(ByteBuffer in, int at) {
    byte[] type = new byte[4];
    in.get(at, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  private static int next(ByteBuffer in, int at) {
    int size = in.getInt(at + 4);
    if (size < 0 || size > in.capacity() - at - CHUNK_HEADER) {
      throw ImageException.truncated();
    }
    return at + CHUNK_HEADER + size + (size & 1);
  }

  private static WebpFile picture(ByteBuffer in, int at) {
    int size = next(in, at) - at;
    ByteBuffer out = ByteBuffer.allocate(FILE_HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(in.slice(0, FILE_HEADER)).put(in.slice(at, size)).putInt(4, 4 + size);
    int body = at + CHUNK_HEADER;
    if (type(in, at).equals("VP8L")) {
      int bits = in.getInt(body + 1);
      return new WebpFile(out.array(), 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
    }
    int width = in.getShort(body + 6) & 0x3FFF;
    return new WebpFile(out.array(), width, in.getShort(body + 8) & 0x3FFF);
  }

  private static void checkFillsCanvas(ByteBuffer in, WebpFile file) {
    if (type(in, FILE_HEADER).equals("VP8X")) {
      int canvas = FILE_HEADER + CHUNK_HEADER + 4;
      if (file.width != 1 + unsigned24(in, canvas)
          || file.height != 1 + unsigned24(in, canvas + 3)) {
        throw ImageException.unsupported("WebP animation whose first frame is smaller than it");
      }
    }
  }

  private static int unsigned24(ByteBuffer in, int at) {
    return (in.getShort(at) & 0xFFFF) | ((in.get(at + 2) & 0xFF) << 16);
  }

  @Override
  public RgbImage decode() {
    RgbImage image = OpenCv.decodeColour(picture, this);
    if (image == null) {
      throw ImageException.broken();
    }
    return image;
  }
}
