package dev.chmcorr.model.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.FakeCuda;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ChmImporter;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatcherTest {
  private static final Provenance SOURCE = new Provenance("weights", "00");

  @TempDir Path folder;

  @Test
  void moreGoesThroughAGpuAtOnce() {
    TorchDevice gpu = FakeCuda.device(80);

    assertThat(Matcher.images(gpu)).isEqualTo(25);
    assertThat(Matcher.pairs(gpu)).isEqualTo(25);
    assertThat(Matcher.images(TorchDevice.cpu())).isEqualTo(5);
    assertThat(Matcher.pairs(TorchDevice.cpu())).isEqualTo(1);
  }

  @Test
  void agreesWithThePublishedProgram() {
    MatcherReference reference = new MatcherReference("single_0");
    Path resnet = folder.resolve("resnet.pt");
    Path chm = folder.resolve("chm.pt");
    ResNetImporter.write(FormulaWeights.resnet50(), ResNetLayout.TORCHVISION, SOURCE, resnet);
    ChmImporter.write(FormulaWeights.chmPsi(), SOURCE, chm);

    try (Matcher matcher = Matcher.load(resnet, chm, TorchDevice.cpu(), Precision.FP32);
        QueryFeatures query = reference.query(matcher)) {
      List<CandidateFeatures> candidates = reference.candidates(matcher, 7);
      List<Correspondence> pairs = matcher.correspond(query, candidates);

      assertThat(pairs).hasSize(7);
      assertThat(reference.pointsAgree(pairs)).isGreaterThanOrEqualTo(0.99);
      assertThat(reference.cellsAgree(pairs)).isGreaterThanOrEqualTo(0.99);
      assertThat(reference.similarityError(pairs)).isLessThan(1e-4);
      assertThat(reference.attentionError(pairs)).isLessThan(1e-4);
      candidates.forEach(CandidateFeatures::close);
    }
  }

  @Test
  void aPairsNumbersDoNotDependOnItsCompany() {
    // As on a GPU: of 11 pairs three stay for a last batch that is filled up.
    try (Matcher matcher = small(Precision.FP32, 3, 4);
        QueryFeatures query = matcher.query(image(0, 240), image(0, 224))) {
      List<CandidateFeatures> candidates = candidates(matcher, 11);

      List<Correspondence> together = matcher.correspond(query, candidates);

      assertThat(together).hasSize(11);
      for (int i : new int[] {0, 4, 10}) {
        assertThat(matcher.correspond(query, List.of(candidates.get(i))))
            .containsExactly(together.get(i));
      }
      assertThat(together.get(0)).isNotEqualTo(together.get(1));
      assertThat(matcher.correspond(query, List.of())).isEmpty();
      candidates.forEach(CandidateFeatures::close);
    }
  }

  @Test
  void featuresOfGoodNetworksAreFinite() {
    for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
      try (Matcher matcher = small(precision);
          QueryFeatures query = matcher.query(image(0, 240), image(0, 224))) {
        assertThat(query.isFinite()).as("%s", precision).isTrue();
      }
    }
  }

  @Test
  void oneNumberThatIsNotFiniteSpoilsFeatures() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(isFinite(bad, 1)).as("descriptors, %s", bad).isFalse();
      assertThat(isFinite(1, bad)).as("cells, %s", bad).isFalse();
    }
    assertThat(isFinite(1, 1)).isTrue();
  }

  /** Of features whose numbers are 1 but for two. */
  private static boolean isFinite(float descriptor, float cell) {
    TorchEngine.start();
    NDManager manager = NDManager.newBaseManager();
    float[] descriptors = new float[675 * 6];
    float[] cells = new float[49 * 64];
    Arrays.fill(descriptors, 1);
    Arrays.fill(cells, 1);
    descriptors[descriptors.length / 2] = descriptor;
    cells[cells.length / 2] = cell;
    try (QueryFeatures features =
        new QueryFeatures(
            manager,
            manager.create(descriptors, new Shape(675, 6)),
            manager.create(cells, new Shape(49, 64)))) {
      return features.isFinite();
    }
  }

  @Test
  void featuresServeSeveralThreadsAndKnowTheirSize() {
    try (Matcher matcher = small(Precision.FP32);
        QueryFeatures query = matcher.query(image(0, 240), image(0, 224))) {
      List<CandidateFeatures> candidates = candidates(matcher, 5);
      List<Correspondence> alone = matcher.correspond(query, candidates);

      assertThat(candidates.get(0).bytes()).isEqualTo(4L * (675 * 6 + 49 * 64));
      assertThat(
              IntStream.range(0, 6)
                  .parallel()
                  .mapToObj(i -> matcher.correspond(query, candidates))
                  .toList())
          .containsOnly(alone);
      candidates.forEach(CandidateFeatures::close);
    }
  }

  @Test
  void bfloat16FeaturesAreHalfAsLarge() {
    try (Matcher matcher = small(Precision.BF16);
        QueryFeatures query = matcher.query(image(0, 240), image(0, 224))) {
      assertThat(matcher.precision()).isEqualTo(Precision.BF16);
      assertThat(query.bytes()).isEqualTo(2L * 675 * 6 + 4L * 49 * 64);
      List<CandidateFeatures> candidates = candidates(matcher, 1);
      Correspondence pair = matcher.correspond(query, candidates).get(0);

      for (float x : pair.pointsX()) {
        assertThat(x).isBetween(-1f, 1f);
      }
      candidates.forEach(CandidateFeatures::close);
    }
  }

  @Test
  void refusesAnArchiveOfAnotherKind() {
    Path resnet = folder.resolve("resnet.pt");
    importTrunk(resnet);

    assertThatThrownBy(() -> Matcher.load(resnet, resnet, TorchDevice.cpu(), Precision.FP32))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("resnet.pt as Hough matching network: it holds a resnet network");
  }

  private Matcher small(Precision precision) {
    return small(precision, 5, 1);
  }

  private Matcher small(Precision precision, int images, int pairs) {
    Path resnet = folder.resolve("small-resnet.pt");
    Path chm = folder.resolve("small-chm.pt");
    importTrunk(resnet);
    ChmImporter.write(new SmallHough(KernelSharing.PSI).checkpoint(), SOURCE, chm);
    return Matcher.load(resnet, chm, TorchDevice.cpu(), precision, images, pairs);
  }

  private static void importTrunk(Path out) {
    FormulaWeights dict = FormulaWeights.small("trunk", 2, List.of(1, 1, 1, 1));
    ResNetImporter.write(dict, ResNetLayout.TORCHVISION, SOURCE, out);
  }

  private static List<CandidateFeatures> candidates(Matcher matcher, int n) {
    return matcher.candidates(
        IntStream.rangeClosed(1, n).mapToObj(seed -> image(seed, 240)).toList(),
        IntStream.rangeClosed(1, n).mapToObj(seed -> image(seed, 224)).toList());
  }

  private static RgbImage image(int seed, int side) {
    byte[] pixels = new byte[3 * side * side];
    new Random(seed).nextBytes(pixels);
    return new RgbImage(side, side, pixels);
  }
}
