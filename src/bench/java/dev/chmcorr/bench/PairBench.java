package dev.chmcorr.bench;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.model.match.CandidateFeatures;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.match.QueryFeatures;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "pair",
    mixinStandardHelpOptions = true,
    header = "Features of two images to 49 points and their maps, against eager torch.%n",
    description = "Wall clock with all cores at work on pairs of their own.%n")
final class PairBench implements Callable<Integer> {
  private static final int PAIRS = 100;
  private static final int CANDIDATES = 20;

  @Mixin private Material material;

  @Override
  public Integer call() throws Exception {
    TorchEngine.limitThreads(1);
    List<Path> images = Material.images(material.train()).subList(0, 1 + CANDIDATES);
    Path trunk = material.trunkArchive();
    Path chm = material.chmArchive();
    try (Matcher auto = Matcher.load(trunk, chm, TorchDevice.cpu(), Precision.AUTO);
        Matcher fp32 = Matcher.load(trunk, chm, TorchDevice.cpu(), Precision.FP32)) {
      Contest.hold(
          material,
          "a pair",
          Side.distinct(side(auto, images), side(fp32, images)),
          new Opponent(
              "eager torch",
              CANDIDATES,
              "torchvision",
              "pair.py",
              List.of(
                  material.chmCheckpoint(),
                  material.resnetCheckpoint(),
                  material.list("pair.txt", images))));
    }
    return 0;
  }

  private static Side side(Matcher matcher, List<Path> images)
      throws IOException {
    List<CandidateFeatures> candidates =
        matcher.candidates(
            inputs(images.subList(1, images.size()), Split.GALLERY, Input.CHM),
            inputs(images.subList(1, images.size()), Split.GALLERY, Input.LAYER4));
    QueryFeatures query =
        matcher.query(
            inputs(images.subList(0, 1), Split.QUERY, Input.CHM).get(0),
            inputs(images.subList(0, 1), Split.QUERY, Input.LAYER4).get(0));
    List<CandidateFeatures> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(candidates.get(i % candidates.size()));
    }
    return Side.timed(
        "pair, " + Texts.lowerCase(matcher.precision()),
        PAIRS,
        () -> Workers.divide(pairs, share -> matcher.correspond(query, share)));
  }

  private enum Input {
    CHM,
    LAYER4
  }

  private static List<RgbImage> inputs(List<Path> files, Split split, Input input)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    List<RgbImage> images = new ArrayList<>();
    for (Path file : files) {
      images.add(
          Transforms.apply(
              switch (input) {
                case CHM -> TransformSet.SINGLE.chm(split);
                case LAYER4 -> TransformSet.SINGLE.layer4(split);
              },
              decoder.decode(Files.readAllBytes(file))));
    }
    return images;
  }
}
