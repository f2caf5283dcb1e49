package dev.chmcorr.cli.options;

import dev.chmcorr.domain.Limits;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The option that says how much memory other input than images may take. */
public final class InputLimitMixin {
  @ArgGroup(
      validate = false,
      order = 1001,
      heading = "%nLimit of other input. What would take more is refused:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--max-input-mib",
        paramLabel = "MIB",
        converter = Limit.InputMebibytes.class,
        description =
            "Heap that may be taken by reading a file of rankings or masks, by what a checkpoint says of its tensors, or by one of its tensors. Much more needs a larger heap, see spark-submit's --driver-memory. Default: ${DEFAULT-VALUE}")
    private int mebibytes = Limits.DEFAULT.inputMebibytes();
  }

  /** The default limits of images, and the given one of other input. */
  public Limits limits() {
    return within(Limits.DEFAULT);
  }

  /** The same limits of images, and the given one of other input. */
  public Limits within(Limits images) {
    return images.withInputMebibytes(group.mebibytes);
  }
}
