package dev.chmcorr.model.cells;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.model.trunk.FeatureMaps;
import dev.chmcorr.model.trunk.Trunk;
import java.util.ArrayList;
import java.util.List;

/**
 * From images to the feature maps of a trunk, and from two of these to the products of their cells.
 *
 * @param trunk shared; its owner closes it
 */
public record CellNetwork(Trunk trunk) {
  /** Features of one image; the caller closes them. */
  public CellFeatures of(RgbImage image) {
    try (NDManager scratch = trunk.newManager()) {
      return features(trunk.map(scratch, image), 0);
    }
  }

  /**
   * Features of images, in the same order; the caller closes them.
   *
   * @param images all of one size
   */
  public List<CellFeatures> of(List<RgbImage> images) {
    List<CellFeatures> features = new ArrayList<>();
    if (images.isEmpty()) {
      return features;
    }
    try (NDManager scratch = trunk.newManager()) {
      FeatureMaps maps = trunk.maps(scratch, images);
      for (int i = 0; i < images.size(); i++) {
        features.add(features(maps, i));
      }
    }
    return features;
  }

  /** In memory of its own, so that it can be freed by itself. */
  private CellFeatures features(FeatureMaps maps, int i) {
    NDManager own = trunk.newManager();
    try (NDArray cells = maps.cells().get(i)) {
      NDArray copy = cells.duplicate();
      copy.attach(own);
      return new CellFeatures(own, copy, maps.height(), maps.width());
    }
  }

  /** All cells of a query times all of a candidate, one pair at a time whatever its company. */
  public CellProducts products(CellFeatures query, CellFeatures candidate) {
    try (NDManager scratch = trunk.newManager()) {
      NDArray turned = candidate.cells().transpose();
      turned.attach(scratch);
      NDArray products = query.cells().matMul(turned);
      products.attach(scratch);
      return new CellProducts(products.toFloatArray(), query.side(), candidate.side());
    }
  }
}
