package dev.chmcorr.model.trunk;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The network whose average pool ranks images and whose last feature map compares their parts. Load
 * it once per JVM; all threads may share it.
 *
 * <p>Images go through in batches of one fixed size, the last filled up with black ones, so that an
 * image's numbers do not depend on how many came with it.
 */
public final class Trunk implements AutoCloseable {
  /** Side of the images that ImageNet networks are made for, in pixels. */
  private static final int SIDE = 224;

  private final TorchNetwork network;
  private final TrunkProgram program;
  private final int batchSize;
  private final int dimension;
  private final Precision precision;

  private Trunk(TorchNetwork network, TrunkProgram program, int batchSize, Precision precision) {
    this.network = network;
    this.program = program;
    this.batchSize = batchSize;
    this.precision = precision;
    this.dimension = embed(List.of(black()))[0].length;
  }

  /**
   * Loads an archive of {@code ResNetImporter}, or one that its user traced: float32 [B, 3, 224,
   * 224], ImageNet-normalised, to [B, C, 7, 7] or [B, C].
   *
   * @param batchSize images that go through at once, at least 1
   * @throws UserException if the archive cannot be used
   */
  public static Trunk load(Path archive, TorchDevice device, Precision precision, int batchSize) {
    Optional<ArchiveMetadata> metadata = ArchiveMetadata.read(archive);
    String kind = metadata.map(ArchiveMetadata::kind).orElse(ArchiveMetadata.RESNET);
    if (!kind.equals(ArchiveMetadata.RESNET)) {
      throw new UserException(
          "Cannot use %s as embedding network: it holds a %s network".formatted(archive, kind));
    }
    if (metadata.isEmpty() && precision == Precision.BF16) {
      throw new UserException(
          "Cannot run %s in bf16: a traced network computes as it was traced; choose --precision auto or fp32"
              .formatted(archive));
    }
    TorchNetwork network = TorchNetwork.load(archive, device);
    try {
      return metadata.isPresent()
          ? imported(network, device.arithmetic(precision), batchSize)
          : traced(network, archive, batchSize);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static Trunk imported(TorchNetwork network, Arithmetic arithmetic, int batchSize) {
    Precision precision = arithmetic.precision();
    Optional<TorchNetwork> fused =
        FusedTrunk.take(new FusedTrunk.Layers(network, "take_layers"), arithmetic, batchSize, SIDE);
    if (fused.isPresent()) {
      network.close();
      return new Trunk(fused.get(), new ImportedTrunk(fused.get()), batchSize, precision);
    }
    network.prepare(arithmetic);
    return new Trunk(network, new ImportedTrunk(network), batchSize, precision);
  }

  private static Trunk traced(TorchNetwork network, Path archive, int batchSize) {
    try {
      TrunkProgram program = new TracedTrunk(network, archive.toString());
      return new Trunk(network, program, batchSize, Precision.FP32);
    } catch (EngineException e) {
      throw new UserException(
          "Cannot run %s on images [%d, 3, %d, %d]: %s"
              .formatted(archive, batchSize, SIDE, SIDE, TorchNetwork.reason(e)),
          e);
    }
  }

  /** Length of an embedding: channels of the last feature map. */
  public int dimension() {
    return dimension;
  }

  /** The arithmetic that runs, {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return precision;
  }

  /** How many images go through at once. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Average pool of the last feature map.
   *
   * @param images all of one size, any number
   * @return one row of {@link #dimension()} numbers per image, not normalised; not finite only if a
   *     trace gives no finite ones for the image alone either
   */
  public float[][] embed(List<RgbImage> images) {
    List<float[]> rows = new ArrayList<>();
    for (List<RgbImage> batch : batches(images)) {
      try (NDManager manager = network.newManager()) {
        NDArray input = ImageBatch.of(manager, batch, batchSize);
        float[] values = program.embed(manager, input).toFloatArray();
        int length = values.length / batchSize;
        for (int i = 0; i < batch.size(); i++) {
          float[] row = Arrays.copyOfRange(values, i * length, (i + 1) * length);
          rows.add(program instanceof TracedTrunk && !isFinite(row) ? alone(batch.get(i)) : row);
        }
      }
    }
    return rows.toArray(float[][]::new);
  }

  /** A trace may give no numbers for an image because of another one of its batch. */
  private float[] alone(RgbImage image) {
    try (NDManager manager = network.newManager()) {
      return program.embed(manager, ImageBatch.of(manager, List.of(image), 1)).toFloatArray();
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The last feature map (layer 4 of a ResNet), one vector per cell.
   *
   * @param manager will own the result; of this trunk's device
   * @param images all of one size, at least one
   * @return float32 [images, 49, C] for images of 224 pixels; cell = 7 * row + column
   */
  public NDArray layer4(NDManager manager, List<RgbImage> images) {
    return maps(manager, images).cells();
  }

  /** The same for one image alone: eight times faster than one with seven black ones. */
  public NDArray layer4(NDManager manager, RgbImage image) {
    return map(manager, image).cells();
  }

  /**
   * The last feature maps, whatever their grid.
   *
   * @param manager will own the result; of this trunk's device
   * @param images all of one size, at least one
   */
  public FeatureMaps maps(NDManager manager, List<RgbImage> images) {
    NDList parts = new NDList();
    FeatureMaps last = null;
    for (List<RgbImage> batch : batches(images)) {
      last = maps(manager, batch, batchSize);
      if (program instanceof TracedTrunk && !isFinite(last.cells().toFloatArray())) {
        last.cells().close();
        batch.forEach(image -> parts.add(layer4(manager, image)));
      } else {
        parts.add(last.cells());
      }
    }
    NDArray cells = parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
    return new FeatureMaps(cells, last.height(), last.width());
  }

  /** The same for one image alone. */
  public FeatureMaps map(NDManager manager, RgbImage image) {
    return maps(manager, List.of(image), 1);
  }

  private FeatureMaps maps(NDManager manager, List<RgbImage> images, int size) {
    try (NDManager scratch = network.newManager()) {
      FeatureMaps maps = program.cells(scratch, ImageBatch.of(scratch, images, size));
      NDArray wanted = maps.cells().get("0:" + images.size());
      wanted.attach(manager);
      return new FeatureMaps(wanted, maps.height(), maps.width());
    }
  }

  /** A manager for tensors on this trunk's device; the caller closes it. */
  public NDManager newManager() {
    return network.newManager();
  }

  private List<List<RgbImage>> batches(List<RgbImage> images) {
    List<List<RgbImage>> batches = new ArrayList<>();
    for (int start = 0; start < images.size(); start += batchSize) {
      batches.add(images.subList(start, Math.min(images.size(), start + batchSize)));
    }
    return batches;
  }

  private static RgbImage black() {
    return new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
  }

  @Override
  public void close() {
    network.close();
  }
}
