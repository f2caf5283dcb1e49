package dev.chmcorr.job.method.emd;

import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.cells.Transport;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.HeldCells;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.model.cells.CellFeatures;
import dev.chmcorr.model.cells.CellNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * EMD-Corr behind the port; its arithmetic is that of {@link Transport}.
 *
 * @param network shared by the tasks of a run
 * @param stop when flows are taken for settled
 */
record TransportComparer(CellNetwork network, Stop stop) implements PairComparer {
  @Override
  public int batchSize() {
    return network.trunk().batchSize();
  }

  @Override
  public Features query(List<RgbImage> images) {
    return HeldCells.query(network, images);
  }

  @Override
  public List<Features> candidates(List<List<RgbImage>> images) {
    return HeldCells.candidates(network, images);
  }

  /** Where all stop together, these candidates are the query's company. */
  @Override
  public List<TransportPair> compare(Features query, List<Features> candidates) {
    CellFeatures held = HeldCells.of(query);
    List<CellProducts> pairs = new ArrayList<>();
    candidates.forEach(candidate -> pairs.add(network.products(held, HeldCells.of(candidate))));
    List<double[]> flows =
        switch (stop) {
          case TOGETHER -> together(held, pairs);
          case ALONE -> pairs.stream().map(Transport::alone).toList();
        };
    List<TransportPair> results = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      results.add(TransportPair.of(pairs.get(i), flows.get(i)));
    }
    return results;
  }

  private List<double[]> together(CellFeatures query, List<CellProducts> pairs) {
    List<CellProducts> company = new ArrayList<>();
    company.add(network.products(query, query));
    company.addAll(pairs);
    List<double[]> flows = Transport.together(company);
    return flows.subList(1, flows.size());
  }
}
