package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.listing.Numbering.Found;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Images whose folders say nothing of them: photographs in one folder, or files. They have the
 * classes that a file of labels gives them, or none.
 *
 * @param labels or null
 * @param names which files are images
 */
public record FlatSet(ImageInput input, ValLabels labels, ImageNames names) implements Listable {
  public FlatSet {
    if (input.set() == Split.GALLERY) {
      throw new UserException(
          "Cannot use %s %s: it has no class folders, so its images have no classes; give the folder that holds a folder for each class%s, or a list of paths and classes (--train list.csv)"
              .formatted(
                  input.what(),
                  input.root(),
                  input.files().isEmpty() && input.root().getParent() != null
                      ? ", perhaps " + input.root().getParent()
                      : ""));
    }
  }

  @Override
  public ImageListing list(JobContext context, Set<String> only) throws IOException {
    context.describe("list images of " + input.root());
    PassedOver passedOver = new PassedOver();
    Map<String, FileVersion> files =
        input.files().isEmpty() ? folder(context, passedOver) : files(context);
    if (files.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: there are no images in it".formatted(input.what(), input.root()));
    }
    Path base = input.files().isEmpty() ? input.root() : input.files().get(0).getParent();
    Map<String, String> byPath = new TreeMap<>();
    files
        .keySet()
        .forEach(path -> byPath.put(path, Naming.BELOW_ROOT.name(base.toString(), path, null)));
    Map<String, String> classes =
        labels == null ? Map.of() : labels.classes(byPath.values(), context.console());
    List<Found> found = new ArrayList<>(files.size());
    files.forEach(
        (path, version) -> found.add(new Found(classes.get(byPath.get(path)), path, version)));
    return Numbering.number(base, input.source(), found).beside(passedOver);
  }

  private Map<String, FileVersion> files(JobContext context) {
    List<String> paths = input.files().stream().map(Path::toString).toList();
    Map<String, FileVersion> versions = FileVersions.find(context, paths);
    Map<String, FileVersion> files = new TreeMap<>();
    paths.forEach(path -> files.put(path, versions.getOrDefault(path, FileVersion.UNKNOWN)));
    return files;
  }

  /** All images below the folder. */
  private Map<String, FileVersion> folder(JobContext context, PassedOver passedOver)
      throws IOException {
    ClassWalk walk = new ClassWalk(context.store(), names, passedOver);
    walk.list(input.root(), input.root().toString(), "");
    Map<String, FileVersion> files = new TreeMap<>();
    walk.files().forEach(file -> files.put(file.path(), file.version()));
    PassedOverLines.say(context.console(), input.what(), passedOver);
    return files;
  }
}
