package dev.chmcorr.image;

import dev.chmcorr.domain.RgbImage;

/** The definition of Pillow's bilinear resize, one pixel at a time. */
final class PlainResize {
  private PlainResize() {}

  static RgbImage resize(RgbImage image, int shorter) {
    int longer = Math.max(image.height(), image.width());
    int longerResized = (int) ((double) shorter * longer / Math.min(image.height(), image.width()));
    return image.height() < image.width()
        ? resize(image, shorter, longerResized)
        : resize(image, longerResized, shorter);
  }

  static RgbImage resize(RgbImage image, int height, int width) {
    RgbImage rows = alongRows(image, width);
    return transposed(alongRows(transposed(rows), height));
  }

  private static RgbImage alongRows(RgbImage image, int width) {
    byte[] out = new byte[3 * image.height() * width];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) pixel(image, i / 3 / width, i / 3 % width, i % 3, width);
    }
    return new RgbImage(image.height(), width, out);
  }

  private static int pixel(RgbImage image, int y, int x, int channel, int width) {
    double scale = (double) image.width() / width;
    double support = Math.max(1, scale);
    double centre = (x + 0.5) * scale;
    int from = Math.max(0, (int) (centre - support + 0.5));
    int to = Math.min(image.width(), (int) (centre + support + 0.5));
    double total = 0;
    for (int i = from; i < to; i++) {
      total += weight(i, centre, support);
    }
    int sum = 1 << 21;
    for (int i = from; i < to; i++) {
      int fixed = (int) Math.floor(0.5 + weight(i, centre, support) / total * (1 << 22));
      sum += fixed * (image.data()[3 * (y * image.width() + i) + channel] & 0xFF);
    }
    return Math.min(255, sum >> 22);
  }

  private static double weight(int i, double centre, double support) {
    return Math.max(0, 1 - Math.abs((i - centre + 0.5) * (1 / support)));
  }

  private static RgbImage transposed(RgbImage image) {
    byte[] out = new byte[image.data().length];
    for (int i = 0; i < out.length; i++) {
      int y = i / 3 / image.width();
      int x = i / 3 % image.width();
      out[3 * (x * image.height() + y) + i % 3] = image.data()[i];
    }
    return new RgbImage(image.width(), image.height(), out);
  }
}
