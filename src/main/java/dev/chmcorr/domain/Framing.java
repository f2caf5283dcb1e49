package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Map;

/**
 * How images are prepared for the trunk where the published program takes torchvision's {@code
 * Resize(256)} and {@code CenterCrop(224)}: whatever is ranked, but for the queries of {@code
 * multi}, and the candidates whose last feature maps are compared. Weights may have been trained
 * for another. What is fitted to another picture stays as published: queries at the size that Hough
 * matching sees, images that are 224 pixels a side as they come.
 *
 * @param resize pixels of the shorter side after resizing, or null if it is not said
 * @param crop side of the central square, in pixels, or null if it is not said
 */
public record Framing(Integer resize, Integer crop) implements Serializable {
  /** Of one who says nothing. */
  public static final Framing UNSAID = new Framing(null, null);

  /** That of the published program. */
  public static final Framing PUBLISHED =
      new Framing(
          ImageTransform.RESIZE256_CROP224.shorter(), ImageTransform.RESIZE256_CROP224.crop());

  private static final String RESIZE = "resize";
  private static final String CROP = "crop";
  private static final int MAX = 4096;
  private static final int MAX_SHOWN = 100;

  public Framing {
    check("--resize", resize);
    check("--crop", crop);
    if (resize != null && crop != null && crop > resize) {
      throw new UserException(
          "Invalid --crop: %d (must be at most %d, the value of --resize)".formatted(crop, resize));
    }
  }

  private static void check(String option, Integer pixels) {
    if (pixels != null && (pixels < 1 || pixels > MAX)) {
      throw new UserException("Invalid %s: %d (must be 1..%d)".formatted(option, pixels, MAX));
    }
  }

  /**
   * What the parameters of a record say, which may come from anybody.
   *
   * @throws UserException if they say no number of pixels
   */
  public static Framing of(Map<String, String> parameters) {
    return new Framing(pixels(parameters, RESIZE), pixels(parameters, CROP));
  }

  private static Integer pixels(Map<String, String> parameters, String name) {
    String known = parameters.get(name);
    try {
      return known == null ? null : Integer.valueOf(known);
    } catch (NumberFormatException e) {
      throw new UserException(
          "Invalid %s in a record: %s (must be a number of pixels)"
              .formatted(name, Printable.of(known, MAX_SHOWN)),
          e);
    }
  }

  /** The same with what another says of what is not said here. */
  public Framing or(Framing other) {
    return new Framing(resize == null ? other.resize : resize, crop == null ? other.crop : crop);
  }

  /** What records say of it; nothing if it is that of every run before there was a choice. */
  public Map<String, String> parameters() {
    Framing said = or(PUBLISHED);
    return said.equals(PUBLISHED) ? Map.of() : said.known();
  }

  /** The same, if it is said whole, whatever it is. */
  public Map<String, String> known() {
    return Map.of(RESIZE, resize.toString(), CROP, crop.toString());
  }

  /** What takes the place of a published transform; most stay. */
  public ImageTransform instead(ImageTransform published) {
    Framing said = or(PUBLISHED);
    return published.equals(ImageTransform.RESIZE256_CROP224)
        ? ImageTransform.cropped(said.resize, said.crop)
        : published;
  }
}
