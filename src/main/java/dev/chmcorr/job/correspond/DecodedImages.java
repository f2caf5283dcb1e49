package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import dev.chmcorr.job.method.ComparisonMethod;
import java.util.concurrent.Future;

/**
 * Images from where they lie, transformed as a method takes them.
 *
 * @param loader reads and decodes
 * @param decoders threads of the task
 * @param method whose transforms
 * @param transform chooses among them
 */
record DecodedImages(
    ImageLoader loader, Decoders decoders, ComparisonMethod method, TransformSet transform)
    implements ImageSource {
  @Override
  public Future<Loaded> start(Split split, String path) {
    ImageTransform[] transforms =
        method.transforms(transform, split).toArray(ImageTransform[]::new);
    return decoders.submit(() -> loader.load(path, transforms));
  }

  @Override
  public Loaded await(Future<Loaded> image) {
    return decoders.await(image);
  }
}
