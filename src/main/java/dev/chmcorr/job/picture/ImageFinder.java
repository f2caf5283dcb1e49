package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Finds images by paths that may be those of another machine: their ends are what counts. */
final class ImageFinder {
  /** Class and file. */
  private static final int MIN_PARTS = 2;

  private final Storage store;
  private final PictureOptions.Roots roots;

  ImageFinder(Storage store, PictureOptions.Roots roots) {
    this.store = store;
    this.roots = roots;
  }

  /** Where an image can be read, if it can be found. */
  Optional<String> find(String path, Split split) {
    if (exists(path)) {
      return Optional.of(store.path(path).toString());
    }
    String root = root(split);
    if (root == null) {
      return Optional.empty();
    }
    String[] parts = path.split("/");
    for (int from = 0; from <= parts.length - MIN_PARTS; from++) {
      StringBuilder below = new StringBuilder(root);
      for (int i = from; i < parts.length; i++) {
        below.append('/').append(parts[i]);
      }
      if (exists(below.toString())) {
        return Optional.of(store.path(below.toString()).toString());
      }
    }
    return Optional.empty();
  }

  private boolean exists(String path) {
    try {
      Path found = store.path(path);
      return store.exists(found) && store.system(found).getFileStatus(found).isFile();
    } catch (UserException | IOException e) {
      // A path that makes no sense here, of a machine where it did.
      return false;
    }
  }

  private String root(Split split) {
    return split == Split.GALLERY ? roots.train() : roots.val();
  }

  /** Why it was not found. */
  String notFound(Split split) {
    String option = split == Split.GALLERY ? "--train" : "--val";
    return root(split) == null ? "no such file; " + option + " may have it" : "not in " + option;
  }
}
