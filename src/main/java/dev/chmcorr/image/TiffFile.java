package dev.chmcorr.image;

import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first picture of a TIFF file (TIFF 6.0). Kinds that OpenCV would turn into other colours than
 * Pillow are refused.
 *
 * @param unchanged whether to read the samples as they are and reduce them to RGB ourselves
 */
record TiffFile(byte[] encoded, int width, int height, boolean unchanged) implements EncodedImage {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES = 277;
  private static final int EXTRA = 338;
  private static final int FORMAT = 339;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int YCBCR = 6;
  private static final int JPEG = 7;

  static TiffFile parse(byte[] encoded) {
    ByteOrder order = encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    Map<Integer, Integer> tags = firstValues(ByteBuffer.wrap(encoded).order(order));
    return new TiffFile(
        encoded, tags.getOrDefault(WIDTH, 0), tags.getOrDefault(HEIGHT, 0), unchanged(tags));
  }

  /** The first value of each tag that holds bytes, shorts or longs. */
  private static Map<Integer, Integer> firstValues(ByteBuffer in) {
    Map<Integer, Integer> values = new HashMap<>();
    int directory = in.getInt(4);
    int entries = Short.toUnsignedInt(in.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      int type = in.getShort(entry + 2);
      int bytes =
          switch (type) {
            case 1 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            default -> 0;
          };
      if (bytes > 0) {
        boolean inside = in.getInt(entry + 4) <= 4 / bytes;
        values.put(
            Short.toUnsignedInt(in.getShort(entry)),
            value(in, inside ? entry + 8 : in.getInt(entry + 8), bytes));
      }
    }
    return values;
  }

  private static int value(ByteBuffer in, int at, int bytes) {
    return switch (bytes) {
      case 1 -> in.get(at) & 0xFF;
      case 2 -> Short.toUnsignedInt(in.getShort(at));
      default -> in.getInt(at);
    };
  }

  private static boolean unchanged(Map<Integer, Integer> tags) {
    int photometric = tags.getOrDefault(PHOTOMETRIC, 0);
    int samples = tags.getOrDefault(SAMPLES, 1);
    int bits = tags.getOrDefault(BITS, 1);
    boolean unsigned = tags.getOrDefault(FORMAT, 1) == 1;
    boolean associatedAlpha = tags.getOrDefault(EXTRA, 0) == 1;
    if (unsigned && !associatedAlpha) {
      if (photometric < RGB && samples == 1 && bits == 16) {
        return true;
      }
      if (photometric <= PALETTE && photometric != RGB && samples <= 2 && bits <= 8) {
        return false;
      }
      if (photometric == RGB && (samples == 3 || samples == 4) && (bits == 8 || bits == 16)) {
        return samples == 4 || bits == 16;
      }
      if (photometric == YCBCR && tags.getOrDefault(COMPRESSION, 1) == JPEG) {
        return false;
      }
    }
    throw ImageException.unsupported(
        "TIFF of photometric interpretation %d with %d samples of %d bits"
            .formatted(photometric, samples, bits));
  }

  @Override
  public RgbImage decode() {
    RgbImage image = unchanged ? OpenCv.decodeUnchanged(encoded) : OpenCv.decodeColour(encoded);
    if (image == null) {
      throw ImageException.truncated();
    }
    return image;
  }
}
