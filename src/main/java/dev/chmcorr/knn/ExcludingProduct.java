package dev.chmcorr.knn;

/**
 * A product that never finds gallery images of a query's own content. Since they are not found,
 * they raise no threshold either: a search has the k nearest of the others.
 */
public final class ExcludingProduct implements BlockProduct {
  private final BlockProduct product;
  private final SameImages same;

  /**
   * @param product that finds likely neighbours, copies too
   * @param same which are copies
   */
  public ExcludingProduct(BlockProduct product, SameImages same) {
    this.product = product;
    this.same = same;
  }

  @Override
  public ApproximateFilter filter(VectorBlock queries) {
    return new ExcludingFilter(product.filter(queries), queries, same);
  }

  private static final class ExcludingFilter implements ApproximateFilter {
    private final ApproximateFilter filter;
    private final VectorBlock queries;
    private final SameImages same;

    ExcludingFilter(ApproximateFilter filter, VectorBlock queries, SameImages same) {
      this.filter = filter;
      this.queries = queries;
      this.same = same;
    }

    @Override
    public void filter(
        VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver) {
      filter.filter(
          gallery,
          from,
          to,
          thresholds,
          (query, hits) -> {
            int id = queries.id(query);
            hits.retain(row -> !same.are(id, gallery.id(from + row)));
            receiver.take(query, hits);
          });
    }

    @Override
    public void close() {
      filter.close();
    }
  }
}
