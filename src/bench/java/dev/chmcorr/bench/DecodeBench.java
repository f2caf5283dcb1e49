package dev.chmcorr.bench;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.Transforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    header = "File to the 224 x 224 crop on one core, against Pillow with torchvision.%n")
final class DecodeBench implements Callable<Integer> {
  @Mixin private Material material;

  @Override
  public Integer call() throws Exception {
    List<Path> images = Material.images(material.train());
    Contest.hold(
        material,
        "an image",
        List.of(Side.timed("decode", images.size(), () -> crop(images))),
        new Opponent(
            "Pillow, torchvision",
            images.size(),
            "torchvision",
            "decode.py",
            List.of(material.list("decode.txt", images))));
    return 0;
  }

  private static void crop(List<Path> images) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    for (Path image : images) {
      Transforms.apply(
          ImageTransform.RESIZE256_CROP224, decoder.decode(Files.readAllBytes(image)));
    }
  }
}
