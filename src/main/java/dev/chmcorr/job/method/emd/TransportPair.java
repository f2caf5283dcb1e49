package dev.chmcorr.job.method.emd;

import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What EMD-Corr finds for a pair: between which cells most flows. Cells are those of 7 x 7 maps,
 * row-major; all arrays hold 49 values and are owned by this record.
 *
 * @param flowQuery cells of the query, of the 49 pairs of cells between which most flows, most
 *     first; a cell may be there more than once
 * @param flowCandidate cells of the candidate, of the same pairs
 * @param flow how much flows between them; all that flows adds up to nearly 1
 * @param flowCosine their cosine
 * @param cellCandidate for each cell of the query, the candidate's to which most of it flows
 * @param cellFlow how much flows there
 * @param cellCosine their cosine
 * @param attention of the query's cells, before it is made to add up to 1
 */
record TransportPair(
    float[] flowQuery,
    float[] flowCandidate,
    float[] flow,
    float[] flowCosine,
    float[] cellCandidate,
    float[] cellFlow,
    float[] cellCosine,
    float[] attention)
    implements ComparedPair {
  private static final int SIDE = 7;
  private static final int CELLS = SIDE * SIDE;

  /** How many pairs of cells count. */
  private static final int PARTS = 5;

  /** Of a pair's products and the flow that they come to, [49][49] row-major. */
  static TransportPair of(CellProducts products, double[] plan) {
    TransportPair pair =
        new TransportPair(
            new float[CELLS],
            new float[CELLS],
            new float[CELLS],
            new float[CELLS],
            new float[CELLS],
            new float[CELLS],
            new float[CELLS],
            floats(products.queryAttention()));
    int[] best = mostFirst(plan, 0, plan.length);
    for (int i = 0; i < CELLS; i++) {
      int of = best[i] / CELLS;
      int to = best[i] % CELLS;
      pair.flowQuery[i] = of;
      pair.flowCandidate[i] = to;
      pair.flow[i] = (float) plan[best[i]];
      pair.flowCosine[i] = (float) products.cosine(of, to);
    }
    for (int q = 0; q < CELLS; q++) {
      int most = mostFirst(plan, q * CELLS, (q + 1) * CELLS)[0];
      pair.cellCandidate[q] = most % CELLS;
      pair.cellFlow[q] = (float) plan[most];
      pair.cellCosine[q] = (float) products.cosine(q, most % CELLS);
    }
    return pair;
  }

  private static int[] mostFirst(double[] plan, int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> plan[i]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public float[] pointsX() {
    return places(cell -> cell % SIDE);
  }

  @Override
  public float[] pointsY() {
    return places(cell -> cell / SIDE);
  }

  /** One axis of a cell, 0..6. */
  private interface Axis {
    int of(int cell);
  }

  /** Grid point i*7+j lies in cell j*7+i: its first index runs along x. */
  private float[] places(Axis axis) {
    float[] places = new float[CELLS];
    for (int p = 0; p < CELLS; p++) {
      int cell = (int) cellCandidate[p % SIDE * SIDE + p / SIDE];
      places[p] = (2 * axis.of(cell) + 1f) / SIDE - 1;
    }
    return places;
  }

  @Override
  public float[] similarity(Axes axes) {
    return similarity(axes, PARTS);
  }

  /**
   * The mean over so many parts is the published score: the sum of flow times cosine over the pairs
   * of cells between which most flows. What opposes, by a negative cosine, counts as nothing.
   */
  @Override
  public float[] similarity(Axes axes, int parts) {
    double[] sums = new double[CELLS];
    for (Link link : links(parts)) {
      sums[link.query()] += parts * link.value();
    }
    return floats(sums);
  }

  /** Of every cell the one pair between which most of it flows; the mean over 49 is their sum. */
  @Override
  public float[] marked(Axes axes) {
    float[] marked = new float[CELLS];
    for (int q = 0; q < CELLS; q++) {
      marked[q] = (float) (CELLS * ((double) cellFlow[q] * cellCosine[q]));
    }
    return marked;
  }

  @Override
  public List<Link> links(int count) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < Math.min(count, flow.length); i++) {
      links.add(
          new Link((int) flowQuery[i], (int) flowCandidate[i], (double) flow[i] * flowCosine[i]));
    }
    return links;
  }
}
