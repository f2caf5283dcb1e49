package dev.chmcorr.cli.options;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.network.NetworkOptions;
import picocli.CommandLine.Option;

/** Options that say which networks a run uses and how they compute. */
public final class NetworkMixin {
  @Option(
      names = "--model",
      paramLabel = "FILE.pt",
      description =
          "Trunk whose features are compared: an archive that import-model wrote, or your own torch.jit.trace of one (float [B,3,224,224], ImageNet-normalised, to [B,C,7,7]; for knn and --method patches any [B,C,h,w]). Archives are programs, which can read and write your files: give none that somebody else made.")
  private String model;

  @Option(
      names = "--transform",
      paramLabel = "single|multi",
      description =
          "single for ImageNet, ImageNet-R, ImageNet-Sketch, CUB; multi for DAmageNet, Adversarial Patch. Default: single; rerank takes that of the ranking")
  private TransformSet transform;

  @Option(
      names = "--resize",
      paramLabel = "N",
      description =
          "Pixels of the shorter side to which images are resized for the trunk, of both sets, before they are cropped: 232 for torchvision's IMAGENET1K_V2 weights. Concerns what is published as Resize 256, CenterCrop 224: all that is ranked, but for the queries of --transform multi, and the candidates whose features are compared. Default: 256; rerank takes that of the ranking")
  private Integer resize;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description =
          "Pixels of the central square that is then cut out, at most --resize; 193 to 224, for other sizes the trunk gives other than 7 x 7 cells. Default: 224; rerank takes that of the ranking")
  private Integer crop;

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

  public TransformSet transform() {
    return transform == null ? TransformSet.SINGLE : transform;
  }

  /** Null if it is not given. */
  public TransformSet transformIfGiven() {
    return transform;
  }

  /** Options of a command that needs the trunk and no other network. */
  public NetworkOptions options() {
    if (model == null) {
      throw new UserException("Missing required option: '--model=FILE.pt'");
    }
    return new NetworkOptions(
        model, null, precision, device, batch, new Framing(resize, crop).or(Framing.PUBLISHED));
  }

  /** Options of a command that finds what is not given in the record of a ranking. */
  public NetworkOptions recorded(String chm) {
    return new NetworkOptions(model, chm, precision, device, batch, new Framing(resize, crop));
  }
}
