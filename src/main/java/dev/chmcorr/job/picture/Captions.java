package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Weight;
import dev.chmcorr.table.Setting;
import java.util.List;
import java.util.Locale;

/** What figures say of how they were computed. */
final class Captions {
  static final String KNN = "kNN";
  static final String RERANKED =
      "Best neighbours of this class after re-ranking by visual correspondence, cropped as they were compared";
  static final String NEAREST =
      "Nearest neighbours of this class alone by their embeddings (a report shows those of all classes), cropped as they were embedded";

  private static final String BOX = "Boxes: 32 x 32 of 240 x 240 pixels.";

  /** Cells that are shown where attention weighs them. */
  private static final int CELLS_WITHOUT_MASK = 5;

  private Captions() {}

  /** Name of re-ranking, with masks or without. */
  static String method(boolean masked) {
    return masked ? "CHM-Corr+" : "CHM-Corr";
  }

  /**
   * Of a run's setting.
   *
   * @param cells how many are shown
   * @param parts of all neighbours
   */
  static List<String> of(Setting setting, int cells, List<List<Part>> parts) {
    return List.of(
        String.format(
            Locale.ROOT,
            "N = %d nearest neighbours re-ranked, K = %d vote, %s, %s axes%s (setting %s).",
            setting.n(),
            setting.k(),
            setting.mask() == null ? "T = " + setting.t() : "mask of " + Texts.count(cells, "cell"),
            Texts.lowerCase(setting.axes()),
            setting.axes() == Axes.PUBLISHED ? ", which compare transposed cells" : "",
            setting.name()),
        parts(cells, setting.mask() != null) + dashes(parts));
  }

  /** Of a file of the published program, which says neither T nor axes. */
  static List<String> of(QueryExplanation query, List<List<Part>> parts) {
    boolean masked = isMasked(query);
    return List.of(
        "N = %d nearest neighbours re-ranked, K = %d vote; kNN's votes are of its 20 nearest. From a file of the published program, which records neither T nor axes."
            .formatted(query.n(), query.k()),
        parts(query.bestCells(), masked) + dashes(parts));
  }

  /** Whether a file of the published program has more or fewer cells than attention shows. */
  static boolean isMasked(QueryExplanation query) {
    return query.bestCells() != CELLS_WITHOUT_MASK;
  }

  private static String dashes(List<List<Part>> parts) {
    boolean any =
        parts.stream().flatMap(List::stream).anyMatch(part -> part.weight() == Weight.LEFT_OUT);
    return any ? " Dashed ones have no weight: they count as zero." : "";
  }

  private static String parts(int cells, boolean masked) {
    String which =
        masked
            ? "Parts: the %s of the mask on the query.".formatted(Texts.count(cells, "cell"))
            : "Parts: of the query's 7 x 7 cells that it attends to, the %d most similar."
                .formatted(cells);
    return which + " Parts that meet in one cell of the neighbour share number and colour. " + BOX;
  }
}
