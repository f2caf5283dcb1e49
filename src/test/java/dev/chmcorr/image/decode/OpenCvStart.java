package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;

/** A program for tests: makes OpenCV encode and decode one pixel, and says how that went. */
public final class OpenCvStart {
  private OpenCvStart() {}

  /** Prints the size of the decoded image, or the user's mistake of each direction. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    try {
      byte[] jpeg = JpegEncoder.encode(new RgbImage(1, 1, new byte[3]), 90);
      System.out.println("width " + new ImageDecoder().decode(jpeg).width());
    } catch (UserException e) {
      System.out.println("refused: " + e.getMessage());
    }
    try {
      new ImageDecoder().decode(new byte[0]);
    } catch (UserException e) {
      System.out.println("refused again: " + e.getMessage());
    } catch (ImageException e) {
      System.out.println("not an image");
    }
  }
}
