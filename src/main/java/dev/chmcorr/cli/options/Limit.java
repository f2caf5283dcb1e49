package dev.chmcorr.cli.options;

import dev.chmcorr.domain.Limits;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A limit as the command line gives it; one out of its range is a wrong command line. */
abstract class Limit implements ITypeConverter<Integer> {
  private final int max;

  private Limit(int max) {
    this.max = max;
  }

  @Override
  public Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of its range.
    }
    throw new TypeConversionException("'%s' is not a whole number of 1..%d".formatted(text, max));
  }

  static final class Pixels extends Limit {
    Pixels() {
      super(Limits.MAX_PIXELS);
    }
  }

  static final class ImageMebibytes extends Limit {
    ImageMebibytes() {
      super(Limits.MAX_IMAGE_MEBIBYTES);
    }
  }

  static final class InputMebibytes extends Limit {
    InputMebibytes() {
      super(Limits.MAX_INPUT_MEBIBYTES);
    }
  }
}
