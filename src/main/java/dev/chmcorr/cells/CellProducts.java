package dev.chmcorr.cells;

/**
 * The feature maps of a query and a candidate, each cell of one multiplied with each of the other.
 *
 * @param products [query cells][candidate cells] row-major: scalar products of their vectors; owned
 *     by this record
 * @param query lengths of the query's vectors
 * @param candidate lengths of the candidate's
 */
public record CellProducts(float[] products, Side query, Side candidate) {
  private static final double EPSILON = 1e-6;

  /**
   * One image's side of a comparison.
   *
   * @param lengths Euclidean length of each cell's vector, cells row-major
   * @param meanLength length of the mean of the cells' vectors
   */
  public record Side(float[] lengths, float meanLength) {
    /** How many cells the map has. */
    public int cells() {
      return lengths.length;
    }
  }

  public CellProducts {
    if (products.length != query.cells() * candidate.cells()) {
      throw new IllegalArgumentException(
          "Invalid products: %d numbers (must be %d x %d)"
              .formatted(products.length, query.cells(), candidate.cells()));
    }
  }

  /** Cosine of cell q of the query and cell u of the candidate; vectors of no length count 1e-6. */
  public double cosine(int q, int u) {
    double lengths = Math.max(query.lengths[q], EPSILON) * Math.max(candidate.lengths[u], EPSILON);
    return product(q, u) / lengths;
  }

  private double product(int q, int u) {
    return products[q * candidate.cells() + u];
  }

  /** How much each cell of the query has in common with all cells of the candidate. */
  public double[] queryAttention() {
    double[] attention = new double[query.cells()];
    for (int q = 0; q < attention.length; q++) {
      for (int u = 0; u < candidate.cells(); u++) {
        attention[q] += product(q, u);
      }
      attention[q] /= scale();
    }
    return attention;
  }

  /** How much each cell of the candidate has in common with all cells of the query. */
  public double[] candidateAttention() {
    double[] attention = new double[candidate.cells()];
    for (int u = 0; u < attention.length; u++) {
      for (int q = 0; q < query.cells(); q++) {
        attention[u] += product(q, u);
      }
      attention[u] /= scale();
    }
    return attention;
  }

  /** Both kinds of attention add up to the cosine of the maps' means. */
  private double scale() {
    return (double) query.meanLength * candidate.meanLength * query.cells() * candidate.cells();
  }
}
