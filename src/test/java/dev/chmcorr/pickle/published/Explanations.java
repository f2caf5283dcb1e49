package dev.chmcorr.pickle.published;

import dev.chmcorr.domain.QueryExplanation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Explanations of any size, with numbers that tell their places apart. */
final class Explanations {
  private Explanations() {}

  /** With the counts of the published program's output for a query. */
  static QueryExplanation of(int pairs, int knnOfClass, int bestCells) {
    List<QueryExplanation.Pair> all = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      all.add(pair(i, bestCells));
    }
    return new QueryExplanation(
        300,
        "val/a/q.png",
        "a",
        20,
        50,
        "b",
        3,
        paths(knnOfClass),
        paths(20),
        "c",
        400,
        paths(pairs),
        paths(20),
        all,
        bestCells);
  }

  private static List<String> paths(int count) {
    return Collections.nCopies(count, "train/b/\u00e9.png");
  }

  private static QueryExplanation.Pair pair(int number, int bestCells) {
    int[][] cells = new int[49][2];
    float[] cosines = new float[49];
    float[][] points = new float[2][49];
    for (int i = 0; i < 49; i++) {
      cells[i] = new int[] {i / 7, i % 7};
      cosines[i] = (number + i) / 64f;
      points[0][i] = i / 64f;
      points[1][i] = -i / 64f;
    }
    double[][] source = new double[bestCells][2];
    int[][] target = new int[bestCells][2];
    for (int i = 0; i < bestCells; i++) {
      source[i] = new double[] {18 + 34 * i, 52};
      target[i] = new int[] {i, 239 - i};
    }
    return new QueryExplanation.Pair(cells, cosines, source, target, points);
  }
}
