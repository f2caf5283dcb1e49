package dev.chmcorr.cli;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.network.NetworkOptions;
import picocli.CommandLine.Option;

/** Options that say which networks a run uses and how they compute. */
final class NetworkMixin {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE.pt",
      description =
          "Trunk whose features are compared: an archive that import-model wrote, or your own torch.jit.trace of one (float [B,3,224,224], ImageNet-normalised, to [B,C,7,7]). Archives are programs, which can read and write your files: give none that somebody else made.")
  private String model;

  @Option(
      names = "--transform",
      paramLabel = "single|multi",
      defaultValue = "single",
      description =
          "single for ImageNet, ImageNet-R, ImageNet-Sketch, CUB; multi for DAmageNet, Adversarial Patch. Default: ${DEFAULT-VALUE}")
  private TransformSet transform;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      defaultValue = "auto",
      description =
          "fp32 gives the published numbers; auto takes bf16 where the device computes it natively. Default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "auto",
      description =
          "auto takes the task's GPU if there is one; cuda fails where there is none. Default: ${DEFAULT-VALUE}")
  private DeviceChoice device;

  @Option(
      names = "--bs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Images per call of the trunk when it embeds. Default: 0, what suits the device: 8 on CPUs, 64 on GPUs")
  private int batch;

  TransformSet transform() {
    return transform;
  }

  NetworkOptions options(String chm) {
    return new NetworkOptions(model, chm, precision, device, batch);
  }
}
