package dev.chmcorr.model.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.Traces;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrunkTest {
  private static final Provenance SOURCE = new Provenance("weights.pth", "00");

  @TempDir Path folder;

  @Test
  void computesWhatTheDefinitionSays() {
    FormulaWeights dict = FormulaWeights.small("narrow", 4, List.of(2, 1, 2, 1));
    RgbImage image = noise(1, 96, 64);
    double[][][] expected = new NaiveResNet(dict).features(image);

    try (Trunk trunk = load(dict, Precision.FP32, 2);
        NDManager manager = trunk.newManager()) {
      NDArray cells = trunk.layer4(manager, List.of(image));

      assertThat(trunk.dimension()).isEqualTo(128);
      assertThat(cells.getShape().getShape()).containsExactly(1, 3 * 2, 128);
      assertThat(error(cells.toFloatArray(), cellsOf(expected))).isLessThan(1e-5);
      assertThat(error(trunk.embed(List.of(image))[0], meanOf(expected))).isLessThan(1e-5);
    }
  }

  @Test
  void bfloat16ComesClose() {
    FormulaWeights dict = FormulaWeights.small("narrow", 16, List.of(1, 1, 1, 1));
    RgbImage image = noise(2, 64, 64);
    double[] expected = meanOf(new NaiveResNet(dict).features(image));

    try (Trunk trunk = load(dict, Precision.BF16, 1)) {
      double error = error(trunk.embed(List.of(image))[0], expected);

      assertThat(trunk.precision()).isEqualTo(Precision.BF16);
      // bfloat16 keeps 8 bits: neither float32 nor wrong.
      assertThat(error).isBetween(1e-4, 5e-2);
    }
  }

  @Test
  void anImagesNumbersDoNotDependOnItsCompany() {
    FormulaWeights dict = FormulaWeights.small("company", 8, List.of(1, 1, 1, 1));
    List<RgbImage> images = Stream.of(1, 2, 3, 4, 5).map(seed -> noise(seed, 64, 64)).toList();

    try (Trunk trunk = load(dict, Precision.FP32, 2);
        NDManager manager = trunk.newManager()) {
      float[][] together = trunk.embed(images);
      NDArray cells = trunk.layer4(manager, images);

      assertThat(together).hasNumberOfRows(5);
      assertThat(cells.getShape().getShape()).containsExactly(5, 4, 256);
      for (int i = 0; i < images.size(); i++) {
        assertThat(trunk.embed(List.of(images.get(i)))[0]).containsExactly(together[i]);
        assertThat(trunk.layer4(manager, List.of(images.get(i))).toFloatArray())
            .containsExactly(cells.get(i).toFloatArray());
      }
      assertThat(trunk.embed(List.of())).isEmpty();
    }
  }

  @Test
  void threadsShareIt() {
    FormulaWeights dict = FormulaWeights.small("threads", 8, List.of(1, 1, 1, 1));
    List<RgbImage> images = Stream.of(1, 2, 3, 4).map(seed -> noise(seed, 64, 64)).toList();

    try (Trunk trunk = load(dict, Precision.FP32, 4)) {
      float[][] alone = trunk.embed(images);

      List<float[][]> results =
          Stream.generate(() -> images).limit(8).parallel().map(trunk::embed).toList();

      assertThat(results).allSatisfy(result -> assertThat(result).isDeepEqualTo(alone));
    }
  }

  @Test
  void equalsTheReferenceEmbeddings() throws IOException {
    Npz expected = Npz.open(Shared.path("reference/embeddings.npz"));
    List<RgbImage> images = firstQueries(4);

    try (Trunk trunk = load(FormulaWeights.resnet50(), Precision.FP32, 4)) {
      float[][] embeddings = trunk.embed(images);

      float[] reference = expected.floats("query");
      for (int i = 0; i < images.size(); i++) {
        float[] row = Arrays.copyOfRange(reference, 2048 * i, 2048 * (i + 1));
        assertThat(error(embeddings[i], doubles(row))).as("query %d", i).isLessThan(1e-4);
      }
    }
  }

  @Test
  void runsATracedFeatureMap() throws Exception {
    RgbImage image = noise(7, 224, 224);

    try (Trunk trunk = traced("map", Precision.AUTO);
        NDManager manager = trunk.newManager()) {
      float[] cells = trunk.layer4(manager, List.of(image)).toFloatArray();

      assertThat(trunk.precision()).isEqualTo(Precision.FP32);
      assertThat(trunk.dimension()).isEqualTo(2);
      assertThat(cells).hasSize(49 * 2);
      // Cell 9 is row 1, column 2. Its channels are red + 2 * blue and green - 1.
      double red = meanColour(image, 32, 64, 0);
      double green = meanColour(image, 32, 64, 1);
      double blue = meanColour(image, 32, 64, 2);
      assertThat(cells[18]).isEqualTo((float) (red + 2 * blue), within(1e-4f));
      assertThat(cells[19]).isEqualTo((float) (green - 1), within(1e-4f));
      float sum = 0;
      for (int cell = 0; cell < 49; cell++) {
        sum += cells[2 * cell];
      }
      assertThat(trunk.embed(List.of(image))[0][0]).isEqualTo(sum / 49, within(1e-4f));
    }
  }

  @Test
  void runsATracedEmbeddingButComparesNoPartsWithIt() throws Exception {
    RgbImage image = noise(7, 224, 224);

    try (Trunk map = traced("map", Precision.FP32);
        Trunk pooled = traced("pooled", Precision.FP32);
        NDManager manager = pooled.newManager()) {
      assertThat(pooled.embed(List.of(image))[0])
          .containsExactly(map.embed(List.of(image))[0], within(1e-4f));
      assertThatThrownBy(() -> pooled.layer4(manager, List.of(image)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("traced.pooled.pt: its output is (2, 2), not a feature map");
    }
  }

  @Test
  void anImageHasNoNumbersOnlyIfATraceGivesItNoneAlone() throws IOException {
    Path file =
        Traces.write(
            folder.resolve("dark.pt"),
            "torch.where(torch.gt(torch.mean(x), 0.), f, torch.log(torch.neg(torch.ones_like(f))))");
    byte[] white = new byte[3 * 224 * 224];
    Arrays.fill(white, (byte) 255);
    RgbImage bright = new RgbImage(224, 224, white);
    RgbImage black = new RgbImage(224, 224, new byte[3 * 224 * 224]);

    try (Trunk trunk = Trunk.load(file, TorchDevice.cpu(), Precision.FP32, 4);
        NDManager manager = trunk.newManager()) {
      NDArray cells = trunk.layer4(manager, List.of(black, bright));
      assertThat(cells.get(0).toFloatArray()).containsOnly(Float.NaN);
      assertThat(cells.get(1).toFloatArray()[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-4f));

      float[][] rows = trunk.embed(List.of(black, bright, black, black));

      assertThat(rows[0]).containsOnly(Float.NaN);
      assertThat(rows[1]).isEqualTo(trunk.embed(List.of(bright, bright, bright, bright))[0]);
      assertThat(rows[1][0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-4f));
    }
  }

  @Test
  void refusesATracedNetworkThatGivesFewerRowsThanImages() throws IOException {
    Path file = Traces.write(folder.resolve("two.pt"), "f[:2]");

    assertThatThrownBy(() -> Trunk.load(file, TorchDevice.cpu(), Precision.FP32, 4).close())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "two.pt as a trunk: for 4 images it gives (2, 3, 7, 7), which must begin with their number");
  }

  @Test
  void refusesATracedNetworkOfOtherInputs() {
    assertThatThrownBy(() -> traced("wrong", Precision.FP32))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("traced.wrong.pt on images [2, 3, 224, 224]")
        .hasMessageContaining("expected input[2, 3, 224, 224] to have 4 channels");
  }

  @Test
  void refusesBfloat16ForATracedNetwork() {
    assertThatThrownBy(() -> traced("map", Precision.BF16))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("choose --precision auto or fp32");
  }

  @Test
  void refusesANetworkOfAnotherKind() {
    Path file = folder.resolve("chm.pt");
    ArchiveMetadata metadata =
        ArchiveMetadata.of(ArchiveMetadata.CHM, "psi", new TreeMap<>(), SOURCE);
    TorchArchive.write(file, "", new TorchModule("Chm"), metadata);

    assertThatThrownBy(() -> Trunk.load(file, TorchDevice.cpu(), Precision.FP32, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it holds a chm network");
  }

  private Trunk load(FormulaWeights dict, Precision precision, int batchSize) {
    Path file = folder.resolve("trunk.pt");
    ResNetImporter.write(dict, ResNetLayout.TORCHVISION, SOURCE, file);
    return Trunk.load(file, TorchDevice.cpu(), precision, batchSize);
  }

  private static Trunk traced(String name, Precision precision) throws Exception {
    Path file = Path.of(TrunkTest.class.getResource("traced." + name + ".pt").toURI());
    return Trunk.load(file, TorchDevice.cpu(), precision, 2);
  }

  private static List<RgbImage> firstQueries(int count) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    try (Stream<Path> files = Files.walk(Shared.path("data/coarse/val"))) {
      List<Path> first = files.filter(Files::isRegularFile).sorted().limit(count).toList();
      return first.stream()
          .map(file -> decoder.decode(read(file)))
          .map(image -> Transforms.apply(ImageTransform.RESIZE256_CROP224, image))
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RgbImage noise(int seed, int height, int width) {
    byte[] data = new byte[3 * height * width];
    new Random(seed).nextBytes(data);
    return new RgbImage(height, width, data);
  }

  /** Mean of 32 x 32 pixels of one normalised colour. */
  private static double meanColour(RgbImage image, int top, int left, int colour) {
    double[] mean = {0.485, 0.456, 0.406};
    double[] deviation = {0.229, 0.224, 0.225};
    double sum = 0;
    for (int i = top; i < top + 32; i++) {
      for (int j = left; j < left + 32; j++) {
        sum += (image.data()[3 * (i * image.width() + j) + colour] & 0xff) / 255.0;
      }
    }
    return (sum / 1024 - mean[colour]) / deviation[colour];
  }

  private static double[] cellsOf(double[][][] features) {
    int height = features[0].length;
    int width = features[0][0].length;
    double[] cells = new double[height * width * features.length];
    for (int c = 0; c < features.length; c++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          cells[(i * width + j) * features.length + c] = features[c][i][j];
        }
      }
    }
    return cells;
  }

  private static double[] meanOf(double[][][] features) {
    return Arrays.stream(features)
        .mapToDouble(
            plane -> Arrays.stream(plane).flatMapToDouble(Arrays::stream).average().orElse(0))
        .toArray();
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  /** Length of the difference, relative to what is expected. */
  private static double error(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double length = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      length += expected[i] * expected[i];
    }
    return Math.sqrt(difference / length);
  }
}
