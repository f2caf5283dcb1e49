package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The device that the first task of a run computes on. On a cluster the driver cannot tell, so an
 * executor does.
 *
 * @param precision that it has by itself, never {@code AUTO}
 * @param kind {@code cpu} or {@code cuda}
 * @param unused address of a GPU that Spark gave the task, and libtorch does not find; or empty
 */
record FirstDevice(Precision precision, String kind, String unused) {
  /** Of a run on these; fails as every task will if there is none. */
  static FirstDevice of(JobContext context, DeviceChoice choice) {
    if (Sessions.isLocal(context.spark())) {
      ThreadPlan plan = ThreadPlan.of(context.spark().sparkContext().getConf());
      TorchEngine.limitThreads(plan.network());
      return of(TorchDevice.resolve(choice, 0), choice, Map.of());
    }
    List<String> values =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(List.of(0), 1)
            .flatMap(
                task ->
                    of(TaskDevice.of(choice), choice, TaskContext.get().resourcesJMap())
                        .values()
                        .iterator())
            .collect();
    return new FirstDevice(Precision.valueOf(values.get(0)), values.get(1), values.get(2));
  }

  /**
   * A device, where a task has it.
   *
   * @param resources that Spark gave the task
   */
  static FirstDevice of(
      TorchDevice device, DeviceChoice choice, Map<String, ResourceInformation> resources) {
    ResourceInformation gpu = resources.get("gpu");
    boolean isUnused = gpu != null && choice == DeviceChoice.AUTO && !device.isGpu();
    return new FirstDevice(
        device.resolve(Precision.AUTO),
        device.isGpu() ? "cuda" : "cpu",
        isUnused ? String.join(",", gpu.addresses()) : "");
  }

  /** As they cross Spark, which cannot read records. */
  private List<String> values() {
    return List.of(precision.name(), kind, unused);
  }

  /** Says what a run computes on, and in. */
  void tell(Console console, Precision chosen) {
    console.stage("networks: computing in %s on %s", NetworkSpec.text(chosen), kind);
    if (!unused.isEmpty()) {
      console.warn(
          "Spark gave the first task GPU %s, and libtorch there finds none: networks compute on processors. On executors with GPUs, set PYTORCH_LIBRARY_PATH to a libtorch built for CUDA; doctor --on-executors shows what they have",
          unused);
    }
  }
}
