package dev.chmcorr.chm;

/**
 * The 49 grid points whose correspondences are looked for (Taesiri et al. 2022, section 2.3): 7 x 7
 * keypoints, evenly spaced from 18 to 222 pixels in an image of 240 x 240.
 *
 * <p>Grid point p = i*7 + j lies at x = coordinate(i), y = coordinate(j): its first index runs
 * along x. A cell of a 7 x 7 feature map is numbered row-major, r*7 + c.
 */
public final class Grid {
  /** Points, and cells, along one axis. */
  public static final int SIDE = 7;

  /** Grid points, and cells of a map. */
  public static final int POINTS = SIDE * SIDE;

  /** Side of the image in pixels. */
  public static final int IMAGE_SIDE = 240;

  /** Side of a cell in pixels: also the distance between neighbouring grid points. */
  static final int SPACING = 34;

  private static final int FIRST = 18;

  private Grid() {}

  /** Pixel of index 0..6 along either axis: 18, 52, 86, 120, 154, 188, 222. */
  public static int coordinate(int index) {
    return FIRST + SPACING * index;
  }

  /** x of grid point p in pixels. */
  public static int x(int p) {
    return coordinate(p / SIDE);
  }

  /** y of grid point p in pixels. */
  public static int y(int p) {
    return coordinate(p % SIDE);
  }

  /**
   * The cell, 0..6, in which a transferred coordinate lies. The published program truncates and
   * leaves 1.0 in cell 7, outside the map; that belongs to cell 6 here.
   *
   * @param normalised x or y in [-1, 1]
   */
  public static int cell(double normalised) {
    return Math.max(0, Math.min((int) ((normalised + 1) / 2 * SIDE), SIDE - 1));
  }

  /**
   * The pixel of a transferred coordinate, truncated towards zero: 0..240.
   *
   * @param normalised x or y in [-1, 1]
   */
  public static int pixel(double normalised) {
    return (int) ((normalised + 1) / 2 * IMAGE_SIDE);
  }
}
