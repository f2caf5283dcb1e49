package dev.chmcorr.cli;

import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.job.console.Console;
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
      "Reads files of torch.save (zip, legacy, state dicts or whole modules) and safetensors, without Python and without running anything that they hold: they may come from anybody.",
      "The network is found by its keys, in any dictionary of the file and behind any prefix (module., backbone.); where a file holds several, --entry and --prefix choose one.",
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

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description =
          "The dictionary of the checkpoint that holds the network: its key, such as model_ema; keys joined by dots if it lies deeper; . for the file's own. Default: the only one that holds such a network")
  private String entry;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "What stands before the network's keys, such as module.encoder_q. ; '' for nothing. Default: the only prefix there")
  private String prefix;

  @Mixin private InputLimitMixin input;

  @Override
  public Integer call() throws IOException {
    Interruption.keeps(SparkCommand.NOTHING_KEPT);
    try (Console console = Console.standard()) {
      ImportModelJob.run(
          console,
          new ImportModelOptions(kind, checkpoint, entry, prefix, kernel, out, input.limits()));
    }
    return 0;
  }
}
