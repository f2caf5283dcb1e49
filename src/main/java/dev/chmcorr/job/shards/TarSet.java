package dev.chmcorr.job.shards;

import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Listable;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import java.util.Set;

/**
 * Tars of images.
 *
 * @param labels what other files say of their classes
 */
public record TarSet(ImageInput input, InputOptions options, TarLabels labels) implements Listable {
  @Override
  public ImageListing list(JobContext context, Set<String> only) {
    return new ShardListing(context, input, options, only).ofShards(labels);
  }
}
