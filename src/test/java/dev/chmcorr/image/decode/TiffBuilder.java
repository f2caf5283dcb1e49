package dev.chmcorr.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFF files tag by tag, wrong ones too: first a sound grey picture of 9 x 9. */
final class TiffBuilder {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DATA = 8;
  private static final int DIRECTORY = 200;
  private static final int SIDE = 9;

  /** Type, count, value by tag. */
  private final Map<Integer, int[]> tags = new TreeMap<>();

  private final ByteOrder order;
  private int next;

  TiffBuilder(ByteOrder order) {
    this.order = order;
    tag(256, SHORT, 1, SIDE).tag(257, SHORT, 1, SIDE).tag(258, SHORT, 1, 8);
    tag(259, SHORT, 1, 1).tag(262, SHORT, 1, 1).tag(273, LONG, 1, DATA).tag(277, SHORT, 1, 1);
    tag(278, SHORT, 1, SIDE).tag(279, LONG, 1, SIDE * SIDE);
  }

  /** Adds a tag, or writes it otherwise. */
  TiffBuilder tag(int tag, int type, int count, int value) {
    tags.put(tag, new int[] {type, count, value});
    return this;
  }

  /** Where the second directory is said to be. */
  TiffBuilder next(int offset) {
    next = offset;
    return this;
  }

  byte[] build() {
    ByteBuffer file = ByteBuffer.allocate(DIRECTORY + 6 + 12 * tags.size()).order(order);
    String magic = order == ByteOrder.LITTLE_ENDIAN ? "II*\0" : "MM\0*";
    file.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(DIRECTORY);
    file.position(DIRECTORY).putShort((short) tags.size());
    tags.forEach(
        (tag, entry) -> {
          file.putShort(tag.shortValue()).putShort((short) entry[0]).putInt(entry[1]);
          boolean isShort = entry[0] == SHORT && entry[1] <= 2;
          file.putInt(isShort && order == ByteOrder.BIG_ENDIAN ? entry[2] << 16 : entry[2]);
        });
    return file.putInt(next).array();
  }
}
