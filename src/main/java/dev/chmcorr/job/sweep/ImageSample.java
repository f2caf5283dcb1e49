package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.listing.ImageListing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some images of a data set, evenly spread over its classes.
 *
 * @param gallery images of it
 * @param queries images of it
 * @param shards versions of the shards that some of them lie in
 */
record ImageSample(List<ImageRef> gallery, List<ImageRef> queries, Map<String, String> shards) {
  /** At most so many images of each kind. */
  static ImageSample of(DataSet data, int gallery, int queries) {
    Map<String, String> shards = new HashMap<>(data.gallery().shards());
    shards.putAll(data.queries().shards());
    return new ImageSample(some(data.gallery(), gallery), some(data.queries(), queries), shards);
  }

  /** The first few of them. */
  ImageSample first(int ofGallery, int ofQueries) {
    return new ImageSample(spread(gallery, ofGallery), spread(queries, ofQueries), shards);
  }

  private static List<ImageRef> some(ImageListing listing, int wanted) {
    return spread(listing.images(), wanted);
  }

  private static List<ImageRef> spread(List<ImageRef> images, int wanted) {
    int taken = Math.min(wanted, images.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> images.get((int) ((long) i * images.size() / taken)))
        .toList();
  }
}
