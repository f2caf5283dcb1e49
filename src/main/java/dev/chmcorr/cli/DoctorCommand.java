package dev.chmcorr.cli;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.doctor.DoctorJob;
import dev.chmcorr.job.doctor.DoctorOptions;
import dev.chmcorr.job.doctor.DoctorOptions.Format;
import dev.chmcorr.job.doctor.DoctorOptions.Reach;
import dev.chmcorr.job.network.NetworkOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    header = "Look at everything that matters before a long run, and time the networks.%n",
    description = {
      "",
      "Prints versions, processor, GPUs, memory, folders and file systems, how long networks take, and warnings of what will hurt; writes nothing. Exits with 3 if something makes runs impossible.",
      "Give it the options before the command that the run will have: --master, --executor-memory, --properties-file.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr doctor",
      "  submit/chm-corr doctor --on-executors",
      "  submit/chm-corr doctor --model resnet50.pt --chm chm.pt --json"
    })
final class DoctorCommand extends SparkCommand {
  @Option(
      names = "--on-executors",
      description =
          "On a cluster, look at each executor too, by a task on each, and tell in what they differ. Those that no task reaches are named.")
  private boolean onExecutors;

  @Option(
      names = "--json",
      description = "Print one JSON document instead of text, to keep or to send.")
  private boolean json;

  @Option(
      names = "--model",
      paramLabel = "FILE.pt",
      description = "Trunk that is timed. Default: small networks that come with the program")
  private String model;

  @Option(
      names = "--chm",
      paramLabel = "FILE.pt",
      description = "Hough matching network that is timed with it.")
  private String chm;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      defaultValue = "auto",
      description = "As for knn and rerank. Default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "auto",
      description = "Likewise. Default: ${DEFAULT-VALUE}")
  private DeviceChoice device;

  @Option(
      names = "--bs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Images per call of the trunk. Default: 0, what suits the device: 8 on CPUs, 64 on GPUs")
  private int batch;

  @Override
  String kept() {
    return NOTHING_KEPT;
  }

  @Override
  Job job() {
    DoctorOptions options =
        new DoctorOptions(
            new NetworkOptions(model, chm, precision, device, batch, Framing.PUBLISHED),
            onExecutors ? Reach.EXECUTORS : Reach.DRIVER,
            json ? Format.JSON : Format.TEXT);
    return context -> DoctorJob.run(context, options);
  }
}
