package dev.chmcorr.model.search;

import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchProgram;
import dev.chmcorr.model.torch.TorchSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product by libtorch. Load it once per JVM and device; all threads may share it.
 *
 * <p>Measured on a Sapphire Rapids core with 1,000 queries of 2,048 components: 140 GFLOP/s in
 * float32, 670 in 8-bit integers without AMX; {@link dev.chmcorr.knn.PlainBlockProduct} reaches 36.
 */
public final class TorchBlockProduct implements BlockProduct, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TorchBlockProduct.class);

  private final TorchNetwork network;
  private final Function<VectorBlock, ApproximateFilter> filters;

  private TorchBlockProduct(
      TorchNetwork network, Function<VectorBlock, ApproximateFilter> filters) {
    this.network = network;
    this.filters = filters;
  }

  /** Ways to compute and to select. */
  public enum Way {
    FLOAT32,
    /** 8-bit integers. */
    INTEGERS,
    /** Selected on the device, as on a GPU. */
    ON_DEVICE
  }

  /** Loads the fastest product of a device. */
  public static TorchBlockProduct load(TorchDevice device) {
    return load(device, way(device));
  }

  /** What is done on a device. */
  static Way way(TorchDevice device) {
    if (device.isGpu()) {
      return Way.ON_DEVICE;
    }
    return device.largestInteger() > 0 ? Way.INTEGERS : Way.FLOAT32;
  }

  /** Loads the product in one way; in float32 if its sums of integers are not exact. */
  public static TorchBlockProduct load(TorchDevice device, Way way) {
    return way == Way.INTEGERS ? loadIntegers(device) : loadFloats(device, way);
  }

  private static TorchBlockProduct loadIntegers(TorchDevice device) {
    TorchNetwork network =
        TorchProgram.load(device, TorchSource.of("integers.py"), new TorchModule("IntegerProduct"));
    // What flags and limits say together of a processor, only a trial tells for sure.
    for (int levels : new int[] {device.largestInteger(), TorchDevice.LARGEST_IN_PAIRS}) {
      if (levels > 0 && IntegerCheck.isExact(network, levels)) {
        return new TorchBlockProduct(network, integerFilters(network, levels));
      }
    }
    network.close();
    LOG.warn(
        "libtorch's sums of products of 8-bit integers are not exact here: searching in float32");
    return loadFloats(device, Way.FLOAT32);
  }

  private static TorchBlockProduct loadFloats(TorchDevice device, Way way) {
    TorchModule module = new TorchModule("Product").number("group", GpuThresholdSelector.GROUP);
    TorchNetwork network = TorchProgram.load(device, TorchSource.of("product.py"), module);
    return new TorchBlockProduct(network, filters(network, device, way));
  }

  private static Function<VectorBlock, ApproximateFilter> integerFilters(
      TorchNetwork network, int levels) {
    SharedQueries<IntegerQueries> shared =
        new SharedQueries<>(block -> new IntegerQueries(network.newManager(), block));
    return queries ->
        new IntegerFilter(network, shared.take(queries), levels, () -> shared.giveBack(queries));
  }

  /** GPUs may be told, by the environment too, to multiply float32 numbers as TF32. */
  private static Function<VectorBlock, ApproximateFilter> filters(
      TorchNetwork network, TorchDevice device, Way way) {
    Rounding rounding = device.isGpu() ? Rounding.TF32 : Rounding.FLOAT32;
    ThresholdSelector selector =
        way == Way.ON_DEVICE
            ? new GpuThresholdSelector(network)
            : new CpuThresholdSelector(network);
    SharedQueries<FloatQueries> shared =
        new SharedQueries<>(block -> new FloatQueries(network.newManager(), block));
    return queries ->
        new FloatFilter(
            network, rounding, selector, shared.take(queries), () -> shared.giveBack(queries));
  }

  @Override
  public ApproximateFilter filter(VectorBlock queries) {
    return filters.apply(queries);
  }

  @Override
  public void close() {
    network.close();
  }
}
