package dev.chmcorr.model.search;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchProgram;
import dev.chmcorr.model.torch.TorchSource;

/**
 * The product by libtorch. Load it once per JVM and device; all threads may share it.
 *
 * <p>Measured on a Sapphire Rapids core with 1,000 queries of 2,048 components: 145 GFLOP/s in
 * float32, 840 in bfloat16; {@link dev.chmcorr.knn.PlainBlockProduct} reaches 36.
 */
public final class TorchBlockProduct implements BlockProduct, AutoCloseable {
  private final TorchNetwork network;
  private final Precision precision;
  private final Rounding rounding;
  private final ThresholdSelector selector;
  private final SharedQueries shared;

  private TorchBlockProduct(
      TorchNetwork network, Precision precision, Rounding rounding, ThresholdSelector selector) {
    this.network = network;
    this.precision = precision;
    this.rounding = rounding;
    this.selector = selector;
    boolean bfloat16 = precision == Precision.BF16;
    this.shared =
        new SharedQueries(block -> new ProductQueries(network.newManager(), block, bfloat16));
  }

  /**
   * Loads the product.
   *
   * @param precision bfloat16 is for the CPU only: on a GPU, whose float32 is fast enough and whose
   *     bfloat16 sums may be rounded in between, it counts as float32
   */
  public static TorchBlockProduct load(TorchDevice device, Precision precision) {
    if (device.djl().isGpu()) {
      return load(device, Way.ON_DEVICE);
    }
    return load(device, device.bfloat16(precision) ? Way.BF16 : Way.FP32);
  }

  /** Ways to compute and to pick. */
  enum Way {
    FP32,
    BF16,
    /** Float32, and picked where it is made, as on a GPU. */
    ON_DEVICE
  }

  static TorchBlockProduct load(TorchDevice device, Way way) {
    boolean bfloat16 = way == Way.BF16;
    TorchModule module = new TorchModule("Product").number("dtype", 6);
    TorchNetwork network = TorchProgram.load(device, TorchSource.of("product.py"), module);
    network.prepare(bfloat16);
    return new TorchBlockProduct(
        network,
        bfloat16 ? Precision.BF16 : Precision.FP32,
        rounding(device.djl().isGpu(), bfloat16),
        way == Way.ON_DEVICE
            ? new GpuThresholdSelector(network)
            : new CpuThresholdSelector(network, bfloat16));
  }

  /** GPUs may be told, by the environment too, to multiply float32 numbers as TF32. */
  private static Rounding rounding(boolean gpu, boolean bfloat16) {
    if (gpu) {
      return Rounding.TF32;
    }
    return bfloat16 ? Rounding.BFLOAT16 : Rounding.FLOAT32;
  }

  /** The arithmetic that runs, {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return precision;
  }

  @Override
  public ApproximateFilter filter(VectorBlock queries) {
    return new TorchApproximateFilter(
        network, rounding, selector, shared.take(queries), () -> shared.giveBack(queries));
  }

  @Override
  public void close() {
    network.close();
  }
}
