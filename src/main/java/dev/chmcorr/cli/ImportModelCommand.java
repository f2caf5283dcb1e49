package dev.chmcorr.cli;

import dev.chmcorr.job.run.Console;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import-model",
    mixinStandardHelpOptions = true,
    header = "Turn a PyTorch checkpoint into an archive that knn and rerank run.%n",
    description = {
      "",
      "Reads files of torch.save, zip or legacy, flat or nested under state_dict, without Python and without running anything that they hold: they may come from anybody.",
      "The archive is a program (TorchScript), which knn and rerank run: import checkpoints yourself instead of taking archives from others.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr import-model resnet resnet50-0676ba61.pth --out resnet50.pt",
      "  submit/chm-corr import-model chm pas_psi.pt --out chm.pt"
    })
final class ImportModelCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "resnet|inat|chm",
      description =
          "resnet: torchvision's ResNet (50, 101, 152 or any bottleneck depth and width). inat: the BBN iNaturalist-2017 ResNet-50. chm: CHMNet (pas_psi.pt, pas_iso.pt, pas_full.pt).")
  private ImportModelJob.Kind kind;

  @Parameters(index = "1", paramLabel = "CHECKPOINT", description = "The checkpoint.")
  private String checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.pt",
      description = "The archive to write.")
  private String out;

  @Option(
      names = "--kernel",
      paramLabel = "auto|psi|iso|full",
      defaultValue = "auto",
      description =
          "How a chm checkpoint shares its Hough kernels' weights. auto: as its shapes say. Default: ${DEFAULT-VALUE}")
  private ImportModelJob.Kernel kernel;

  @Mixin private InputLimitMixin input;

  @Override
  public Integer call() throws IOException {
    Interruption.keeps(SparkCommand.NOTHING_KEPT);
    try (Console console = Console.standard()) {
      ImportModelJob.run(
          console, new ImportModelOptions(kind, checkpoint, kernel, out, input.limits()));
    }
    return 0;
  }
}
