package dev.chmcorr.cli.options;

import dev.chmcorr.domain.Limits;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say how large an image may be. */
public final class ImageLimitsMixin {
  @ArgGroup(
      validate = false,
      order = 1000,
      heading =
          "%nLimits of images. What is larger is a bad image; when the same command is given again with a higher limit, it is tried again:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--max-pixels",
        paramLabel = "N",
        converter = Limit.Pixels.class,
        description =
            "Pixels of an image. While it is decoded, a pixel takes 3 bytes of heap and as many outside it. Default: ${DEFAULT-VALUE}, Pillow's limit")
    private int pixels = Limits.DEFAULT.pixels();

    @Option(
        names = "--max-image-mib",
        paramLabel = "MIB",
        converter = Limit.ImageMebibytes.class,
        description =
            "Size of an encoded image: a file, or a member of a tar. It is read into the heap. Default: ${DEFAULT-VALUE}")
    private int mebibytes = Limits.DEFAULT.imageMebibytes();
  }

  /** The limits that were given, and the default one of other input. */
  public Limits limits() {
    return Limits.DEFAULT.withPixels(group.pixels).withImageMebibytes(group.mebibytes);
  }
}
