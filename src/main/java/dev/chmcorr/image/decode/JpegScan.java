package dev.chmcorr.image.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * The entropy-coded data of a sequential JPEG file that no marker ends. Pillow reads such a file if
 * libjpeg gets all of its blocks out of the bytes that there are; but libjpeg fetches up to eight
 * bytes at once, and gives up where it cannot. So this counts what libjpeg-turbo 2.1 would fetch.
 */
final class JpegScan {
  private static final int DHT = 0xC4;
  private static final int DRI = 0xDD;

  /** Bytes that Pillow hands over at once. */
  private static final int CHUNK = 1 << 16;

  /** Bytes a block that must be there for libjpeg's fast way. */
  private static final int FAST_BYTES = 512;

  private static final int LOOKAHEAD = 8;
  private static final int FULL = 57;

  /** Canonical code: the codes of each length come one after the other. */
  private record Huffman(int[] last, int[] offset, byte[] values) {
    static Huffman of(byte[] file, int at, int size) {
      int[] last = new int[18];
      int[] offset = new int[18];
      int code = 0;
      int value = 0;
      for (int length = 1; length <= 16; length++) {
        int count = file[at + length - 1] & 0xFF;
        offset[length] = value - code;
        value += count;
        code += count;
        last[length] = count == 0 ? -1 : code - 1;
        code <<= 1;
      }
      last[17] = Integer.MAX_VALUE;
      byte[] values = new byte[256];
      System.arraycopy(file, at + 16, values, 0, Math.min(size, 256));
      return new Huffman(last, offset, values);
    }

    int value(int length, int code) {
      return length > 16 ? 0 : values[offset[length] + code & 0xFF] & 0xFF;
    }
  }

  /** A block of a unit with its tables. */
  private record Block(Huffman dc, Huffman ac) {}

  private final byte[] file;
  private final Huffman[] tables = new Huffman[8];
  private int frame;
  private int interval;

  private List<Block> blocks;
  private long units;

  private int at;
  private int limit;
  private long buffer;
  private int left;
  private boolean atMarker;
  private boolean fast;

  private JpegScan(byte[] file) {
    this.file = file;
  }

  /**
   * Whether libjpeg gets everything out of such a file.
   *
   * @throws IndexOutOfBoundsException if its header is cut
   */
  static boolean completes(byte[] file) {
    JpegScan scan = new JpegScan(file);
    return scan.readHeader() && scan.readUnits();
  }

  private boolean readHeader() {
    int marker = JpegFile.nextMarker(file, 0);
    while (kind(marker) != JpegFile.SOS) {
      int body = marker + 4;
      int end = JpegFile.skip(file, marker);
      switch (kind(marker)) {
        case 0xC0, 0xC1 -> frame = body;
        case DHT -> readTables(body, end);
        case DRI -> interval = JpegFile.unsigned16(file, body);
        default -> {}
      }
      marker = JpegFile.nextMarker(file, end);
    }
    at = JpegFile.skip(file, marker);
    // Of several scans libjpeg wants the end before it gives a single row.
    return frame > 0 && file[marker + 4] == file[frame + 5] && planUnits(marker + 4);
  }

  private int kind(int marker) {
    return file[marker + 1] & 0xFF;
  }

  private void readTables(int from, int end) {
    int table = from;
    while (table < end) {
      int size = 0;
      for (int i = 1; i <= 16; i++) {
        size += file[table + i] & 0xFF;
      }
      int place = (file[table] >> 4 & 1) * 4 + (file[table] & 3);
      tables[place] = Huffman.of(file, table + 1, size);
      table += 17 + size;
    }
  }

  private boolean planUnits(int scan) {
    int components = file[frame + 5];
    int across = 1;
    int down = 1;
    blocks = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      int sampling = file[frame + 7 + 3 * i];
      int choice = file[scan + 2 + 2 * i];
      Block block = new Block(tables[choice >> 4 & 3], tables[4 + (choice & 3)]);
      if (block.dc == null || block.ac == null) {
        return false;
      }
      // A component alone is read block by block.
      int h = components == 1 ? 1 : sampling >> 4 & 15;
      int v = components == 1 ? 1 : sampling & 15;
      across = Math.max(across, h);
      down = Math.max(down, v);
      for (int n = 0; n < h * v; n++) {
        blocks.add(block);
      }
    }
    long rows = ceil(JpegFile.unsigned16(file, frame + 1), 8 * down);
    units = rows * ceil(JpegFile.unsigned16(file, frame + 3), 8 * across);
    return true;
  }

  private static long ceil(int pixels, int unit) {
    return (pixels + unit - 1) / unit;
  }

  private boolean readUnits() {
    limit = Math.min(CHUNK, file.length);
    for (long unit = 0; unit < units; unit++) {
      if (interval > 0 && unit > 0 && unit % interval == 0 && !restart()) {
        return false;
      }
      while (!readUnit()) {
        if (limit == file.length) {
          return false;
        }
        limit = Math.min(limit + CHUNK, file.length);
      }
    }
    return true;
  }

  private boolean restart() {
    try {
      at = JpegFile.nextMarker(file, at) + 2;
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
    limit = Math.max(limit, Math.min(file.length, at));
    left = 0;
    atMarker = false;
    return true;
  }

  /** Goes back to where the unit began if its bytes are not there. */
  private boolean readUnit() {
    int firstAt = at;
    long firstBuffer = buffer;
    int firstLeft = left;
    boolean firstMarker = atMarker;
    fast = interval == 0 && limit - at >= FAST_BYTES * blocks.size();
    for (Block block : blocks) {
      if (!read(block)) {
        at = firstAt;
        buffer = firstBuffer;
        left = firstLeft;
        atMarker = firstMarker;
        return false;
      }
    }
    return true;
  }

  private boolean read(Block block) {
    int bits = symbol(block.dc);
    if (bits < 0 || !skip(bits)) {
      return false;
    }
    for (int k = 1; k < 64; k++) {
      int symbol = symbol(block.ac);
      if (symbol < 0) {
        return false;
      }
      if ((symbol & 15) == 0 && symbol != 0xF0) {
        return true;
      }
      k += symbol >> 4;
      if (!skip(symbol & 15)) {
        return false;
      }
    }
    return true;
  }

  /** Or -1 if its bytes are not there. */
  private int symbol(Huffman table) {
    if (!lookAhead()) {
      return -1;
    }
    for (int length = 1; length <= LOOKAHEAD; length++) {
      int code = (int) (buffer >>> (left - length)) & ((1 << length) - 1);
      if (code <= table.last[length]) {
        left -= length;
        return table.value(length, code);
      }
    }
    return longSymbol(table);
  }

  /** Bit by bit, as libjpeg does it: what it has taken does not count when it fetches more. */
  private int longSymbol(Huffman table) {
    int length = LOOKAHEAD + 1;
    if (!fast && !has(length)) {
      return -1;
    }
    left -= length;
    int code = (int) (buffer >>> left) & (1 << length) - 1;
    while (code > table.last[length]) {
      if (!fast && !has(1)) {
        return -1;
      }
      left--;
      code = (code << 1) | ((int) (buffer >>> left) & 1);
      length++;
    }
    return table.value(length, code);
  }

  private boolean lookAhead() {
    if (fast) {
      fillFast();
      return true;
    }
    return left >= LOOKAHEAD || fill(0);
  }

  private boolean skip(int bits) {
    if (bits > 0) {
      if (fast) {
        fillFast();
      } else if (!has(bits)) {
        return false;
      }
      left -= bits;
    }
    return true;
  }

  private boolean has(int bits) {
    return left >= bits || fill(bits);
  }

  private void fillFast() {
    if (left <= 16) {
      for (int i = 0; i < 6; i++) {
        int next = file[at++] & 0xFF;
        if (next == 0xFF) {
          at++;
        }
        buffer = buffer << 8 | next;
        left += 8;
      }
    }
  }

  private boolean fill(int bits) {
    while (left < FULL && !atMarker) {
      int next = next();
      if (next < 0) {
        return false;
      }
      if (!atMarker) {
        buffer = buffer << 8 | next;
        left += 8;
      }
    }
    if (left < Math.max(bits, LOOKAHEAD) && atMarker) {
      // Before a marker libjpeg makes up as many zeros as it needs.
      buffer <<= FULL - left;
      left = FULL;
    }
    return true;
  }

  /** The next byte; -1 if it is not there. */
  private int next() {
    if (at >= limit) {
      return -1;
    }
    int next = file[at] & 0xFF;
    if (next != 0xFF) {
      at++;
      return next;
    }
    int second = at + 1;
    while (second < limit && file[second] == (byte) 0xFF) {
      second++;
    }
    if (second >= limit) {
      return -1;
    }
    atMarker = file[second] != 0;
    at = atMarker ? at : second + 1;
    return 0xFF;
  }
}
