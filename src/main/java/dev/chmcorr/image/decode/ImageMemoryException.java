package dev.chmcorr.image.decode;

/** An image for whose pixels there is no memory at the moment; it may be a good one. */
public final class ImageMemoryException extends ImageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param width of the image, in pixels
   * @param height of the image, in pixels
   * @param cause says what could not be had
   */
  public ImageMemoryException(int width, int height, Throwable cause) {
    super("not enough memory to decode %d x %d pixels".formatted(width, height), cause);
  }
}
