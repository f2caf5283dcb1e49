package dev.chmcorr.chm;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QueryExplanation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Puts together what the program published with Taesiri et al. 2022 writes for one query. */
public final class Explanations {
  /** The published program always reports this many nearest neighbours, whatever K is. */
  private static final int REPORTED_NEIGHBOURS = 20;

  private Explanations() {}

  /**
   * The explanation of one query.
   *
   * @param query the query
   * @param ranking its nearest neighbours, nearest first, usually 100
   * @param reranking its re-ranked candidates
   * @param k votes
   */
  public static QueryExplanation explain(
      Query query, List<ImageRef> ranking, Reranking reranking, int k) {
    List<ImageClass> classes = ranking.stream().map(ImageRef::imageClass).toList();
    String knnPrediction = Vote.majority(classes, k).className();
    Vote vote = reranking.vote(k);
    List<Reranking.Scored> shown = reranking.ofClass(vote.className(), k);
    return new QueryExplanation(
        query.id(),
        query.path(),
        query.className(),
        k,
        reranking.ordered().size(),
        knnPrediction,
        Vote.majority(classes, REPORTED_NEIGHBOURS).votes(),
        ranking.stream()
            .filter(image -> image.className().equals(knnPrediction))
            .limit(k)
            .map(ImageRef::path)
            .toList(),
        ranking.stream().limit(REPORTED_NEIGHBOURS).map(ImageRef::path).toList(),
        vote.className(),
        vote.votes(),
        shown.stream().map(Explanations::path).toList(),
        reranking.ordered().stream().limit(k).map(Explanations::path).toList(),
        shown.stream().map(scored -> pair(scored, reranking.scoring().bestCells())).toList(),
        reranking.scoring().bestCells());
  }

  private static String path(Reranking.Scored scored) {
    return scored.candidate().image().path();
  }

  private static QueryExplanation.Pair pair(Reranking.Scored scored, int bestCells) {
    ComparedPair pair = scored.candidate().pair();
    int[] best = bestPoints(scored.weighted(), bestCells);
    int[][] cells = new int[Grid.POINTS][];
    for (int p = 0; p < Grid.POINTS; p++) {
      cells[p] = new int[] {Grid.cell(pair.pointsX()[p]), Grid.cell(pair.pointsY()[p])};
    }
    double[][] source = new double[best.length][];
    int[][] target = new int[best.length][];
    for (int i = 0; i < best.length; i++) {
      int p = best[i];
      source[i] = new double[] {Grid.x(p), Grid.y(p)};
      target[i] = new int[] {Grid.pixel(pair.pointsX()[p]), Grid.pixel(pair.pointsY()[p])};
    }
    return new QueryExplanation.Pair(
        cells,
        floats(scored.weighted()),
        source,
        target,
        new float[][] {pair.pointsX(), pair.pointsY()});
  }

  /**
   * The grid points of the highest cells, highest first, equal ones in the order of grid points.
   * Cell (r, c) shows as grid point c*7 + r, which is where it lies in the image.
   */
  public static int[] bestPoints(double[] weighted, int count) {
    return IntStream.range(0, Grid.POINTS)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer p) -> weighted[cellOf(p)]).reversed())
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int cellOf(int point) {
    return point % Grid.SIDE * Grid.SIDE + point / Grid.SIDE;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
