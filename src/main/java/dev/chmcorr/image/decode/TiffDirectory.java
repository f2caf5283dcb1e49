package dev.chmcorr.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first image file directory of a TIFF file (TIFF 6.0, section 2). */
final class TiffDirectory {
  static final int WIDTH = 256;
  static final int LENGTH = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;

  private static final int ENTRY_BYTES = 12;
  private static final int TYPE_SHORT = 3;
  private static final int TYPE_LONG = 4;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private final ByteBuffer file;
  private final int start;
  private final int entries;

  /**
   * @param file not copied
   */
  TiffDirectory(byte[] file) {
    ByteOrder order = file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    this.file = ByteBuffer.wrap(file).order(order);
    start = this.file.getInt(4);
    entries = Short.toUnsignedInt(this.file.getShort(start));
    for (int i = 0; i < entries; i++) {
      checkInside(start + 2 + ENTRY_BYTES * i);
    }
  }

  /** Pillow reads all values at once, also those that the pixels do not depend on. */
  private void checkInside(int entry) {
    int type = file.getShort(entry + 2);
    long bytes = type > 0 && type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
    bytes *= Integer.toUnsignedLong(file.getInt(entry + 4));
    if (bytes > 4 && Integer.toUnsignedLong(file.getInt(entry + 8)) + bytes > file.capacity()) {
      throw ImageException.unidentified();
    }
  }

  /**
   * The first value of a tag of shorts or longs.
   *
   * @throws ImageException if it is of another type: libtiff would see another value than we
   */
  int first(int tag, int fallback) {
    int entry = entry(tag);
    if (entry < 0) {
      return fallback;
    }
    int at = values(entry);
    return isLong(entry) ? file.getInt(at) : Short.toUnsignedInt(file.getShort(at));
  }

  /** Overwrites, in the file, the first value of a tag of shorts. */
  void setFirst(int tag, int value) {
    file.putShort(values(entry(tag)), (short) value);
  }

  private int entry(int tag) {
    for (int i = 0; i < entries; i++) {
      int entry = start + 2 + ENTRY_BYTES * i;
      if (Short.toUnsignedInt(file.getShort(entry)) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private boolean isLong(int entry) {
    short type = file.getShort(entry + 2);
    if (type != TYPE_SHORT && type != TYPE_LONG) {
      throw ImageException.unsupported("TIFF with a tag of type %d".formatted(type));
    }
    return type == TYPE_LONG;
  }

  /** Where the values are: in the entry itself if four bytes hold them. */
  private int values(int entry) {
    int count = file.getInt(entry + 4);
    return count <= (isLong(entry) ? 1 : 2) ? entry + 8 : file.getInt(entry + 8);
  }
}
