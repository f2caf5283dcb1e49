package dev.chmcorr.model.match;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.trunk.FusedTrunk;
import java.util.Optional;

/**
 * One side of Hough matching: from images to their descriptors.
 *
 * @param hough the matching network
 * @param method of it that describes images of this side, and names its trunk
 * @param fused the side's trunk, if it runs by itself
 */
record DescriptorNetwork(TorchNetwork hough, String method, Optional<TorchNetwork> fused) {
  /** Side of the images, in pixels. */
  private static final int SIDE = 240;

  /**
   * Prepares one side; to be called before the matching network is prepared.
   *
   * @param batch images at once
   */
  static DescriptorNetwork of(TorchNetwork hough, String method, Arithmetic arithmetic, int batch) {
    FusedTrunk.Layers layers = new FusedTrunk.Layers(hough, "take_%s_layers".formatted(method));
    return new DescriptorNetwork(hough, method, FusedTrunk.take(layers, arithmetic, batch, SIDE));
  }

  /**
   * Descriptors [B, 675, D].
   *
   * @param images uint8 [B, 240, 240, 3]
   */
  NDArray run(NDManager manager, NDArray images) {
    if (fused.isEmpty()) {
      return hough.run(manager, method, images).singletonOrThrow();
    }
    NDArray features = fused.get().run(manager, "features", images).singletonOrThrow();
    return hough.run(manager, "describe", features).singletonOrThrow();
  }

  /** Closes the trunk, not the matching network. */
  void close() {
    fused.ifPresent(TorchNetwork::close);
  }
}
