package dev.chmcorr.image;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;

/**
 * torchvision's {@code Resize} and {@code CenterCrop} on Pillow images, bit for bit. One decoded
 * image serves any number of transforms; it is never changed.
 */
public final class Transforms {
  private Transforms() {}

  /** The transform's square result, {@link ImageTransform#side()} pixels a side. */
  public static RgbImage apply(ImageTransform transform, RgbImage image) {
    RgbImage cropped =
        transform.crop() > 0 ? resizeAndCrop(image, transform.shorter(), transform.crop()) : image;
    return transform.exact() > 0 ? resize(cropped, transform.exact(), transform.exact()) : cropped;
  }

  /**
   * The part of the image that a transform takes, in another size; for people to look at.
   *
   * @param side of the result, in pixels
   */
  public static RgbImage view(ImageTransform transform, RgbImage image, int side) {
    return transform.crop() > 0
        ? resizeAndCrop(
            image, Math.round(side * transform.shorter() / (float) transform.crop()), side)
        : resize(image, side, side);
  }

  /** Resizes to exactly that many pixels. */
  public static RgbImage resize(RgbImage image, int height, int width) {
    return PillowResize.resize(image, height, width);
  }

  /** Resizes so that the shorter side gets {@code shorter} pixels, the other its share. */
  public static RgbImage resize(RgbImage image, int shorter) {
    return resize(
        image,
        resizedSide(image.height(), image.width(), shorter),
        resizedSide(image.width(), image.height(), shorter));
  }

  /**
   * The central square; where the image is smaller than it, zeros all round.
   *
   * @param side of the square, in pixels
   */
  public static RgbImage centerCrop(RgbImage image, int side) {
    int top = cropStart(image.height(), side);
    int left = cropStart(image.width(), side);
    byte[] out = new byte[3 * side * side];
    int firstColumn = Math.max(0, left);
    int columns = Math.min(image.width(), left + side) - firstColumn;
    for (int y = Math.max(0, top); y < Math.min(image.height(), top + side); y++) {
      System.arraycopy(
          image.data(),
          3 * (y * image.width() + firstColumn),
          out,
          3 * ((y - top) * side + firstColumn - left),
          3 * columns);
    }
    return new RgbImage(side, side, out);
  }

  /** {@code centerCrop(resize(image, shorter), side)}, computing only what is kept. */
  private static RgbImage resizeAndCrop(RgbImage image, int shorter, int side) {
    int height = resizedSide(image.height(), image.width(), shorter);
    int width = resizedSide(image.width(), image.height(), shorter);
    PillowResize.Crop crop =
        new PillowResize.Crop(cropStart(height, side), cropStart(width, side), side, side);
    return PillowResize.resizeAndCrop(image, height, width, crop);
  }

  private static int resizedSide(int side, int other, int shorter) {
    return side <= other ? shorter : (int) ((double) ((long) shorter * side) / other);
  }

  /** Halves are rounded to even; a negative start means padding, of which the odd pixel is last. */
  private static int cropStart(int length, int side) {
    return length < side ? -((side - length) / 2) : (int) Math.rint((length - side) / 2.0);
  }
}
