package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first picture of a GIF file (GIF89a specification). Transparency is ignored: such pixels have
 * the colour that the palette gives them, and so has what the picture does not cover of its screen.
 *
 * @param data LZW-compressed indices, in blocks, and all that follows
 * @param width of the screen, or more if the picture goes beyond it
 * @param height likewise
 * @param area that the picture covers
 * @param palette RGB of each of 256 indices
 * @param rest index of what the picture does not cover
 */
record GifFile(ByteBuffer data, int width, int height, Area area, byte[] palette, int rest)
    implements EncodedImage {
  static final String VERSION_87 = "GIF87a";
  static final String VERSION_89 = "GIF89a";

  private static final int SCREEN = 13;
  private static final int FLAGS = 10;
  private static final int PALETTE_FLAG = 0x80;
  private static final int INTERLACED_FLAG = 0x40;
  private static final int GRAPHIC_CONTROL = 249;

  /**
   * A part of the screen, in pixels.
   *
   * @param interlaced whether its rows come in four passes
   */
  record Area(int left, int top, int width, int height, boolean interlaced) {}

  static GifFile parse(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int flags = in.get(FLAGS);
    in.get(new byte[SCREEN]);
    byte[] palette = palette(in, flags, greys());
    int transparent = nextPicture(in);
    byte[] position = new byte[8];
    in.get(position);
    int local = in.get();
    Area area = area(position, (local & INTERLACED_FLAG) != 0);
    byte[] own = palette(in, local, greys());
    if (!in.hasRemaining()) {
      throw ImageException.unidentified();
    }
    return new GifFile(
        in.slice(),
        Math.max(unsigned16(in, 6), area.left + area.width),
        Math.max(unsigned16(in, 8), area.top + area.height),
        area,
        // Pillow takes a palette of greys for none at all.
        Arrays.equals(own, greys()) ? palette : own,
        transparent);
  }

  /** What indices mean that no palette has, as in Pillow. */
  private static byte[] greys() {
    byte[] greys = new byte[3 * 256];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (byte) (i / 3);
    }
    return greys;
  }

  private static byte[] palette(ByteBuffer in, int flags, byte[] otherwise) {
    if ((flags & PALETTE_FLAG) != 0) {
      in.get(otherwise, 0, 3 << (1 + (flags & 7)));
    }
    return otherwise;
  }

  /**
   * Goes on to the first picture, over extensions and junk.
   *
   * @return the index that is transparent there; 0 if none is
   */
  private static int nextPicture(ByteBuffer in) {
    int transparent = 0;
    for (int sign = in.get(); sign != ','; sign = in.get()) {
      if (sign == ';') {
        throw ImageException.unidentified();
      }
      if (sign == '!') {
        int label = Byte.toUnsignedInt(in.get());
        byte[] block = block(in);
        if (label == GRAPHIC_CONTROL) {
          transparent = transparent(block, transparent);
        } else if (label == 255 && block.length == 0) {
          throw ImageException.unidentified();
        }
        while (block.length > 0) {
          block = block(in);
        }
      }
    }
    return transparent;
  }

  private static int transparent(byte[] control, int before) {
    boolean has = control.length > 0 && (control[0] & 1) != 0;
    if (control.length < (has ? 4 : 3)) {
      throw ImageException.unidentified();
    }
    return has ? Byte.toUnsignedInt(control[3]) : before;
  }

  private static byte[] block(ByteBuffer in) {
    byte[] block = new byte[Byte.toUnsignedInt(in.get())];
    in.get(block);
    return block;
  }

  private static Area area(byte[] position, boolean interlaced) {
    ByteBuffer in = ByteBuffer.wrap(position).order(ByteOrder.LITTLE_ENDIAN);
    Area area =
        new Area(
            unsigned16(in, 0), unsigned16(in, 2), unsigned16(in, 4), unsigned16(in, 6), interlaced);
    if (area.width == 0 || area.height == 0) {
      throw ImageException.unsupported("GIF of a picture without pixels");
    }
    return area;
  }

  private static int unsigned16(ByteBuffer in, int at) {
    return Short.toUnsignedInt(in.getShort(at));
  }

  @Override
  public RgbImage decode() {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    for (int i = 0; i < rgb.length; i += 3) {
      System.arraycopy(palette, 3 * rest, rgb, i, 3);
    }
    int[] rows = rows();
    byte[] row = new byte[area.width];
    LzwPixels pixels = new LzwPixels(data.duplicate());
    for (int y : rows) {
      pixels.read(row);
      int at = 3 * ((area.top + y) * width + area.left);
      for (byte index : row) {
        System.arraycopy(palette, 3 * Byte.toUnsignedInt(index), rgb, at, 3);
        at += 3;
      }
    }
    return new RgbImage(height, width, rgb);
  }

  /** The rows in the order in which they come. */
  private int[] rows() {
    int[] rows = new int[area.height];
    if (!area.interlaced) {
      Arrays.setAll(rows, y -> y);
      return rows;
    }
    int n = 0;
    for (int[] pass : new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}}) {
      for (int y = pass[0]; y < area.height; y += pass[1]) {
        rows[n++] = y;
      }
    }
    return rows;
  }
}
