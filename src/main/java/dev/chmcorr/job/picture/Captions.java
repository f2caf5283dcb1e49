package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.table.Setting;
import java.util.List;
import java.util.Locale;

/** What figures say of how they were computed. */
final class Captions {
  static final String KNN = "kNN";
  static final String RERANKED =
      "Best neighbours of this class after re-ranking by visual correspondence, cropped as they were compared";
  static final String NEAREST =
      "Nearest neighbours of this class by their embeddings, cropped as they were embedded";

  private static final String BOX = "Boxes: 32 x 32 of 240 x 240 pixels.";

  private Captions() {}

  /** Name of re-ranking, with masks or without. */
  static String method(boolean masked) {
    return masked ? "CHM-Corr+" : "CHM-Corr";
  }

  /**
   * Of a run's setting.
   *
   * @param cells how many are shown
   */
  static List<String> of(Setting setting, int cells) {
    return List.of(
        String.format(
            Locale.ROOT,
            "N = %d nearest neighbours re-ranked, K = %d vote, %s, %s axes%s (setting %s).",
            setting.n(),
            setting.k(),
            setting.mask() == null ? "T = " + setting.t() : "mask of %d cells".formatted(cells),
            Texts.lowerCase(setting.axes()),
            setting.axes() == Axes.PUBLISHED ? ", which compare transposed cells" : "",
            setting.name()),
        parts(cells, setting.mask() != null));
  }

  /** Of a file of the published program, which says neither T nor axes. */
  static List<String> of(QueryExplanation query, boolean masked) {
    return List.of(
        "N = %d nearest neighbours re-ranked, K = %d vote; kNN's votes are of its 20 nearest. From a file of the published program, which records neither T nor axes."
            .formatted(query.n(), query.k()),
        parts(query.bestCells(), masked));
  }

  private static String parts(int cells, boolean masked) {
    String which =
        masked
            ? "Parts: the %d cells of the mask on the query.".formatted(cells)
            : "Parts: of the query's 7 x 7 cells that it attends to, the %d most similar; dashed ones lie below the attention threshold and count as zero."
                .formatted(cells);
    return which + " Parts that meet in one cell of the neighbour share number and colour. " + BOX;
  }
}
