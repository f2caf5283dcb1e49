package dev.chmcorr.job.input;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageFolder;
import dev.chmcorr.job.input.Numbering.Found;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.LocalFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Images whose folders say nothing of them: photographs in one folder, or files. They have the
 * classes that a file of labels gives them, or none.
 *
 * @param labels or null
 */
record FlatSet(ImageInput input, ValLabels labels) implements Listable {
  FlatSet {
    if (input.set() == Split.GALLERY) {
      throw new UserException(
          "Cannot use %s %s: it has no class folders, so its images have no classes; give a list of paths and classes (--train list.csv), or move them into a folder per class"
              .formatted(input.what(), input.root()));
    }
  }

  @Override
  public ImageListing list(JobContext context, Set<String> only) throws IOException {
    context.describe("list images of " + input.root());
    Map<String, FileVersion> files = input.files().isEmpty() ? folder(context) : files(context);
    if (files.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: there are no images in it".formatted(input.what(), input.root()));
    }
    Path base = input.files().isEmpty() ? input.root() : input.files().get(0).getParent();
    Map<String, String> names = new TreeMap<>();
    files
        .keySet()
        .forEach(path -> names.put(path, Naming.BELOW_ROOT.name(base.toString(), path, null)));
    Map<String, String> classes =
        labels == null ? Map.of() : labels.classes(names.values(), context.console());
    List<Found> found = new ArrayList<>(files.size());
    files.forEach(
        (path, version) -> found.add(new Found(classes.get(names.get(path)), path, version)));
    return Numbering.number(base, input.source(), found);
  }

  private Map<String, FileVersion> files(JobContext context) {
    List<String> paths = input.files().stream().map(Path::toString).toList();
    Map<String, FileVersion> versions = FileVersions.find(context, paths);
    Map<String, FileVersion> files = new TreeMap<>();
    paths.forEach(path -> files.put(path, versions.getOrDefault(path, FileVersion.UNKNOWN)));
    return files;
  }

  /** All images below the folder, but for what is hidden. */
  private Map<String, FileVersion> folder(JobContext context) throws IOException {
    FileSystem system = context.store().system(input.root());
    Map<String, FileVersion> files = new TreeMap<>();
    LocalFolder.refuseUndecodable(system, input.root(), ImageFolder::isImageName);
    for (String link : LocalFolder.danglingLinks(system, input.root())) {
      if (isWanted(link)) {
        files.put(input.root() + "/" + link, FileVersion.UNKNOWN);
      }
    }
    RemoteIterator<LocatedFileStatus> found = system.listFiles(input.root(), true);
    long hidden = 0;
    while (found.hasNext()) {
      LocatedFileStatus status = found.next();
      String path = status.getPath().toString();
      if (isWanted(below(path))) {
        files.put(path, new FileVersion(status.getLen(), status.getModificationTime()));
      } else if (ImageFolder.isImageName(path)) {
        hidden++;
      }
    }
    if (hidden > 0) {
      context.console().warn("%d hidden images of %s are passed over", hidden, input.root());
    }
    return files;
  }

  private String below(String path) {
    return Naming.BELOW_ROOT.name(input.root().toString(), path, null);
  }

  private static boolean isWanted(String name) {
    return ImageFolder.isImageName(name)
        && !name.startsWith(".")
        && !name.contains("/.")
        && !name.contains("__MACOSX/");
  }
}
