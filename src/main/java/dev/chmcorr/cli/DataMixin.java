package dev.chmcorr.cli;

import dev.chmcorr.job.DataOptions;
import dev.chmcorr.job.DataOptions.GalleryClasses;
import dev.chmcorr.job.DataOptions.MissingClasses;
import dev.chmcorr.job.OnError;
import picocli.CommandLine.Option;

/** Options that say which images a run reads. */
final class DataMixin {
  @Option(
      names = "--train",
      required = true,
      paramLabel = "DIR",
      description =
          "Gallery: a folder with one subfolder per class (ImageFolder). Any Hadoop path: file:, hdfs:, s3a:")
  private String train;

  @Option(
      names = "--val",
      required = true,
      paramLabel = "DIR",
      description = "Queries: likewise. Classes are matched by name.")
  private String val;

  @Option(
      names = "--classes-of-val",
      description =
          "Use only those classes of the gallery that --val has too, numbered among themselves; what a folder of links does for ImageNet-R or DAmageNet.")
  private boolean classesOfVal;

  @Option(
      names = "--allow-missing-classes",
      description =
          "Go on although the gallery lacks a class of --val; its queries then count as wrong.")
  private boolean allowMissingClasses;

  @Option(
      names = "--on-error",
      paramLabel = "record|fail",
      defaultValue = "record",
      description =
          "What a bad image does: record puts it into the errors table and goes on, fail stops. Default: ${DEFAULT-VALUE}")
  private OnError onError;

  DataOptions options() {
    return new DataOptions(
        train,
        val,
        classesOfVal ? GalleryClasses.OF_VAL : GalleryClasses.ALL,
        allowMissingClasses ? MissingClasses.ALLOW : MissingClasses.REFUSE,
        onError);
  }
}
