package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * The product by libtorch. Load it once per JVM and device; all threads may share it.
 *
 * <p>Measured on a Sapphire Rapids core with 1,000 queries of 2,048 components: 145 GFLOP/s in
 * float32, 840 in bfloat16; {@link dev.chmcorr.knn.PlainBlockProduct} reaches 36.
 */
public final class TorchBlockProduct implements BlockProduct, AutoCloseable {
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

  private final TorchNetwork network;
  private final Precision precision;
  private final Rounding rounding;

  private TorchBlockProduct(TorchNetwork network, Precision precision, Rounding rounding) {
    this.network = network;
    this.precision = precision;
    this.rounding = rounding;
  }

  /**
   * Loads the product.
   *
   * @param precision bfloat16 is for the CPU only: on a GPU, whose float32 is fast enough and whose
   *     bfloat16 sums may be rounded in between, it counts as float32
   */
  public static TorchBlockProduct load(TorchDevice device, Precision precision) {
    boolean gpu = device.djl().isGpu();
    boolean bfloat16 = !gpu && device.bfloat16(precision);
    TorchNetwork network = loadProgram(device);
    network.prepare(bfloat16);
    return new TorchBlockProduct(
        network, bfloat16 ? Precision.BF16 : Precision.FP32, rounding(gpu, bfloat16));
  }

  /** GPUs may be told, by the environment too, to multiply float32 numbers as TF32. */
  private static Rounding rounding(boolean gpu, boolean bfloat16) {
    if (gpu) {
      return Rounding.TF32;
    }
    return bfloat16 ? Rounding.BFLOAT16 : Rounding.FLOAT32;
  }

  private static TorchNetwork loadProgram(TorchDevice device) {
    try {
      Path archive = Files.createTempFile("chm-corr-product", ".pt");
      try {
        TorchArchive.write(
            archive,
            TorchSource.of("product.py"),
            new TorchModule("Product").flag("bf16", false),
            ArchiveMetadata.of(
                "product", "none", new TreeMap<>(), new Provenance("product.py", "")));
        return TorchNetwork.load(archive, device);
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot write to %s: %s; set -Djava.io.tmpdir"
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  /** The arithmetic that runs, {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return precision;
  }

  @Override
  public Rounding rounding() {
    return rounding;
  }

  @Override
  public Sieve sieve(VectorBlock queries) {
    return new TorchSieve(queries);
  }

  @Override
  public void close() {
    network.close();
  }

  /** Holds the queries in the type of the arithmetic, and room for one slice of the gallery. */
  private final class TorchSieve implements Sieve {
    private final NDManager manager = network.newManager();
    private final NDArray queries;
    private ByteBuffer room = NO_ROOM;

    TorchSieve(VectorBlock block) {
      try (NDManager scratch = network.newManager()) {
        NDArray rows = unitRows(scratch, block, 0, block.size());
        // A copy, because the room will hold something else.
        queries = network.run(scratch, "operand", rows).singletonOrThrow().duplicate();
        queries.attach(manager);
      }
      room = NO_ROOM;
    }

    @Override
    public Hits hits(VectorBlock gallery, int from, int to, float[] cuts) {
      try (NDManager scratch = network.newManager()) {
        NDArray rows = unitRows(scratch, gallery, from, to);
        NDArray limits = scratch.create(floors(cuts), new Shape(cuts.length, 1));
        NDList hits = network.run(scratch, "forward", queries, rows, limits);
        return new Hits(hits.get(0).toIntArray(), hits.get(1).toFloatArray());
      }
    }

    private NDArray unitRows(NDManager scratch, VectorBlock block, int from, int to) {
      int bytes = Math.multiplyExact(Float.BYTES * (to - from), block.dimension());
      if (room.capacity() < bytes) {
        room = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      }
      block.putUnitRows(from, to, room.clear().asFloatBuffer());
      return scratch.create(
          room.limit(bytes), new Shape(to - from, block.dimension()), DataType.FLOAT32);
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  /** The largest numbers not above the given ones that bfloat16, and so any type, holds exactly. */
  static float[] floors(float[] values) {
    float[] floors = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      int cut = bits & 0xFFFF0000;
      // Cutting off bits makes a number smaller only if it is positive.
      floors[i] = Float.intBitsToFloat(cut == bits || bits > 0 ? cut : cut + 0x10000);
    }
    return floors;
  }
}
