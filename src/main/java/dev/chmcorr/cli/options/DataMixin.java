package dev.chmcorr.cli.options;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which images a run reads. */
public final class DataMixin {
  @Option(
      names = "--train",
      paramLabel = "IMAGES",
      description = {
        "Gallery. Any Hadoop path (file:, hdfs:, s3a:) of one of these, which give the same ids:",
        "- a folder with one subfolder per class (ImageFolder);",
        "- tars: x.tar, a glob or range ('train-{000..123}.tar'), or a folder of them. Members are class/file.jpg, or key.jpg and key.cls (WebDataset), or CLASS_file.jpg in CLASS.tar (ImageNet). Not compressed;",
        "- a Parquet table of encoded images: x.parquet, a glob, or a folder of them. Columns with common names, such as class or label, bytes or image, path (also {bytes, path}, as Hugging Face has it), or see --image-column. It is unpacked to tars first, see --unpack;",
        "- a list of paths and classes: x.csv, .tsv, .json, .jsonl, .txt, or .parquet without images;",
        "- cub:DIR: CUB-200-2011 as it is downloaded, of which --train takes the training side, --val the test side."
      })
  private String train;

  @Option(
      names = "--val",
      paramLabel = "IMAGES",
      description =
          "Queries: likewise. Classes are matched by name. Queries need no classes: also a folder of photographs, one image, a list or table without classes; then there is no accuracy.")
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
      names = "--unpack",
      paramLabel = "DIR",
      description =
          "Parquet tables are unpacked into tars in DIR/_unpacked, which takes their size again. The tars are kept, and used by all commands with the same --unpack until the table changes. Default: --out")
  private String unpack;

  @Option(
      names = "--on-error",
      paramLabel = "record|fail",
      defaultValue = "record",
      description =
          "What a bad image does: record puts it into the errors table and goes on, fail stops. Default: ${DEFAULT-VALUE}")
  private OnError onError;

  @Mixin private FailuresMixin failures;

  @Mixin private FilesMixin files;

  @Mixin private InputMixin input;

  @Mixin private ImageLimitsMixin images;

  /** The options of a command that writes to a folder. */
  public DataOptions options(String out) {
    return options(out, images.limits());
  }

  /** The options of a command that writes to a folder and reads more than images. */
  public DataOptions options(String out, InputLimitMixin limit) {
    return options(out, limit.within(images.limits()));
  }

  /** The options of a command that finds what is not given in the record of a ranking. */
  public DataOptions recorded(String out, InputLimitMixin limit) {
    return options(out, limit.within(images.limits()), classesOfVal ? GalleryClasses.OF_VAL : null);
  }

  /** The options of a command that needs images only for some of what it reads; null if none. */
  public DataOptions ifGiven(InputLimitMixin input) {
    return train == null && val == null ? null : options(null, input);
  }

  private DataOptions options(String out, Limits limits) {
    demand("--train", train);
    demand("--val", val);
    return options(out, limits, classesOfVal ? GalleryClasses.OF_VAL : GalleryClasses.ALL);
  }

  private static void demand(String option, String value) {
    if (value == null) {
      throw new UserException("Missing required option: '%s=IMAGES'".formatted(option));
    }
  }

  private DataOptions options(String out, Limits limits, GalleryClasses classes) {
    return new DataOptions(
        train,
        val,
        classes,
        allowMissingClasses ? MissingClasses.ALLOW : MissingClasses.REFUSE,
        onError,
        failures.budget(),
        limits,
        input.options(unpack == null ? out : unpack).with(files.options()));
  }
}
