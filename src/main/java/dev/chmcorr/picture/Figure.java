package dev.chmcorr.picture;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the figure of one query shows. Texts may be any: names of classes and files are data.
 *
 * @param query what is explained
 * @param reranked the prediction by correspondence, and its best neighbours
 * @param parts of each of these neighbours, same order: what of the query lies where in it
 * @param nearest the prediction by nearest neighbours
 * @param caption how all this was computed, paragraphs
 */
public record Figure(
    Subject query, Row reranked, List<List<Part>> parts, Row nearest, List<String> caption) {

  /** Neighbours in a row, at most. */
  public static final int NEIGHBOURS = 5;

  /** Side of the images to which places of parts refer, in pixels. */
  public static final int SIDE = 240;

  public Figure {
    if (parts.size() != reranked.neighbours().size()) {
      throw new IllegalArgumentException(
          "Invalid figure: parts of %d neighbours, of which there are %d"
              .formatted(parts.size(), reranked.neighbours().size()));
    }
  }

  /**
   * The query.
   *
   * @param name of it, such as "Query 3"
   * @param file where it comes from, as people know it
   * @param truth classes of which any is right; empty if nobody knows
   * @param tile as it was compared
   * @param mask weights of its 7 x 7 cells, row-major, or null; 0 leaves a cell out; owned by this
   *     record
   */
  public record Subject(String name, String file, List<String> truth, Tile tile, double[] mask) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Subject that
          && name.equals(that.name)
          && file.equals(that.file)
          && truth.equals(that.truth)
          && tile.equals(that.tile)
          && Arrays.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
      return name.hashCode() ^ Arrays.hashCode(mask);
    }
  }

  /**
   * A method's answer and the images that it gives for it.
   *
   * @param method its name
   * @param note what the images are
   * @param prediction its answer
   * @param query the query as this method sees it
   * @param neighbours at most {@link #NEIGHBOURS}, best first
   */
  public record Row(
      String method, String note, Prediction prediction, Tile query, List<Neighbour> neighbours) {
    public Row {
      if (neighbours.size() > NEIGHBOURS) {
        throw new IllegalArgumentException(
            "Invalid row: %d neighbours (at most %d)".formatted(neighbours.size(), NEIGHBOURS));
      }
    }

    private Row named(UnaryOperator<String> names) {
      return new Row(
          method,
          note,
          new Prediction(
              names.apply(prediction.className()),
              prediction.votes(),
              prediction.voters(),
              prediction.verdict()),
          query,
          neighbours);
    }
  }

  /**
   * A class and who voted for it.
   *
   * @param className predicted
   * @param votes how many voted for it
   * @param voters how many voted
   * @param verdict whether it is right
   */
  public record Prediction(String className, int votes, int voters, Verdict verdict) {}

  /** What is known of a prediction. */
  public enum Verdict {
    RIGHT("right"),
    WRONG("wrong"),
    UNKNOWN("ground truth unknown");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** Of a judgement that is null if nobody knows. */
    public static Verdict of(Boolean correct) {
      if (correct == null) {
        return UNKNOWN;
      }
      return correct ? RIGHT : WRONG;
    }

    String word() {
      return word;
    }
  }

  /**
   * A neighbour of the query.
   *
   * @param tile its image
   * @param label a short line
   * @param remark a second one, or empty
   */
  public record Neighbour(Tile tile, String label, String remark) {}

  /**
   * A part of the query and where it lies in a neighbour, as centres of boxes in pixels of images
   * of {@link #SIDE}.
   *
   * @param number from 1; parts that lie at the same place share it
   * @param x in the query
   * @param y in the query
   * @param targetX in the neighbour
   * @param targetY in the neighbour
   * @param weight whether it counts in the score
   */
  public record Part(int number, int x, int y, int targetX, int targetY, Weight weight) {}

  /** Whether a part was counted, or left out because the query's attention is elsewhere. */
  public enum Weight {
    COUNTED,
    LEFT_OUT
  }

  /** The same with other names for the same classes. */
  public Figure named(UnaryOperator<String> names) {
    return new Figure(
        new Subject(
            query.name(),
            query.file(),
            query.truth().stream().map(names).toList(),
            query.tile(),
            query.mask()),
        reranked.named(names),
        parts,
        nearest.named(names),
        caption);
  }

  /** One line that says what the figure shows. */
  String title() {
    return "%s: %s %s (%s), %s %s (%s)"
        .formatted(
            query.name(),
            reranked.method(),
            reranked.prediction().className(),
            reranked.prediction().verdict().word(),
            nearest.method(),
            nearest.prediction().className(),
            nearest.prediction().verdict().word());
  }
}
