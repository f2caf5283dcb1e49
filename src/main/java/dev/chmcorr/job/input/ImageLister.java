package dev.chmcorr.job.input;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.Set;

/** Lists images in whatever form they are kept. */
public final class ImageLister {
  private ImageLister() {}

  /** Lists a folder or tar shards. */
  public static ImageListing list(JobContext context, String what, String text) throws IOException {
    return list(context, ImageInput.of(context.store(), what, text), InputOptions.DEFAULT, null);
  }

  /** A set in full, as records have it: what the user named, with scheme. */
  public static String source(Storage store, String text) {
    return store.path(text).toString();
  }

  /**
   * Lists images in any form.
   *
   * @param only names of the classes to list, or null for all
   */
  public static ImageListing list(
      JobContext context, ImageInput input, InputOptions options, Set<String> only)
      throws IOException {
    if (input.note() != null) {
      context.console().stage("list: %s: %s", input.what(), input.note());
    }
    return switch (input.form()) {
      case FOLDER -> FolderListing.of(context, input, options, only);
      case TARS -> new ShardListing(context, input, options.names(), only).ofShards(input.files());
      case PARQUET -> {
        if (options.unpack() == null) {
          throw new UserException(
              "Cannot list %s %s: this command reads no Parquet; give the tars that knn unpacked it to"
                  .formatted(input.what(), input.root()));
        }
        yield new ShardListing(context, input, options.names(), only)
            .ofTable(new TableUnpacker(context, input, options.unpack()).run());
      }
    };
  }
}
