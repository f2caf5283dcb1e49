package dev.chmcorr.image.decode;

/** An image that is refused for its size alone: under a higher limit it may be a good one. */
public final class ImageTooLargeException extends ImageException {
  private static final long serialVersionUID = 1L;

  private final long pixels;

  ImageTooLargeException(int width, int height, int maxPixels) {
    super(
        "image size (%d pixels) exceeds %s (%d x %d; --max-pixels raises it)"
            .formatted((long) width * height, limit(maxPixels), width, height));
    this.pixels = (long) width * height;
  }

  /** How many it has. */
  public long pixels() {
    return pixels;
  }

  /** How the message names the limit. */
  private static String limit(int maxPixels) {
    return "limit of %d pixels".formatted(maxPixels);
  }
}
