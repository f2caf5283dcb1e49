package dev.chmcorr.job.network;

import dev.chmcorr.job.run.RunState;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.trunk.Trunk;
import java.util.function.Supplier;

/** A run's networks in this JVM: each archive is loaded once per device, for all its tasks. */
public final class LoadedNetworks {
  private LoadedNetworks() {}

  public static Trunk trunk(NetworkSpec networks) {
    TorchDevice device = device(networks);
    int batch = networks.batch(device);
    return share(
        Trunk.class,
        networks,
        "%s in batches of %d".formatted(networks.trunk().sha256(), batch),
        () -> Trunk.load(networks.trunk().path(), device, networks.precision(), batch));
  }

  /** The fastest product: its precision does not show in the rankings. */
  public static BlockProduct product(NetworkSpec networks) {
    TorchDevice device = device(networks);
    return share(
        TorchBlockProduct.class, networks, "product", () -> TorchBlockProduct.load(device));
  }

  /**
   * What the tasks of a run share on the device of the task in hand; closed when the run ends.
   *
   * @param key tells it from others of its kind that compute as the run does
   */
  public static <T extends AutoCloseable> T share(
      Class<T> kind, NetworkSpec networks, String key, Supplier<T> make) {
    return RunState.ofTask(networks.run())
        .share(kind, "%s, %s on %s".formatted(key, networks.precision(), device(networks)), make);
  }

  /** Images that the task in hand decodes at once. */
  public static int decodeThreads(NetworkSpec networks) {
    ThreadPlan plan = ThreadPlan.ofThisJvm();
    return device(networks).isGpu() ? plan.decodeOnGpu() : plan.decodeOnCpu();
  }

  /** The device of the task in hand. */
  public static TorchDevice device(NetworkSpec networks) {
    return TaskDevice.of(networks.device());
  }
}
