package dev.chmcorr.cli;

import dev.chmcorr.job.tools.DemoJob;
import dev.chmcorr.job.tools.DemoOptions;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "See everything work on drawn birds: needs no data, no checkpoints, no GPU.%n",
    description = {
      "",
      "Draws a small data set, imports two small networks that come with the program, runs knn and rerank, without and with masks, and report, whose page it names at the end.",
      ""
    },
    footer = {"", "Examples:", "  submit/chm-corr demo --species 5 --out small-demo"})
final class DemoCommand extends SparkCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "chm-corr-demo",
      description = "Folder for images, models and tables. Default: ${DEFAULT-VALUE}")
  private String out;

  @Option(
      names = "--species",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "How many species to draw, 3 to 100, each with 20 gallery images and 4 queries. Default: ${DEFAULT-VALUE}")
  private int species;

  @Override
  OptionalInt featureMebibytes() {
    return OptionalInt.of(DemoJob.CACHE_MEBIBYTES);
  }

  @Override
  Job job() {
    DemoOptions options = new DemoOptions(species, out);
    return context -> DemoJob.run(context, options);
  }
}
