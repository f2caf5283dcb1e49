package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;

/**
 * The first picture of a TIFF file. Kinds that OpenCV would turn into other colours than Pillow are
 * refused.
 *
 * @param unchanged whether to read the samples as they are and reduce them to RGB ourselves
 */
record TiffFile(byte[] encoded, int width, int height, boolean unchanged) implements EncodedImage {
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int YCBCR = 6;
  private static final int JPEG = 7;
  private static final int UNSIGNED = 1;
  private static final int NO_MEANING = 0;
  private static final int ASSOCIATED_ALPHA = 1;

  static TiffFile parse(byte[] encoded) {
    byte[] opaque = encoded.clone();
    TiffDirectory tags = new TiffDirectory(opaque);
    boolean unchanged = unchanged(tags);
    // libtiff would multiply the colours by alpha; a sample of no meaning it leaves alone.
    if (tags.first(TiffDirectory.EXTRA_SAMPLES, NO_MEANING) != NO_MEANING) {
      tags.setFirst(TiffDirectory.EXTRA_SAMPLES, NO_MEANING);
    }
    return new TiffFile(
        opaque, tags.first(TiffDirectory.WIDTH, 0), tags.first(TiffDirectory.LENGTH, 0), unchanged);
  }

  private static boolean unchanged(TiffDirectory tags) {
    int photometric = tags.first(TiffDirectory.PHOTOMETRIC, 0);
    int samples = tags.first(TiffDirectory.SAMPLES_PER_PIXEL, 1);
    int bits = tags.first(TiffDirectory.BITS_PER_SAMPLE, 1);
    if (tags.first(TiffDirectory.SAMPLE_FORMAT, UNSIGNED) == UNSIGNED
        && tags.first(TiffDirectory.EXTRA_SAMPLES, NO_MEANING) != ASSOCIATED_ALPHA) {
      if (photometric < RGB && samples == 1 && bits == 16) {
        return true;
      }
      if (photometric <= PALETTE && photometric != RGB && samples <= 2 && bits <= 8) {
        return false;
      }
      if (photometric == RGB && (samples == 3 || samples == 4) && (bits == 8 || bits == 16)) {
        return bits == 16;
      }
      if (photometric == YCBCR && tags.first(TiffDirectory.COMPRESSION, 1) == JPEG) {
        return false;
      }
    }
    throw ImageException.unsupported(
        "TIFF of photometric interpretation %d with %d samples of %d bits"
            .formatted(photometric, samples, bits));
  }

  @Override
  public RgbImage decode() {
    RgbImage image =
        unchanged ? OpenCv.decodeUnchanged(encoded, this) : OpenCv.decodeColour(encoded, this);
    if (image == null) {
      throw ImageException.truncated();
    }
    return image;
  }
}
