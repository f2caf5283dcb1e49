package dev.chmcorr.picture;

import dev.chmcorr.domain.RgbImage;
import java.util.Arrays;
import java.util.List;

/** Small figures of plain grey images. */
final class Figures {
  static final int GREY = 0x60;

  private Figures() {}

  static Tile tile(String key) {
    byte[] pixels = new byte[3 * 12 * 12];
    Arrays.fill(pixels, (byte) GREY);
    return Tile.of(key, new RgbImage(12, 12, pixels));
  }

  /** A figure with one re-ranked neighbour and no nearest one. */
  static Figure of(String className, List<String> truth, List<Figure.Part> parts) {
    return new Figure(
        new Figure.Subject("Query 3", "a/q.jpg", truth, tile("query"), null),
        new Figure.Row(
            "CHM-Corr",
            "note",
            new Figure.Prediction(className, 3, 5, Figure.Verdict.WRONG),
            tile("query"),
            List.of(new Figure.Neighbour(tile("neighbour"), "rank 1", ""))),
        List.of(parts),
        new Figure.Row(
            "kNN",
            "note",
            new Figure.Prediction(className, 4, 5, Figure.Verdict.UNKNOWN),
            tile("query"),
            List.of()),
        List.of("N = 50"));
  }

  static Figure of(String className) {
    return of(className, List.of(className), List.of());
  }
}
