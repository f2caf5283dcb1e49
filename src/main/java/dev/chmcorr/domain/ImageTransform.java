package dev.chmcorr.domain;

/**
 * The geometric transforms of the published program (torchvision). Each ends in an RGB image of a
 * fixed square size.
 */
public enum ImageTransform {
  RESIZE256_CROP224(224),
  RESIZE224_CROP224(224),
  RESIZE240_CROP240(240),
  RESIZE240X240(240),
  RESIZE240_CROP240_RESIZE224X224(224),
  RESIZE224X224(224);

  private final int side;

  ImageTransform(int side) {
    this.side = side;
  }

  /** Height and width of the result, in pixels. */
  public int side() {
    return side;
  }
}
