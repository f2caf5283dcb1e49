package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.failures.ImageTally;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Images from where they lie, transformed as a method takes them.
 *
 * @param loader reads and decodes
 * @param decoders threads of the task
 * @param tallies of each set, what is told of its images
 * @param setup whose method, set of transforms and framing decide
 */
record DecodedImages(
    ImageLoader loader, Decoders decoders, Map<Split, ImageTally> tallies, ComparisonSetup setup)
    implements ImageSource {
  @Override
  public Future<Loaded> start(Split split, String path) {
    ImageTransform[] transforms =
        setup.method().transforms(setup.transform(), split).stream()
            .map(setup.networks().framing()::instead)
            .toArray(ImageTransform[]::new);
    return decoders.submit(() -> load(split, path, transforms));
  }

  private Loaded load(Split split, String path, ImageTransform... transforms) {
    Loaded loaded = loader.load(path, transforms);
    tallies.get(split).count(path, loaded.failure());
    return loaded;
  }

  @Override
  public Loaded await(Future<Loaded> image) {
    return decoders.await(image);
  }
}
