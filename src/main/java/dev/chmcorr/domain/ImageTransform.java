package dev.chmcorr.domain;

import java.io.Serializable;

/**
 * A geometric transform of torchvision's, which ends in an RGB image of a fixed square size: {@code
 * Resize(shorter)} and {@code CenterCrop(crop)}, then {@code Resize((exact, exact))}, either of
 * which may be left out.
 *
 * @param shorter pixels of the shorter side after resizing; 0 if neither resized so nor cropped
 * @param crop side of the central square, in pixels; 0 likewise
 * @param exact height and width at the end, in pixels; 0 if not resized so
 */
public record ImageTransform(int shorter, int crop, int exact) implements Serializable {
  public static final ImageTransform RESIZE256_CROP224 = cropped(256, 224);
  public static final ImageTransform RESIZE224_CROP224 = cropped(224, 224);
  public static final ImageTransform RESIZE240_CROP240 = cropped(240, 240);
  public static final ImageTransform RESIZE240X240 = new ImageTransform(0, 0, 240);
  public static final ImageTransform RESIZE240_CROP240_RESIZE224X224 =
      new ImageTransform(240, 240, 224);
  public static final ImageTransform RESIZE224X224 = new ImageTransform(0, 0, 224);

  /** Resizes the shorter side, then crops. */
  public static ImageTransform cropped(int shorter, int crop) {
    return new ImageTransform(shorter, crop, 0);
  }

  public ImageTransform {
    if ((crop < 1 || shorter < 1) && (crop != 0 || shorter != 0 || exact < 1)) {
      throw new IllegalArgumentException(
          "Invalid transform: shorter side %d, crop %d, exact size %d"
              .formatted(shorter, crop, exact));
    }
  }

  /** Height and width of the result, in pixels. */
  public int side() {
    return exact > 0 ? exact : crop;
  }

  /** As records call it, such as {@code resize256_crop224}. */
  public String text() {
    String cropped = crop > 0 ? "resize%d_crop%d".formatted(shorter, crop) : "";
    String resized = exact > 0 ? "resize%1$dx%1$d".formatted(exact) : "";
    return cropped.isEmpty() || resized.isEmpty() ? cropped + resized : cropped + "_" + resized;
  }
}
