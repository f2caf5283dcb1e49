package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.trunk.Trunk;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The networks of this JVM: each archive is loaded once per device and shared by its tasks. */
public final class LoadedNetworks {
  private static final Map<String, Trunk> TRUNKS = new ConcurrentHashMap<>();
  private static final Map<String, Matcher> MATCHERS = new ConcurrentHashMap<>();

  private static final Map<String, TorchBlockProduct> PRODUCTS = new ConcurrentHashMap<>();

  private LoadedNetworks() {}

  public static Trunk trunk(NetworkSpec networks) {
    TorchDevice device = device(networks);
    return TRUNKS.computeIfAbsent(
        networks.trunk().sha256() + device + networks.precision(),
        key ->
            Trunk.load(
                networks.trunk().path(), device, networks.precision(), networks.batch(device)));
  }

  public static Matcher matcher(NetworkSpec networks) {
    TorchDevice device = device(networks);
    return MATCHERS.computeIfAbsent(
        networks.trunk().sha256() + networks.chm().sha256() + device + networks.precision(),
        key ->
            Matcher.load(
                networks.trunk().path(), networks.chm().path(), device, networks.precision()));
  }

  /** The fastest product: its precision does not show in the rankings. */
  public static BlockProduct product(NetworkSpec networks) {
    TorchDevice device = device(networks);
    return PRODUCTS.computeIfAbsent(
        device.toString(), key -> TorchBlockProduct.load(device, Precision.AUTO));
  }

  /** Images that the task in hand decodes at once. */
  public static int decodeThreads(NetworkSpec networks) {
    ThreadPlan plan = ThreadPlan.ofThisJvm();
    return device(networks).isGpu() ? plan.decodeOnGpu() : plan.decodeOnCpu();
  }

  /** The device of the task in hand: its own GPU if Spark gave it one. */
  static TorchDevice device(DeviceChoice choice) {
    TorchEngine.limitThreads(ThreadPlan.ofThisJvm().network());
    return TorchDevice.resolve(choice, gpu(TaskContext.get().resourcesJMap()));
  }

  /** The device of the task in hand. */
  public static TorchDevice device(NetworkSpec networks) {
    return device(networks.device());
  }

  /** The CUDA index of the GPU that Spark gave to a task, or of the first one if it gave none. */
  static int gpu(Map<String, ResourceInformation> resources) {
    ResourceInformation gpu = resources.get("gpu");
    return gpu == null
        ? 0
        : GpuAddress.index(gpu.addresses()[0], System.getenv("CUDA_VISIBLE_DEVICES"));
  }
}
