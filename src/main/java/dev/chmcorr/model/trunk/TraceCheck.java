package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Tries a trunk that its user traced, before a run depends on it: on two images at once and on each
 * alone. A trace keeps much of the example that it was made with, such as the number of images, and
 * may run and be wrong.
 */
public final class TraceCheck {
  private static final int CELLS = 7;

  /**
   * Of the length of an output; TF32 and half precision stay far below, dropout and the statistics
   * of a batch are far above.
   */
  private static final double TOLERANCE = 0.02;

  /** What a run takes from a trunk. */
  public enum Output {
    /** A feature map or its average. */
    EMBEDDING("[%1$d, C, h, w] or [%1$d, C]"),
    /** A vector for each of 7 x 7 cells. */
    FEATURE_MAP("[%1$d, C, 7, 7]"),
    /** A vector for each cell of any grid. */
    ANY_MAP("[%1$d, C, h, w]");

    /** Of a map: more would fill the memory with the products of two images' cells. */
    private static final long MAX_CELLS = 4096;

    private final String shape;

    Output(String shape) {
      this.shape = shape;
    }

    private boolean accepts(Shape found, int images) {
      long[] sides = found.getShape();
      boolean map = sides.length == 4 && (this == FEATURE_MAP ? isSeven(sides) : isMap(sides));
      boolean pooled = this == EMBEDDING && sides.length == 2;
      return (map || pooled) && sides[0] == images && sides[1] > 0;
    }

    private static boolean isSeven(long... sides) {
      return sides[2] == CELLS && sides[3] == CELLS;
    }

    private static boolean isMap(long... sides) {
      long cells = sides[2] * sides[3];
      return cells > 0 && cells <= MAX_CELLS && !isChannelsLast(sides);
    }

    /** Rows and columns of square images are as many. */
    private static boolean isChannelsLast(long... sides) {
      return sides.length == 4 && sides[1] == sides[2] && sides[2] != sides[3];
    }
  }

  /**
   * What a run takes from a trunk, and for which images.
   *
   * @param side of the images, in pixels
   */
  public record Wanted(Output output, int side) {}

  private final TracedTrunk trunk;
  private final String name;
  private final Output wanted;
  private final int side;

  private TraceCheck(TracedTrunk trunk, String name, Wanted wanted) {
    this.trunk = trunk;
    this.name = name;
    this.wanted = wanted.output();
    this.side = wanted.side();
  }

  /**
   * Runs it.
   *
   * @param archive the traced network
   * @param name what messages call it
   * @throws UserException if it gives anything but what is wanted, or an image's numbers depend on
   *     the other image
   */
  public static void check(Path archive, String name, TorchDevice device, Wanted wanted) {
    try (TorchNetwork network = TorchNetwork.load(archive, device)) {
      new TraceCheck(new TracedTrunk(network, name), name, wanted).check();
    }
  }

  private void check() {
    RgbImage dark = image(1, 10, 90);
    RgbImage bright = image(2, 120, 255);
    float[][] together = outputs(List.of(dark, bright));
    float[][] alone = {outputs(List.of(dark))[0], outputs(List.of(bright))[0]};
    if (Arrays.stream(together).noneMatch(TraceCheck::isFinite)
        && Arrays.stream(alone).noneMatch(TraceCheck::isFinite)) {
      throw refused("it gives no finite numbers for two images of ordinary brightness");
    }
    if (Arrays.equals(alone[0], alone[1])) {
      throw refused("it gives the same numbers for two different images");
    }
    for (int i = 0; i < alone.length; i++) {
      // What is not finite is found image by image in the run itself.
      if (isFinite(alone[i]) && isFinite(together[i]) && differ(alone[i], together[i])) {
        throw refused(
            "what it gives for an image depends on the other images of its batch; call eval() before torch.jit.trace, and let nothing in it depend on the number of images");
      }
    }
  }

  /** Noise between two brightnesses in blocks of 8 pixels; the same at each call. */
  private RgbImage image(int seed, int darkest, int brightest) {
    Random random = new Random(seed);
    int blocks = side / 8 + 1;
    byte[] colours = new byte[3 * blocks * blocks];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (byte) (darkest + random.nextInt(brightest - darkest + 1));
    }
    byte[] data = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      int block = i / side / 8 * blocks + i % side / 8;
      System.arraycopy(colours, 3 * block, data, 3 * i, 3);
    }
    return new RgbImage(side, side, data);
  }

  /** One row per image. */
  private float[][] outputs(List<RgbImage> images) {
    int count = images.size();
    try (NDManager manager = trunk.network().newManager()) {
      NDList output = run(manager, images);
      if (output.size() != 1
          || output.head().getDataType() != DataType.FLOAT32
          || !wanted.accepts(output.head().getShape(), count)) {
        throw refused(
            "it gives %s for images [%d, 3, %d, %d], which must be one float32 %s%s"
                .formatted(
                    found(output), count, side, side, wanted.shape.formatted(count), hint(output)));
      }
      float[] all = output.head().toFloatArray();
      int length = all.length / count;
      float[][] rows = new float[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = Arrays.copyOfRange(all, i * length, (i + 1) * length);
      }
      return rows;
    }
  }

  private NDList run(NDManager manager, List<RgbImage> images) {
    try {
      return trunk.run(manager, ImageBatch.of(manager, images, images.size()));
    } catch (UnsupportedOperationException e) {
      throw refused("it gives no tensor");
    } catch (RuntimeException e) {
      throw new UserException(
          "Cannot run %s on images [%d, 3, %d, %d]: %s"
              .formatted(name, images.size(), side, side, TorchNetwork.reason(e)),
          e);
    }
  }

  private static String found(NDList output) {
    return output.isEmpty()
        ? "no tensor"
        : output.stream().map(TraceCheck::text).collect(Collectors.joining(" and "));
  }

  private static String text(NDArray tensor) {
    DataType type = tensor.getDataType();
    String known = type.name().toLowerCase(Locale.ROOT);
    return (type == DataType.UNKNOWN ? "bfloat16 or complex" : known)
        + " "
        + Arrays.toString(tensor.getShape().getShape());
  }

  /** What may have gone wrong when it was traced. */
  private String hint(NDList output) {
    if (output.size() > 1) {
      return "; trace a network that returns its last feature map alone";
    }
    if (output.isEmpty()) {
      return "";
    }
    long[] sides = output.head().getShape().getShape();
    if (Output.isChannelsLast(sides)) {
      return "; its channels come last, add permute(0, 3, 1, 2)";
    }
    boolean otherGrid = wanted == Output.FEATURE_MAP && sides.length == 4;
    return otherGrid ? "; rerank --method patches takes any grid" : "";
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean differ(float[] a, float[] b) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      difference += d * d;
      length += (double) a[i] * a[i];
    }
    return difference > TOLERANCE * TOLERANCE * length;
  }

  private UserException refused(String why) {
    return new UserException("Cannot use %s as a trunk: %s".formatted(name, why));
  }
}
