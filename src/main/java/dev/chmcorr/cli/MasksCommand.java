package dev.chmcorr.cli;

import dev.chmcorr.cli.options.FilesMixin;
import dev.chmcorr.cli.options.ImageLimitsMixin;
import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.job.tools.CubMasksJob;
import dev.chmcorr.job.tools.MasksOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "masks",
    mixinStandardHelpOptions = true,
    header = "Make masks for rerank --mask from CUB-200-2011's keypoints.%n",
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr masks --cub CUB_200_2011 --val val --out masks.json",
      "  submit/chm-corr rerank --out runs/birds-chm --mask masks.json"
    })
final class MasksCommand extends SparkCommand {
  @Option(
      names = "--cub",
      required = true,
      paramLabel = "DIR",
      description = "Folder with images.txt and parts/part_locs.txt.")
  private String cub;

  @Option(
      names = "--val",
      required = true,
      paramLabel = "DIR",
      description = "Queries: a folder of class folders, or tars, as knn --val.")
  private String val;

  @Option(
      names = "--parts",
      paramLabel = "top5|all",
      defaultValue = "top5",
      description =
          "Which parts mark a cell: beak, belly, right leg, right wing and tail, or every visible one. Default: ${DEFAULT-VALUE}")
  private CubMasksJob.Parts parts;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.json",
      description = "{class/file: 7x7}")
  private String out;

  @Mixin private FilesMixin files;
  @Mixin private ImageLimitsMixin images;
  @Mixin private InputLimitMixin input;

  @Override
  String kept() {
    return NOTHING_KEPT;
  }

  @Override
  Job job() {
    MasksOptions options =
        new MasksOptions(cub, val, parts, out, files.options(), input.within(images.limits()));
    return context -> CubMasksJob.run(context, options);
  }
}
