package dev.chmcorr.demo;

import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Light and camera of one picture: brightness, tint, a gradient from one side, grain.
 *
 * @param gain factor of red, green, blue in the middle of the picture
 * @param slopeX relative change of brightness from the left to the right edge
 * @param slopeY the same from top to bottom
 * @param grain standard deviation of the noise, of 255
 */
record Exposure(double[] gain, double slopeX, double slopeY, double grain) {
  static Exposure any(Random random) {
    double brightness = 0.7 + 0.5 * random.nextDouble();
    double warmth = 0.16 * random.nextDouble() - 0.08;
    return new Exposure(
        new double[] {brightness * (1 + warmth), brightness, brightness * (1 - warmth)},
        0.4 * random.nextDouble() - 0.2,
        0.4 * random.nextDouble() - 0.2,
        3 + 5 * random.nextDouble());
  }

  /** Changes an RGB picture in place. */
  void apply(BufferedImage image, Random random) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        double light =
            1 + slopeX * (x / (double) width - 0.5) + slopeY * (y / (double) height - 0.5);
        row[x] = expose(row[x], light, grain * random.nextGaussian());
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
  }

  private int expose(int rgb, double light, double noise) {
    return channel((rgb >> 16 & 255) * gain[0] * light + noise) << 16
        | channel((rgb >> 8 & 255) * gain[1] * light + noise) << 8
        | channel((rgb & 255) * gain[2] * light + noise);
  }

  private static int channel(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }
}
