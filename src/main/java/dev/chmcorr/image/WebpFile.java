package dev.chmcorr.image;

import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A WebP file. Only the picture's own chunk is kept, that of the first frame in an animation; alpha
 * is never looked at.
 */
record WebpFile(byte[] clean, int width, int height) implements EncodedImage {
  private static final int FILE_HEADER = 12;
  private static final int FRAME_HEADER = 16;

  static WebpFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(4) < 0 || in.getInt(4) > encoded.length - 8) {
      throw ImageException.truncated();
    }
    int at = FILE_HEADER;
    int canvasWidth = 0;
    int canvasHeight = 0;
    while (true) {
      String type = new String(encoded, at, 4, StandardCharsets.ISO_8859_1);
      int body = at + 8;
      switch (type) {
        case "VP8X" -> {
          canvasWidth = 1 + unsigned24(in, body + 4);
          canvasHeight = 1 + unsigned24(in, body + 7);
          at = next(in, at);
        }
        case "ANMF" -> {
          checkWhole(in, body, canvasWidth, canvasHeight);
          at = body + FRAME_HEADER;
        }
        case "VP8 " -> {
          return picture(in, at, in.getShort(body + 6) & 0x3FFF, in.getShort(body + 8) & 0x3FFF);
        }
        case "VP8L" -> {
          int bits = in.getInt(body + 1);
          return picture(in, at, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
        }
        default -> at = next(in, at);
      }
    }
  }

  private static void checkWhole(ByteBuffer in, int frame, int canvasWidth, int canvasHeight) {
    if (unsigned24(in, frame + 6) != canvasWidth - 1
        || unsigned24(in, frame + 9) != canvasHeight - 1) {
      throw ImageException.unsupported("WebP animation whose first frame is smaller than it");
    }
  }

  private static int next(ByteBuffer in, int at) {
    int size = in.getInt(at + 4);
    if (size < 0) {
      throw ImageException.unidentified();
    }
    return Math.addExact(at + 8, size + (size & 1));
  }

  private static WebpFile picture(ByteBuffer in, int at, int width, int height) {
    int size = next(in, at) - at;
    ByteBuffer out = ByteBuffer.allocate(FILE_HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(in.array(), 0, FILE_HEADER).put(in.array(), at, size).putInt(4, 4 + size);
    return new WebpFile(out.array(), width, height);
  }

  private static int unsigned24(ByteBuffer in, int at) {
    return in.getShort(at) & 0xFFFF | (in.get(at + 2) & 0xFF) << 16;
  }

  @Override
  public RgbImage decode() {
    RgbImage image = OpenCv.decodeColour(clean);
    if (image == null) {
      throw ImageException.broken();
    }
    return image;
  }
}
