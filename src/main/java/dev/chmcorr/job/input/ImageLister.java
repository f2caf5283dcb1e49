package dev.chmcorr.job.input;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.CubSet;
import dev.chmcorr.job.listing.FlatSet;
import dev.chmcorr.job.listing.FolderListing;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageInput.Form;
import dev.chmcorr.job.listing.ImageList;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Listable;
import dev.chmcorr.job.listing.ValLabels;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.shards.TableSet;
import dev.chmcorr.job.shards.TarLabels;
import dev.chmcorr.job.shards.TarSet;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.Set;

/** Lists images in whatever form they are kept. */
public final class ImageLister {
  private ImageLister() {}

  /** Lists any form of images that needs no options; tables are refused. */
  public static ImageListing list(JobContext context, String what, String text) throws IOException {
    return list(context, what, text, InputOptions.DEFAULT);
  }

  /** Lists any form of images. */
  public static ImageListing list(
      JobContext context, String what, String text, InputOptions options) throws IOException {
    ImageInput input = ImageInput.of(context.store(), what, text, options.names());
    return list(context, input, options, null);
  }

  /**
   * Makes sure that a set is there, as far as its name tells.
   *
   * @param what the option, for the message
   * @throws dev.chmcorr.domain.UserException if it is not
   */
  public static void require(Storage store, String what, String text, InputOptions options)
      throws IOException {
    ImageInput.of(store, what, text, options.names());
  }

  /**
   * The path in what the user named.
   *
   * @param text or null
   */
  public static String place(String text) {
    return text != null && text.startsWith(CubSet.PREFIX)
        ? text.substring(CubSet.PREFIX.length())
        : text;
  }

  /** A set in full, as records have it: what the user named, with scheme. */
  public static String source(Storage store, String text) {
    return text.startsWith(CubSet.PREFIX)
        ? CubSet.PREFIX + store.path(text.substring(CubSet.PREFIX.length()))
        : store.path(text).toString();
  }

  /**
   * Lists images in any form.
   *
   * @param only names of the classes to list, or null for all
   */
  public static ImageListing list(
      JobContext context, ImageInput input, InputOptions options, Set<String> only)
      throws IOException {
    return look(context, input, options).list(context, only);
  }

  /**
   * Looks at a set as far as is quickly done, so that what is wrong with it is known before the
   * other set is listed or unpacked.
   */
  static Listable look(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    checkOptions(input, options);
    if (input.note() != null) {
      context.console().stage("list: %s: %s", input.what(), input.note());
    }
    return switch (input.form()) {
      case FOLDER ->
          options.lists().areElsewhere(input.set())
              ? new FlatSet(input, labels(context, input, options), options.names())
              : (where, only) -> FolderListing.of(where, input, options, only);
      case FLAT -> new FlatSet(input, labels(context, input, options), options.names());
      case TARS -> new TarSet(input, options, TarLabels.read(context, input, options));
      case PARQUET -> TableSet.of(context, input, options);
      case LIST -> ImageList.read(context, input, options);
      case CUB -> CubSet.read(context.store(), input);
    };
  }

  private static ValLabels labels(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    return input.set() == Split.QUERY ? ValLabels.read(context.store(), input, options) : null;
  }

  private static void checkOptions(ImageInput input, InputOptions options) {
    boolean hasRows = input.form() == Form.LIST || input.form() == Form.PARQUET;
    String rows = options.lists().rows(input.set());
    if (rows != null && !hasRows) {
      throw new UserException(
          "Unsupported %s %s: %s is no list and no table"
              .formatted(ListOptions.rowsOption(input.set()), rows, input.source()));
    }
    boolean hasClasses = hasRows || input.form() == Form.CUB;
    if (options.lists().areElsewhere(input.set()) && hasClasses) {
      throw new UserException(
          "Unsupported --val-labels %s: it is for a folder or tars of images, %s is none"
              .formatted(options.lists().valLabels(), input.source()));
    }
  }
}
