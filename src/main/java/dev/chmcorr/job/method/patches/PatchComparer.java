package dev.chmcorr.job.method.patches;

import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.cells.NearestCells;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.HeldCells;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.model.cells.CellFeatures;
import dev.chmcorr.model.cells.CellNetwork;
import java.util.List;

/**
 * Nearest cells behind the port.
 *
 * @param network shared by the tasks of a run
 * @param match which cells count
 */
record PatchComparer(CellNetwork network, Match match) implements PairComparer {
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

  @Override
  public List<PatchPair> compare(Features query, List<Features> candidates) {
    CellFeatures held = HeldCells.of(query);
    return candidates.stream().map(candidate -> pair(held, HeldCells.of(candidate))).toList();
  }

  private PatchPair pair(CellFeatures query, CellFeatures candidate) {
    CellProducts products = network.products(query, candidate);
    PatchPair.Grids grids =
        new PatchPair.Grids(query.height(), query.width(), candidate.height(), candidate.width());
    return PatchPair.of(grids, NearestCells.of(products), products.queryAttention(), match);
  }
}
