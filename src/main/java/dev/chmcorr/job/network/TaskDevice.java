package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device of the task in hand. */
final class TaskDevice {
  private TaskDevice() {}

  /** Its own GPU if Spark gave it one. */
  static TorchDevice of(DeviceChoice choice) {
    TorchEngine.limitThreads(ThreadPlan.ofThisJvm().network());
    return TorchDevice.resolve(choice, gpu(TaskContext.get().resourcesJMap()));
  }

  /** The CUDA index of the GPU that Spark gave to a task, or of the first one if it gave none. */
  static int gpu(Map<String, ResourceInformation> resources) {
    ResourceInformation gpu = resources.get("gpu");
    return gpu == null
        ? 0
        : GpuAddress.index(gpu.addresses()[0], System.getenv("CUDA_VISIBLE_DEVICES"));
  }
}
