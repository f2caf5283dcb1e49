package dev.chmcorr.model.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.match.SmallHough;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.trunk.ImageBatch;
import dev.chmcorr.model.trunk.NaiveResNet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChmImporterTest {
  private static final Provenance SOURCE = new Provenance("pas.pt", "00");

  @TempDir Path folder;

  @Test
  void saysWhatItHolds() {
    Path archive = folder.resolve("chm.pt");

    ArchiveMetadata written =
        ChmImporter.write(new SmallHough(KernelSharing.ISO).checkpoint(), SOURCE, archive);

    assertThat(ArchiveMetadata.read(archive)).contains(written);
    assertThat(written.kind()).isEqualTo("chm");
    assertThat(written.variant()).isEqualTo("iso");
    assertThat(written.dimensions()).containsEntry("channels", 32).containsEntry("descriptor", 6);
  }

  @Test
  void queriesGoThroughTheFirstTrunkAndCandidatesThroughTheSecond() {
    Path archive = folder.resolve("chm.pt");
    FormulaWeights checkpoint = new SmallHough(KernelSharing.PSI).checkpoint();
    ChmImporter.write(checkpoint, SOURCE, archive);
    byte[] pixels = new byte[240 * 240 * 3];
    new Random(5).nextBytes(pixels);
    RgbImage image = new RgbImage(240, 240, pixels);

    try (TorchNetwork network = TorchNetwork.load(archive, TorchDevice.cpu());
        NDManager manager = network.newManager()) {
      network.prepare(Arithmetic.FLOAT32);
      NDArray batch = ImageBatch.of(manager, List.of(image), 1);

      float[] query = network.run(manager, "query", batch).singletonOrThrow().toFloatArray();
      float[] candidate =
          network.run(manager, "candidates", batch).singletonOrThrow().toFloatArray();

      assertThat(worst(query, described(network, "source", image))).isLessThan(1e-4);
      assertThat(worst(candidate, described(network, "target", image))).isLessThan(1e-4);
      assertThat(worst(query, candidate)).isGreaterThan(0.1);
    }
  }

  @Test
  void namesWhatIsMissing() {
    FormulaWeights checkpoint = small(KernelSharing.PSI).without("learner.chm6d.param.3");

    assertThatThrownBy(() -> ChmImporter.write(checkpoint, SOURCE, out()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import small as a Hough matching network with psi kernels:"
                + " learner.chm6d.param.3 is missing, expected [55]");
    assertThat(out()).doesNotExist();
  }

  @Test
  void namesWhatIsMisshapen() {
    FormulaWeights checkpoint = small(KernelSharing.ISO);
    checkpoint.with("learner.conv2ds.1.weight", new int[] {6, 16, 3, 3}, () -> new float[864]);

    assertThatThrownBy(() -> ChmImporter.write(checkpoint, SOURCE, out()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("learner.conv2ds.1.weight is [6, 16, 3, 3], expected [6, 32, 3, 3]");
  }

  @Test
  void namesAMissingTensorOfATrunk() {
    FormulaWeights checkpoint =
        small(KernelSharing.FULL).without("backbone.layer2.1.bn3.running_var");

    assertThatThrownBy(() -> ChmImporter.write(checkpoint, SOURCE, out()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("backbone.layer2.1.bn3.running_var is missing");
  }

  @Test
  void refusesOtherSharingThanAskedFor() {
    FormulaWeights checkpoint = small(KernelSharing.ISO);

    assertThatThrownBy(() -> ChmImporter.write(checkpoint, KernelSharing.PSI, SOURCE, out()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("with psi kernels: learner.chm6d.param.0 is [15], expected [55]");
  }

  @Test
  void refusesWhatIsNoHoughMatchingNetwork() {
    FormulaWeights checkpoint = FormulaWeights.small("resnet", 2, List.of(1, 1, 1, 1));

    assertThatThrownBy(() -> ChmImporter.write(checkpoint, SOURCE, out()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import resnet as a Hough matching network: learner.chm4d.weight is missing,"
                + " expected 55 (psi), 15 (iso) or 625 (full)");
  }

  private static FormulaWeights small(KernelSharing sharing) {
    return new SmallHough(sharing).checkpoint();
  }

  private Path out() {
    return folder.resolve("chm.pt");
  }

  private static float[] described(TorchNetwork network, String trunk, RgbImage image) {
    double[][][] map = new NaiveResNet(SmallHough.trunk(trunk)).features(image);
    double[] flat =
        Arrays.stream(map).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    try (NDManager manager = network.newManager()) {
      NDArray features = manager.create(SmallHough.floats(flat), new Shape(1, 32, 15, 15));
      return network.run(manager, "describe", features).singletonOrThrow().toFloatArray();
    }
  }

  private static double worst(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    return worst;
  }
}
