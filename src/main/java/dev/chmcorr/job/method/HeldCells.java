package dev.chmcorr.job.method;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.model.cells.CellFeatures;
import dev.chmcorr.model.cells.CellNetwork;
import java.util.List;

/**
 * The feature map of an image behind the port.
 *
 * @param features owned by this record
 */
public record HeldCells(CellFeatures features) implements Features {
  /** Of a query. */
  public static HeldCells query(CellNetwork network, List<RgbImage> images) {
    return new HeldCells(network.of(images.get(0)));
  }

  /** Of candidates, in the same order. */
  public static List<Features> candidates(CellNetwork network, List<List<RgbImage>> images) {
    return network.of(images.stream().map(image -> image.get(0)).toList()).stream()
        .<Features>map(HeldCells::new)
        .toList();
  }

  /** What a method was handed that makes no other features. */
  public static CellFeatures of(Features features) {
    return ((HeldCells) features).features();
  }

  @Override
  public long bytes() {
    return features.bytes();
  }

  @Override
  public boolean isFinite() {
    return features.isFinite();
  }

  @Override
  public void close() {
    features.close();
  }
}
