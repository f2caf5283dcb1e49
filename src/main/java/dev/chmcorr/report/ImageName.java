package dev.chmcorr.report;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageTransform;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names of the small pictures of a site. They are made of what a picture shows, so that runs which
 * share a gallery share its pictures.
 */
public final class ImageName {
  private ImageName() {}

  /**
   * The number of a picture, of which its name is made.
   *
   * @param path of the image
   * @param version of its file, as far as it is known
   * @param transform that it went through before it was made smaller
   * @param side of the picture in pixels
   */
  public static long number(String path, FileVersion version, ImageTransform transform, int side) {
    String text =
        "%s\0%d\0%d\0%s\0%d"
            .formatted(path, version.bytes(), version.modified(), transform.text(), side);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name below {@code images/} of the picture with this number, as {@code 1f/1f3a...jpg}. */
  public static String of(long number) {
    String hash = "%016x".formatted(number);
    return hash.substring(0, 2) + "/" + hash + ".jpg";
  }
}
