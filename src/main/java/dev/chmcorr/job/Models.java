package dev.chmcorr.job;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.model.Matcher;
import dev.chmcorr.model.TorchBlockProduct;
import dev.chmcorr.model.TorchDevice;
import dev.chmcorr.model.TorchEngine;
import dev.chmcorr.model.Trunk;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The networks of this JVM: each archive is loaded once per device and shared by its tasks. */
final class Models {
  private static final Map<String, Trunk> TRUNKS = new ConcurrentHashMap<>();
  private static final Map<String, Matcher> MATCHERS = new ConcurrentHashMap<>();

  private static final Map<String, TorchBlockProduct> PRODUCTS = new ConcurrentHashMap<>();

  private static CacheKey cacheKey;
  private static CandidateCache cache;

  private Models() {}

  static Trunk trunk(Networks networks) {
    TorchDevice device = device(networks);
    return TRUNKS.computeIfAbsent(
        networks.trunk().sha256() + device + networks.precision(),
        key ->
            Trunk.load(
                networks.trunk().path(), device, networks.precision(), networks.batch(device)));
  }

  static Matcher matcher(Networks networks) {
    TorchDevice device = device(networks);
    return MATCHERS.computeIfAbsent(
        networks.trunk().sha256() + networks.chm().sha256() + device + networks.precision(),
        key ->
            Matcher.load(
                networks.trunk().path(), networks.chm().path(), device, networks.precision()));
  }

  /** The fastest product: its precision does not show in the rankings. */
  static BlockProduct product(Networks networks) {
    TorchDevice device = device(networks);
    return PRODUCTS.computeIfAbsent(
        device.toString(), key -> TorchBlockProduct.load(device, Precision.AUTO));
  }

  /** The run's cache; a cache of an earlier run in this JVM is dropped. */
  static synchronized CandidateCache cache(CacheKey key) {
    if (!key.equals(cacheKey)) {
      if (cache != null) {
        cache.clear();
      }
      cache = new CandidateCache((long) key.mebibytes() << 20);
      cacheKey = key;
    }
    return cache;
  }

  /** Images that the task in hand decodes at once. */
  static int decodeThreads(Networks networks) {
    ThreadPlan plan = ThreadPlan.ofThisJvm();
    return device(networks).isGpu() ? plan.decodeOnGpu() : plan.decodeOnCpu();
  }

  /** The device of the task in hand: its own GPU if Spark gave it one. */
  private static TorchDevice device(Networks networks) {
    TorchEngine.limitThreads(ThreadPlan.ofThisJvm().network());
    return TorchDevice.resolve(networks.device(), gpu(TaskContext.get().resourcesJMap()));
  }

  /** The CUDA index of the GPU that Spark gave to a task, or of the first one if it gave none. */
  static int gpu(Map<String, ResourceInformation> resources) {
    ResourceInformation gpu = resources.get("gpu");
    return gpu == null
        ? 0
        : GpuAddress.index(gpu.addresses()[0], System.getenv("CUDA_VISIBLE_DEVICES"));
  }
}
