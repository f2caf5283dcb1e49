package dev.chmcorr.model.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fused convolutions against plain ones, which {@link TrunkTest} holds to the definition. */
class FusedTrunkTest {
  private static final int BATCH = 2;
  private static final int SIDE = 96;

  @TempDir Path folder;
  private Path archive;

  @BeforeEach
  void write() {
    archive = folder.resolve("trunk.pt");
    ResNetImporter.write(
        FormulaWeights.small("fused", 16, List.of(2, 1, 2, 1)),
        ResNetLayout.TORCHVISION,
        new Provenance("weights.pth", "00"),
        archive);
  }

  @Test
  void float32EqualsPlainConvolutions() {
    assertThat(error(fused(Arithmetic.FLOAT32, BATCH), plain(Arithmetic.FLOAT32))).isLessThan(1e-5);
  }

  @Test
  void bfloat16IsNoLessExactThanPlainConvolutions() {
    float[] exact = plain(Arithmetic.FLOAT32);

    // Sums that are rounded once, after the shortcut and not before it too.
    assertThat(error(fused(Arithmetic.BFLOAT16, BATCH), exact))
        .isGreaterThan(1e-4)
        .isLessThan(1.1 * error(plain(Arithmetic.BFLOAT16), exact));
  }

  @Test
  void weightsLaidOutForOtherBatchesServeAsWell() {
    assertThat(error(fused(Arithmetic.FLOAT32, 5), plain(Arithmetic.FLOAT32))).isLessThan(1e-5);
  }

  @Test
  void withoutTheOperatorsThereIsNone() {
    String source = TorchSource.of("trunk.py", "fused.py");
    String elsewhere = source.replace("mkldnn._convolution_pointwise(", "mkldnn._not_built(");

    assertThat(FusedTrunk.load(TorchDevice.cpu(), elsewhere)).isEmpty();
  }

  private float[] fused(Arithmetic arithmetic, int laidOutFor) {
    try (TorchNetwork network = TorchNetwork.load(archive, TorchDevice.cpu())) {
      Optional<TorchNetwork> taken =
          FusedTrunk.take(
              new FusedTrunk.Layers(network, "take_layers"), arithmetic, laidOutFor, SIDE);
      assumeTrue(
          taken.isPresent() || TorchDevice.cpu().arithmetic(Precision.AUTO) == Arithmetic.BFLOAT16,
          "no fused convolutions on this processor");
      try (TorchNetwork fused = taken.orElseThrow()) {
        return cells(fused);
      }
    }
  }

  private float[] plain(Arithmetic arithmetic) {
    try (TorchNetwork network = TorchNetwork.load(archive, TorchDevice.cpu())) {
      network.prepare(arithmetic);
      return cells(network);
    }
  }

  private static float[] cells(TorchNetwork network) {
    byte[] pixels = new byte[BATCH * SIDE * SIDE * 3];
    new Random(1).nextBytes(pixels);
    try (NDManager manager = network.newManager()) {
      var images =
          manager.create(ByteBuffer.wrap(pixels), new Shape(BATCH, SIDE, SIDE, 3), DataType.UINT8);
      return network.run(manager, "cells", images).singletonOrThrow().toFloatArray();
    }
  }

  private static double error(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double length = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / length);
  }
}
