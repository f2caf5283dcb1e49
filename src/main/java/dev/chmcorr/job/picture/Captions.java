package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Weight;
import dev.chmcorr.table.Setting;
import java.util.List;

/** What figures say of how they were computed. */
final class Captions {
  static final String KNN = "kNN";
  static final String RERANKED =
      "Best neighbours of this class after re-ranking by visual correspondence, cropped as they were compared";
  static final String NEAREST =
      "Nearest neighbours of this class alone by their embeddings (a report shows those of all classes), cropped as they were embedded";

  private static final String BOX = "Boxes: 32 x 32 of 240 x 240 pixels.";

  private static final String SHARED =
      " Parts that meet in one cell of the neighbour share number and colour. " + BOX;

  /** Cells that are shown where attention weighs them. */
  private static final int CELLS_WITHOUT_MASK = 5;

  private Captions() {}

  /** Name of re-ranking by the published program, with masks or without. */
  static String method(boolean masked) {
    return method("CHM-Corr", masked);
  }

  /** Name of re-ranking by a method of that title. */
  static String method(String title, boolean masked) {
    return masked ? title + "+" : title;
  }

  /**
   * Of a run's setting.
   *
   * @param look the setting, and the method
   * @param cells how many are shown
   * @param parts of all neighbours
   */
  static List<String> of(RunFigure.Look look, int cells, List<List<Part>> parts) {
    Setting setting = look.setting();
    boolean chosen = look.method().ignored().contains(ScoringOption.THRESHOLD);
    boolean masked = setting.mask() != null;
    return List.of(
        "N = %d nearest neighbours re-ranked, K = %d vote%s%s (setting %s)."
            .formatted(
                setting.n(),
                setting.k(),
                masked
                    ? ", mask of " + Texts.count(cells, "cell")
                    : chosen ? "" : ", T = " + setting.t(),
                look.method().ignored().contains(ScoringOption.AXES) ? "" : axes(setting.axes()),
                setting.name()),
        (chosen && !masked ? flows(cells) : parts(cells, masked)) + dashes(parts));
  }

  private static String axes(Axes axes) {
    return ", %s axes%s"
        .formatted(
            Texts.lowerCase(axes),
            axes == Axes.PUBLISHED ? ", which compare transposed cells" : "");
  }

  private static String flows(int cells) {
    return "Parts: the %d pairs of 7 x 7 cells between which most of the query's attention flows."
            .formatted(cells)
        + SHARED;
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
    return which + SHARED;
  }
}
