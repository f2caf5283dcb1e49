package dev.chmcorr.job.picture;

import dev.chmcorr.chm.Explanations;
import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Link;
import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The boxes of the published picture: the best cells, each where its grid point lies. */
final class Parts {
  /** Where a grid point went. */
  interface Target {
    /** The cell, X * 7 + Y, each 0..6, of grid point p. */
    int of(int p);
  }

  private Parts() {}

  /** Parts that a method has chosen itself, best first; numbered likewise. */
  static List<Part> of(List<Link> links) {
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (Link link : links) {
      int from = turned(link.query());
      int to = turned(link.candidate());
      int number = numbers.computeIfAbsent(to, cell -> numbers.size() + 1);
      parts.add(
          new Part(number, Grid.x(from), Grid.y(from), Grid.x(to), Grid.y(to), Weight.COUNTED));
    }
    return parts;
  }

  /** Cells are row-major, grid points column by column. */
  private static int turned(int cell) {
    return cell % Grid.SIDE * Grid.SIDE + cell / Grid.SIDE;
  }

  /**
   * Parts of one pair, best first. Those that meet in one cell of the neighbour share a number.
   *
   * @param weighted [7][7] row-major: what the cells of the query count
   * @param count how many are shown
   * @param target cells of the neighbour
   */
  static List<Part> of(double[] weighted, int count, Target target) {
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (int p : Explanations.bestPoints(weighted, count)) {
      int to = target.of(p);
      int number = numbers.computeIfAbsent(to, cell -> numbers.size() + 1);
      boolean counts = weighted[p % Grid.SIDE * Grid.SIDE + p / Grid.SIDE] != 0;
      parts.add(
          new Part(
              number,
              Grid.x(p),
              Grid.y(p),
              Grid.x(to),
              Grid.y(to),
              counts ? Weight.COUNTED : Weight.LEFT_OUT));
    }
    return parts;
  }
}
