package dev.chmcorr.cli.options;

import dev.chmcorr.job.failures.FailureBudget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option that says how many bad images end a run. */
public final class FailuresMixin {
  @Option(
      names = "--max-failures",
      paramLabel = "N|P%",
      converter = Budget.class,
      description =
          "End a run, while it goes on, when more images of a set (gallery, queries, candidates) have failed than this, a number or a percentage of the set, or when the first 100 have all failed: a folder may not be mounted. What is done is kept, and the same command goes on, be it with another --max-failures, on which results do not depend. An image counts once, however often it is tried. 100%%: no limit. Default: 10%%, but at least 100 images")
  private FailureBudget budget = FailureBudget.DEFAULT;

  public FailureBudget budget() {
    return budget;
  }

  private static final class Budget implements ITypeConverter<FailureBudget> {
    @Override
    public FailureBudget convert(String text) {
      try {
        return FailureBudget.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
