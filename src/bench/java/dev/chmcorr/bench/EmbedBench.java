package dev.chmcorr.bench;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.trunk.Trunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    header = "File to embedding by ResNet-50 on all cores, against torchvision eager.%n")
final class EmbedBench implements Callable<Integer> {
  private static final int BATCH = 8;
  private static final int IMAGES = 192;

  @Mixin private Material material;

  @Override
  public Integer call() throws Exception {
    TorchEngine.limitThreads(1);
    List<Path> all = Material.images(material.train());
    List<Path> images = all.subList(0, Math.min(IMAGES, all.size()));
    Path archive = material.trunkArchive();
    try (Trunk auto = Trunk.load(archive, TorchDevice.cpu(), Precision.AUTO, BATCH);
        Trunk fp32 = Trunk.load(archive, TorchDevice.cpu(), Precision.FP32, BATCH)) {
      Contest.hold(
          material,
          "an image",
          Side.distinct(side(auto, images), side(fp32, images)),
          new Opponent(
              "torchvision",
              images.size(),
              "torchvision",
              "embed.py",
              List.of(material.list("embed.txt", images), material.resnetCheckpoint())));
    }
    return 0;
  }

  private static Side side(Trunk trunk, List<Path> images) {
    return Side.timed(
        "embed, " + Texts.lowerCase(trunk.precision()),
        images.size(),
        () -> Workers.divide(images, share -> embed(trunk, share)));
  }

  private static void embed(Trunk trunk, List<Path> files) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    for (int start = 0; start < files.size(); start += BATCH) {
      List<RgbImage> batch = new ArrayList<>();
      for (Path file : files.subList(start, Math.min(files.size(), start + BATCH))) {
        RgbImage image = decoder.decode(Files.readAllBytes(file));
        batch.add(Transforms.apply(ImageTransform.RESIZE256_CROP224, image));
      }
      trunk.embed(batch);
    }
  }
}
