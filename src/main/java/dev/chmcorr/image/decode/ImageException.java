package dev.chmcorr.image.decode;

/** An image that cannot be decoded; the message says why in Pillow's words. */
public sealed class ImageException extends RuntimeException
    permits ImageTooLargeException, ImageMemoryException {
  private static final long serialVersionUID = 1L;

  public ImageException(String message) {
    super(message);
  }

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** No format that we know, or a header that makes no sense. */
  static ImageException unidentified() {
    return new ImageException("cannot identify image");
  }

  /** The file ends before its last pixel. */
  static ImageException truncated() {
    return new ImageException("image file is truncated");
  }

  /** All bytes are there, but they are no image. */
  static ImageException broken() {
    return new ImageException("broken data stream when reading image file");
  }

  /** A variant that Pillow reads and we would read differently. */
  static ImageException unsupported(String variant) {
    return new ImageException("unsupported image: " + variant);
  }
}
