package dev.chmcorr.job.input;

import dev.chmcorr.job.run.JobContext;
import java.util.Set;

/**
 * Tars of images.
 *
 * @param labels what other files say of their classes
 */
record TarSet(ImageInput input, InputOptions options, TarLabels labels) implements Listable {
  @Override
  public ImageListing list(JobContext context, Set<String> only) {
    return new ShardListing(context, input, options, only).ofShards(labels);
  }
}
