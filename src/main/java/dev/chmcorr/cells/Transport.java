package dev.chmcorr.cells;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The patch-wise earth mover's distance of Taesiri et al. 2022 (EMD-Corr): how the attention of a
 * query's cells flows to the cells of a candidate where moving it costs 1 - cosine, by Sinkhorn's
 * algorithm.
 *
 * <p>The published program stops for all candidates of a query at once, so that a pair's numbers
 * depend on the pairs that are handed over with it: the query against itself, and its candidates.
 */
public final class Transport {
  /** Of the kernel exp(-(1 - cosine) / SHARPNESS). */
  private static final double SHARPNESS = 0.05;

  /** Keeps marginals of images without attention finite. */
  private static final double EPSILON = 1e-5;

  private static final int MAX_ROUNDS = 100;

  /** Of the mean change of the candidates' factors in a round. */
  private static final double THRESHOLD = 0.1;

  private final int queryCells;
  private final int candidateCells;
  private final double[] kernel;
  private final double[] queryMass;
  private final double[] candidateMass;
  private final double[] ofQuery;
  private final double[] ofCandidate;

  private Transport(CellProducts pair) {
    this.queryCells = pair.query().cells();
    this.candidateCells = pair.candidate().cells();
    this.kernel = kernel(pair);
    this.queryMass = mass(pair.queryAttention());
    this.candidateMass = mass(pair.candidateAttention());
    this.ofQuery = ones(queryCells);
    this.ofCandidate = ones(candidateCells);
  }

  /**
   * The flows of pairs that stop together.
   *
   * @param pairs of one query, itself among them if the numbers are to be the published ones
   * @return of each pair, in the same order, [query cells][candidate cells] row-major: how much
   *     flows between two cells; adds up to nearly 1
   */
  public static List<double[]> together(List<CellProducts> pairs) {
    List<Transport> running = pairs.stream().map(Transport::new).toList();
    long factors = running.stream().mapToLong(pair -> pair.candidateCells).sum();
    double change = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MAX_ROUNDS && !(change < THRESHOLD); round++) {
      change = running.stream().mapToDouble(Transport::round).sum() / factors;
    }
    List<double[]> flows = new ArrayList<>();
    running.forEach(pair -> flows.add(pair.flow()));
    return flows;
  }

  /** The flow of a pair that stops by itself, see {@link #together}. */
  public static double[] alone(CellProducts pair) {
    return together(List.of(pair)).get(0);
  }

  private static double[] kernel(CellProducts pair) {
    int cells = pair.candidate().cells();
    double[] kernel = new double[pair.products().length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = Math.exp((pair.cosine(i / cells, i % cells) - 1) / SHARPNESS);
    }
    return kernel;
  }

  private static double[] mass(double[] attention) {
    double sum = Arrays.stream(attention).sum() + EPSILON;
    return Arrays.stream(attention).map(value -> value / sum).toArray();
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Fits both sides once; gives by how much the candidate's factors changed in all. */
  private double round() {
    double[] received = new double[candidateCells];
    for (int q = 0; q < queryCells; q++) {
      for (int u = 0; u < candidateCells; u++) {
        received[u] += kernel[q * candidateCells + u] * ofQuery[q];
      }
    }
    double change = 0;
    for (int u = 0; u < candidateCells; u++) {
      double factor = candidateMass[u] / received[u];
      change += Math.abs(factor - ofCandidate[u]);
      ofCandidate[u] = factor;
    }
    for (int q = 0; q < queryCells; q++) {
      double sent = 0;
      for (int u = 0; u < candidateCells; u++) {
        sent += kernel[q * candidateCells + u] * ofCandidate[u];
      }
      ofQuery[q] = queryMass[q] / sent;
    }
    return change;
  }

  private double[] flow() {
    double[] flow = new double[kernel.length];
    for (int i = 0; i < flow.length; i++) {
      flow[i] = kernel[i] * ofQuery[i / candidateCells] * ofCandidate[i % candidateCells];
    }
    return flow;
  }
}
