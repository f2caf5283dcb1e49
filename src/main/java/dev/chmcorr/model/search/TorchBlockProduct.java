package dev.chmcorr.model.search;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.Arithmetic;
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
  private final Arithmetic arithmetic;
  private final Rounding rounding;
  private final ThresholdSelector selector;
  private final SharedQueries shared;

  private TorchBlockProduct(
      TorchNetwork network, Arithmetic arithmetic, Rounding rounding, ThresholdSelector selector) {
    this.network = network;
    this.arithmetic = arithmetic;
    this.rounding = rounding;
    this.selector = selector;
    this.shared =
        new SharedQueries(block -> new ProductQueries(network.newManager(), block, arithmetic));
  }

  /**
   * Loads the product.
   *
   * @param precision bfloat16 is for the CPU only: on a GPU, whose float32 is fast enough and whose
   *     bfloat16 sums may be rounded in between, it counts as float32
   */
  public static TorchBlockProduct load(TorchDevice device, Precision precision) {
    return load(device, way(device, precision));
  }

  /** What is done on a device. */
  static Way way(TorchDevice device, Precision precision) {
    if (device.isGpu()) {
      return Way.ON_DEVICE;
    }
    return switch (device.arithmetic(precision)) {
      case FLOAT32 -> Way.FP32;
      case BFLOAT16 -> Way.BF16;
    };
  }

  /** Ways to compute and to select. */
  enum Way {
    FP32(Arithmetic.FLOAT32),
    BF16(Arithmetic.BFLOAT16),
    /** Selected on the device, as on a GPU. */
    ON_DEVICE(Arithmetic.FLOAT32);

    private final Arithmetic arithmetic;

    Way(Arithmetic arithmetic) {
      this.arithmetic = arithmetic;
    }
  }

  static TorchBlockProduct load(TorchDevice device, Way way) {
    TorchModule module = new TorchModule("Product").number("dtype", 6);
    TorchNetwork network = TorchProgram.load(device, TorchSource.of("product.py"), module);
    network.prepare(way.arithmetic);
    return new TorchBlockProduct(
        network,
        way.arithmetic,
        rounding(device, way.arithmetic),
        way == Way.ON_DEVICE
            ? new GpuThresholdSelector(network)
            : new CpuThresholdSelector(network, way.arithmetic));
  }

  /** GPUs may be told, by the environment too, to multiply float32 numbers as TF32. */
  private static Rounding rounding(TorchDevice device, Arithmetic arithmetic) {
    if (device.isGpu()) {
      return Rounding.TF32;
    }
    return switch (arithmetic) {
      case FLOAT32 -> Rounding.FLOAT32;
      case BFLOAT16 -> Rounding.BFLOAT16;
    };
  }

  /** The arithmetic that runs, {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return arithmetic.precision();
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
