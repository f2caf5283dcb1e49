package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.model.torch.CudaDevices;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device of the task in hand. */
final class TaskDevice {
  private static final String VISIBLE = System.getenv("CUDA_VISIBLE_DEVICES");

  private TaskDevice() {}

  /** Its own GPU if Spark gave it one. */
  static TorchDevice of(DeviceChoice choice) {
    TorchEngine.limitThreads(ThreadPlan.ofThisJvm().network());
    return of(choice, TaskContext.get().resourcesJMap(), VISIBLE, CudaDevices.OF_THIS_JVM);
  }

  /**
   * The same of a task that Spark gave some resources, where libtorch finds some devices.
   *
   * @param visible value of {@code CUDA_VISIBLE_DEVICES}, or null if it is not set
   */
  static TorchDevice of(
      DeviceChoice choice,
      Map<String, ResourceInformation> resources,
      String visible,
      CudaDevices found) {
    return choice == DeviceChoice.CPU
        ? TorchDevice.cpu()
        : TorchDevice.resolve(choice, gpu(resources, visible), found);
  }

  /** The CUDA index of the GPU that Spark gave to a task, or of the first one if it gave none. */
  static int gpu(Map<String, ResourceInformation> resources) {
    return gpu(resources, VISIBLE);
  }

  private static int gpu(Map<String, ResourceInformation> resources, String visible) {
    ResourceInformation gpu = resources.get("gpu");
    return gpu == null ? 0 : GpuAddress.index(gpu.addresses()[0], visible);
  }
}
