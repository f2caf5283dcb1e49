package dev.chmcorr.image.decode;

import java.io.ByteArrayOutputStream;

/** GIF files of one picture, whose indices (below 4) are written without compression. */
final class GifBuilder {
  static final int INTERLACED = 0x40;

  private static final int CLEAR = 4;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /**
   * @param palette RGB of four indices, or nothing
   */
  GifBuilder(int width, int height, int... palette) {
    file.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    shorts(width, height);
    write(palette.length > 0 ? 0x81 : 0, 3, 0);
    write(palette);
  }

  GifBuilder transparent(int index) {
    write('!', 0xF9, 4, 1, 0, 0, index, 0);
    return this;
  }

  GifBuilder raw(int... bytes) {
    write(bytes);
    return this;
  }

  /** Where the picture lies, and a palette of its own. */
  GifBuilder area(int[] place, int flags, int... palette) {
    file.write(',');
    shorts(place);
    write(flags | (palette.length > 0 ? 0x81 : 0));
    write(palette);
    return this;
  }

  /** The file with these indices, of three bits as codes are at first, so each third is cleared. */
  byte[] pixels(int... indices) {
    ByteArrayOutputStream codes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i <= indices.length; i++) {
      int[] next = i == indices.length ? new int[] {CLEAR + 1} : new int[] {CLEAR, indices[i]};
      for (int code : next) {
        buffer |= code << bits;
        bits += 3;
        if (bits >= 8) {
          codes.write(buffer);
          buffer >>= 8;
          bits -= 8;
        }
      }
    }
    codes.write(buffer);
    write(2, codes.size());
    file.writeBytes(codes.toByteArray());
    write(0, ';');
    return file.toByteArray();
  }

  private void shorts(int... values) {
    for (int value : values) {
      write(value, value >> 8);
    }
  }

  private void write(int... bytes) {
    for (int b : bytes) {
      file.write(b);
    }
  }
}
