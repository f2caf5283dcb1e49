package dev.chmcorr.job.method.patches;

import dev.chmcorr.cells.NearestCells;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import java.util.Arrays;

/**
 * What nearest cells say of a pair: of every cell of the query's feature map, row-major in its own
 * grid, one number in each of the arrays, which this record owns.
 *
 * <p>Scores, masks and pictures know 7 x 7 cells. Each of these shows the most similar of the map's
 * counting cells whose centre lies in it; where none does, it counts nothing.
 *
 * @param grid rows and columns of the query's map, rows and columns of the candidate's
 * @param nearest the candidate's cell, row-major
 * @param cosine of the two
 * @param counts 1 if the cell counts, else 0
 * @param ownAttention of the query's cells
 */
record PatchPair(
    float[] grid, float[] nearest, float[] cosine, float[] counts, float[] ownAttention)
    implements ComparedPair {
  private static final int SIDE = 7;
  private static final int CELLS = SIDE * SIDE;

  /** Rows and columns of both maps. */
  record Grids(int height, int width, int candidateHeight, int candidateWidth) {}

  static PatchPair of(Grids grids, NearestCells found, double[] attention, Match match) {
    int cells = attention.length;
    PatchPair pair =
        new PatchPair(
            new float[] {
              grids.height(), grids.width(), grids.candidateHeight(), grids.candidateWidth()
            },
            new float[cells],
            found.cosine(),
            new float[cells],
            new float[cells]);
    for (int cell = 0; cell < cells; cell++) {
      pair.nearest[cell] = found.cell()[cell];
      pair.counts[cell] = match == Match.NEAREST || found.mutual()[cell] ? 1 : 0;
      pair.ownAttention[cell] = (float) attention[cell];
    }
    return pair;
  }

  /** For each of the 7 x 7 cells, row-major, the map's cell that it shows, or -1. */
  private int[] shown() {
    int[] shown = new int[CELLS];
    Arrays.fill(shown, -1);
    int height = (int) grid[0];
    int width = (int) grid[1];
    for (int cell = 0; cell < cosine.length; cell++) {
      int at = within(cell / width, height) * SIDE + within(cell % width, width);
      if (shown[at] < 0 || isBetter(cell, shown[at])) {
        shown[at] = cell;
      }
    }
    return shown;
  }

  /** Which of seven equal parts of a side the centre of one of so many cells lies in. */
  private static int within(int index, int count) {
    return (2 * index + 1) * SIDE / (2 * count);
  }

  private boolean isBetter(int cell, int other) {
    return counts[cell] != counts[other]
        ? counts[cell] > counts[other]
        : cosine[cell] > cosine[other];
  }

  @Override
  public float[] similarity(Axes axes) {
    int[] shown = shown();
    float[] similarity = new float[CELLS];
    for (int at = 0; at < CELLS; at++) {
      similarity[at] = shown[at] < 0 ? 0 : counts[shown[at]] * cosine[shown[at]];
    }
    return similarity;
  }

  /** Of cells that show nothing, the least that there is. */
  @Override
  public float[] attention() {
    float least = Float.POSITIVE_INFINITY;
    for (float value : ownAttention) {
      least = Math.min(least, value);
    }
    int[] shown = shown();
    float[] seen = new float[CELLS];
    for (int at = 0; at < CELLS; at++) {
      seen[at] = shown[at] < 0 ? least : ownAttention[shown[at]];
    }
    return seen;
  }

  @Override
  public float[] pointsX() {
    int columns = (int) grid[3];
    return places(cell -> (2 * (cell % columns) + 1f) / columns - 1);
  }

  @Override
  public float[] pointsY() {
    int columns = (int) grid[3];
    return places(cell -> (2 * (cell / columns) + 1f) / grid[2] - 1);
  }

  /** Where the centre of a cell of the candidate lies along one axis, in [-1, 1]. */
  private interface Place {
    float of(int cell);
  }

  /** Grid point i*7+j lies in cell j*7+i; one that shows nothing is put in the middle. */
  private float[] places(Place place) {
    int[] shown = shown();
    float[] places = new float[CELLS];
    for (int p = 0; p < CELLS; p++) {
      int at = p % SIDE * SIDE + p / SIDE;
      places[p] = shown[at] < 0 ? 0 : place.of((int) nearest[shown[at]]);
    }
    return places;
  }
}
