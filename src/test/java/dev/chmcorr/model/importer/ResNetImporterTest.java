package dev.chmcorr.model.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.trunk.Trunk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResNetImporterTest {
  private static final Provenance SOURCE = new Provenance("weights.pth", "00");

  @TempDir Path folder;

  @Test
  void readsDepthAndWidthOffTheShapes() {
    FormulaWeights dict = FormulaWeights.small("odd", 5, List.of(1, 2, 1, 3));

    ArchiveMetadata metadata = write(dict, ResNetLayout.TORCHVISION);

    assertThat(metadata.kind()).isEqualTo("resnet");
    assertThat(metadata.variant()).isEqualTo("torchvision");
    assertThat(metadata.dimensions()).containsEntry("dimension", 160).containsEntry("depth", 23);
    assertThat(metadata.source()).isEqualTo(SOURCE);
    assertThat(ArchiveMetadata.read(out())).contains(metadata);
  }

  @Test
  void needsNoClassifier() {
    FormulaWeights dict = FormulaWeights.small("bare", 4, List.of(1, 1, 1, 1));

    write(dict.without("fc.weight").without("fc.bias"), ResNetLayout.TORCHVISION);

    assertThat(out()).isRegularFile();
  }

  @Test
  void namesTheFirstMissingTensor() {
    FormulaWeights dict = FormulaWeights.small("holes", 4, List.of(1, 2, 1, 1));
    dict.without("layer2.1.conv2.weight").without("layer3.0.bn1.bias");

    assertThatThrownBy(() -> write(dict, ResNetLayout.TORCHVISION))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import holes as a bottleneck ResNet: layer2.1.conv2.weight is missing,"
                + " expected [8, 8, 3, 3] (and 1 more)");
    assertThat(out()).doesNotExist();
  }

  @Test
  void namesTheFirstMisshapenTensor() {
    FormulaWeights dict = FormulaWeights.small("bent", 4, List.of(1, 1, 1, 1));
    dict.with("layer1.0.conv3.weight", new int[] {16, 5, 1, 1}, () -> new float[80]);

    assertThatThrownBy(() -> write(dict, ResNetLayout.TORCHVISION))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import bent as a bottleneck ResNet: layer1.0.conv3.weight is [16, 5, 1, 1],"
                + " expected [?, 4, 1, 1]");
  }

  @Test
  void refusesANetworkOfBasicBlocks() {
    FormulaWeights dict = FormulaWeights.small("basic", 4, List.of(1, 1, 1, 1));
    dict.with("layer1.0.conv1.weight", new int[] {4, 4, 3, 3}, () -> new float[144]);

    assertThatThrownBy(() -> write(dict, ResNetLayout.TORCHVISION))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("layer1.0.conv1.weight is [4, 4, 3, 3], expected [?, 4, 1, 1]");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 2, 2, ResNet-18", "3, 4, 6, 3, ResNet-34"})
  void namesResNetsOfBasicBlocks(int first, int second, int third, int fourth, String name) {
    List<Integer> blocks = List.of(first, second, third, fourth);
    FormulaWeights dict = FormulaWeights.small("basic", 2, List.of());
    for (int stage = 1; stage <= 4; stage++) {
      for (int block = 0; block < blocks.get(stage - 1); block++) {
        for (String conv : new String[] {"conv1", "conv2"}) {
          String key = "layer%d.%d.%s.weight".formatted(stage, block, conv);
          dict.with(key, new int[] {2, 2, 3, 3}, () -> new float[36]);
        }
      }
    }

    assertThatThrownBy(() -> write(dict, ResNetLayout.TORCHVISION))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import basic as a bottleneck ResNet: it has basic blocks %s, as %s, which"
                + " are not supported; take one of bottleneck blocks, as ResNet-50",
            blocks, name);
  }

  /** Attention, biases: imported without them, the network would compute something else. */
  @ParameterizedTest
  @ValueSource(strings = {"layer2.0.se.fc1.weight", "conv1.bias", "layer1.0.conv2.bias"})
  void refusesTensorsThatNoPlainResNetHas(String name) {
    FormulaWeights dict = FormulaWeights.small("more", 4, List.of(1, 1, 1, 1));
    dict.with("layer1.0.bn1.num_batches_tracked", new int[0], () -> new float[1]);
    dict.with("projection.0.weight", new int[] {1}, () -> new float[1]);
    write(dict, ResNetLayout.TORCHVISION);
    dict.with(name, new int[] {1}, () -> new float[1]);

    assertThatThrownBy(() -> write(dict, ResNetLayout.TORCHVISION))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import more as a bottleneck ResNet: it has %s, which no plain ResNet has",
            name);
  }

  @Test
  void runsBothBranchesOfTheINaturalistNetworkInSequence() {
    FormulaWeights plain = FormulaWeights.small("inat", 4, List.of(1, 1, 1, 4));
    RgbImage image = new RgbImage(64, 64, new byte[3 * 64 * 64]);
    write(plain, ResNetLayout.TORCHVISION);
    float[] expected = embed(image);

    ArchiveMetadata metadata = write(asINat(plain), ResNetLayout.INAT);

    assertThat(metadata.variant()).isEqualTo("inat");
    assertThat(embed(image)).containsExactly(expected);
  }

  @Test
  void refusesAnINaturalistNetworkWithoutABranch() {
    FormulaWeights dict = asINat(FormulaWeights.small("half", 4, List.of(1, 1, 1, 3)));

    assertThatThrownBy(() -> write(dict, ResNetLayout.INAT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rb_block.conv1.weight is missing");
  }

  /** The same tensors under BBN's names. */
  private static FormulaWeights asINat(FormulaWeights plain) {
    FormulaWeights inat = FormulaWeights.small(plain.source(), 1, List.of());
    List.copyOf(inat.names()).forEach(inat::without);
    for (String name : plain.names()) {
      String key =
          name.startsWith("fc.")
              ? name.replace("fc.", "classifier.")
              : name.replaceFirst("^layer4\\.2", "cb_block")
                  .replaceFirst("^layer4\\.3", "rb_block");
      inat.with(key, plain.shape(name), () -> plain.tensor(name).values());
    }
    return inat;
  }

  private ArchiveMetadata write(FormulaWeights dict, ResNetLayout layout) {
    return ResNetImporter.write(dict, layout, SOURCE, out());
  }

  private float[] embed(RgbImage image) {
    try (Trunk trunk = Trunk.load(out(), TorchDevice.cpu(), Precision.FP32, 1)) {
      return trunk.embed(List.of(image))[0];
    }
  }

  private Path out() {
    return folder.resolve("trunk.pt");
  }
}
