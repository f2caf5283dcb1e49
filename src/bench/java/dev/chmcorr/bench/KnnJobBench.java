package dev.chmcorr.bench;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.model.torch.TorchDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "knn-job",
    mixinStandardHelpOptions = true,
    header = "The whole knn command in a warm session, against two passes of torchvision.%n",
    description = {
      "Ours reads, embeds, ranks and writes its tables and accuracies into a new folder; theirs",
      "embeds by a DataLoader and ranks in memory, as the published program does.",
      ""
    })
final class KnnJobBench implements Callable<Integer> {
  @Mixin private Material material;

  @Override
  public Integer call() throws Exception {
    Path train = material.train();
    Path val = material.val();
    int images = Material.images(train).size() + Material.images(val).size();
    try (Jobs jobs = Jobs.knn(material)) {
      Contest.hold(
          material,
          "an image",
          Side.distinct(
              side(jobs, train, images, Precision.AUTO), side(jobs, train, images, Precision.FP32)),
          new Opponent(
              "torchvision, two passes",
              images,
              "torchvision",
              "knn_job.py",
              List.of(train, val, material.resnetCheckpoint())));
    }
    return 0;
  }

  private static Side side(Jobs jobs, Path train, int images, Precision precision) {
    return Side.timed(
        "knn-job, " + Texts.lowerCase(TorchDevice.cpu().resolve(precision)),
        images,
        () -> jobs.knn(train, precision));
  }
}
