package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A Windows or OS/2 bitmap. 16-bit ones are refused: OpenCV scales their samples otherwise. */
record BmpFile(byte[] encoded, int width, int height) implements EncodedImage {
  private static final int INFO = 14;
  private static final int OS2_SIZE = 12;
  private static final int BITFIELDS = 3;

  static BmpFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int size = in.getInt(INFO);
    if (size == OS2_SIZE) {
      checkDepth(in.getShort(INFO + 10));
      return new BmpFile(
          encoded,
          Short.toUnsignedInt(in.getShort(INFO + 4)),
          Short.toUnsignedInt(in.getShort(INFO + 6)));
    }
    if (size != 40 && size != 64 && size != 108 && size != 124) {
      throw new ImageException("unsupported BMP header type (%d)".formatted(size));
    }
    checkDepth(in.getShort(INFO + 14));
    if (in.getInt(INFO + 16) == BITFIELDS) {
      checkMasks(in);
    }
    // A negative height says that rows run from top to bottom.
    return new BmpFile(encoded, in.getInt(INFO + 4), Math.abs(in.getInt(INFO + 8)));
  }

  private static void checkDepth(int bits) {
    if (bits == 16) {
      throw ImageException.unsupported("BMP of 16 bits");
    }
  }

  private static void checkMasks(ByteBuffer in) {
    if (in.getInt(INFO + 40) != 0xFF0000
        || in.getInt(INFO + 44) != 0xFF00
        || in.getInt(INFO + 48) != 0xFF) {
      throw ImageException.unsupported("BMP bit fields");
    }
  }

  @Override
  public RgbImage decode() {
    RgbImage image = OpenCv.decodeColour(encoded, this);
    if (image == null) {
      throw ImageException.truncated();
    }
    return image;
  }
}
