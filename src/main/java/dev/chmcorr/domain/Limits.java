package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of the machine one input may use; more is refused, because inputs may come from anybody.
 *
 * @param pixels of an image, 1..{@link #MAX_PIXELS}
 * @param imageMebibytes of an encoded image, be it a file or a member of a tar; 1..2048
 * @param inputMebibytes of memory that is taken by reading a file of rankings or masks, what a
 *     checkpoint says of its tensors, or one tensor; 1..2^20
 */
public record Limits(int pixels, int imageMebibytes, int inputMebibytes) implements Serializable {
  /** What Java's arrays can hold at most. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** Pixels of the largest image that an array can hold. */
  public static final int MAX_PIXELS = MAX_ARRAY / 3;

  /** Of an encoded image: what an array can hold. */
  public static final int MAX_IMAGE_MEBIBYTES = 2048;

  /** Of other input: a tebibyte. */
  public static final int MAX_INPUT_MEBIBYTES = 1 << 20;

  /** Pillow's limit of pixels; a quarter of a small driver's memory for other input. */
  public static final Limits DEFAULT = new Limits(2 * 89_478_485, 1024, 512);

  public Limits {
    check("--max-pixels", pixels, MAX_PIXELS);
    check("--max-image-mib", imageMebibytes, MAX_IMAGE_MEBIBYTES);
    check("--max-input-mib", inputMebibytes, MAX_INPUT_MEBIBYTES);
  }

  private static void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserException("Invalid %s: %d (must be 1..%d)".formatted(option, value, most));
    }
  }

  /** With another limit of pixels. */
  public Limits withPixels(int other) {
    return new Limits(other, imageMebibytes, inputMebibytes);
  }

  /** With another limit of an encoded image. */
  public Limits withImageMebibytes(int other) {
    return new Limits(pixels, other, inputMebibytes);
  }

  /** With another limit of other input. */
  public Limits withInputMebibytes(int other) {
    return new Limits(pixels, imageMebibytes, other);
  }

  /** The limits of images as run records have them, by the names of their options. */
  public Map<String, Integer> ofImages() {
    return new TreeMap<>(Map.of("max_pixels", pixels, "max_image_mib", imageMebibytes));
  }

  /** All limits as run records have them, by the names of their options. */
  public Map<String, Integer> all() {
    Map<String, Integer> limits = ofImages();
    limits.put("max_input_mib", inputMebibytes);
    return limits;
  }

  /** Bytes of the largest encoded image, at most what an array can hold. */
  public int imageBytes() {
    return (int) Math.min((long) imageMebibytes << 20, MAX_ARRAY);
  }

  /** Bytes of memory for other input. */
  public long inputBytes() {
    return (long) inputMebibytes << 20;
  }
}
