package dev.chmcorr.chm;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Masks for CHM-Corr+ from the keypoints of CUB-200-2011 (Taesiri et al. 2022, section 2.3): the
 * cells in which the parts of the bird lie.
 */
public final class PartMasks {
  private static final int MAX_SHOWN = 100;

  private PartMasks() {}

  /** Which annotated parts mark a cell. */
  public enum Parts {
    /** Beak, belly, right leg, right wing, tail. */
    TOP_FIVE(Set.of(2, 3, 12, 13, 14)),
    /** Every visible part. */
    ALL(Set.of());

    private final Set<Integer> ids;

    Parts(Set<Integer> ids) {
      this.ids = ids;
    }

    private boolean contains(int id) {
      return this == ALL || ids.contains(id);
    }
  }

  /**
   * Size of an image file as stored.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Size(int width, int height) {}

  /**
   * One mask per image that has a size, all zero if none of its parts is visible.
   *
   * @param images lines of {@code images.txt}: image id, class/file
   * @param locations lines of {@code parts/part_locs.txt}: image id, part id, x, y, visible
   * @param sizes by class/file; images that are not in it are left out
   * @return by class/file, [7][7] row-major, 1 where a part lies
   */
  public static Map<String, double[]> read(
      List<String> images, List<String> locations, Map<String, Size> sizes, Parts parts) {
    Map<String, String> names = new HashMap<>();
    Map<String, double[]> masks = new TreeMap<>();
    for (String line : images) {
      String[] words = words("images.txt", line, 2);
      names.put(words[0], words[1]);
      if (sizes.containsKey(words[1])) {
        masks.put(words[1], new double[Grid.POINTS]);
      }
    }
    for (String line : locations) {
      String[] words = words("part_locs.txt", line, 5);
      String name = names.get(words[0]);
      boolean wanted = name != null && masks.containsKey(name);
      if (wanted && words[4].equals("1") && parts.contains(part(line, words))) {
        mark(masks.get(name), sizes.get(name), number(line, words[2]), number(line, words[3]));
      }
    }
    return masks;
  }

  /**
   * Marks the cell of one part location in a mask. The image is resized so that its shorter side is
   * 240 and cropped in the middle; a part that falls outside the 7 x 7 cells of 34 pixels marks
   * nothing (the published program lets negative cells wrap round to the other side).
   */
  static void mark(double[] mask, Size size, double x, double y) {
    long shorter = Math.min(size.width(), size.height());
    double column = cell(x, size.width(), (long) Grid.IMAGE_SIDE * size.width() / shorter);
    double row = cell(y, size.height(), (long) Grid.IMAGE_SIDE * size.height() / shorter);
    if (row >= 0 && row < Grid.SIDE && column >= 0 && column < Grid.SIDE) {
      mask[((int) row) * Grid.SIDE + (int) column] = 1;
    }
  }

  private static double cell(double coordinate, int side, long resized) {
    double cropped = resized * coordinate / side - (resized - Grid.IMAGE_SIDE) / 2.0;
    return Math.floor(cropped / Grid.SPACING);
  }

  private static String[] words(String file, String line, int count) {
    String[] words = line.strip().split(" ");
    if (words.length != count) {
      throw new UserException(
          "Cannot read %s: line \"%s\" has %d words (must be %d)"
              .formatted(file, shown(line), words.length, count));
    }
    return words;
  }

  private static String shown(String text) {
    return Printable.of(text, MAX_SHOWN);
  }

  private static int part(String line, String[] words) {
    return (int) number(line, words[1]);
  }

  private static double number(String line, String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new UserException(
          "Cannot read part_locs.txt: \"%s\" in line \"%s\" is no number"
              .formatted(shown(word), shown(line)),
          e);
    }
  }
}
