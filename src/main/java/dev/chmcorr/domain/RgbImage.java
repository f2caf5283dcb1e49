package dev.chmcorr.domain;

import java.util.Arrays;

/**
 * A decoded image.
 *
 * @param height in pixels
 * @param width in pixels
 * @param data [height][width][3], R G B, each an unsigned byte; owned by this record, not copied
 */
public record RgbImage(int height, int width, byte[] data) {
  public RgbImage {
    if (height < 1 || width < 1 || data.length != Math.multiplyExact(3 * height, width)) {
      throw new IllegalArgumentException(
          "Invalid image: %d x %d with %d bytes".formatted(height, width, data.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && height == that.height
        && width == that.width
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(data);
  }
}
