package dev.chmcorr.job.listing;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.image.folder.Roots;
import dev.chmcorr.job.listing.ImageInput.Form;
import dev.chmcorr.store.LocalFolder;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Tells in which form the images of a folder are, and whether they all lie in one folder within it,
 * which then takes its place. Looks at few folders: most have a thousand classes.
 */
final class InputFolder {
  /** Folders within one another, of which each holds nothing but the next. */
  private static final int MAX_LEVELS = 8;

  /** A root with more folders holds classes. */
  private static final int MAX_LOOKED_INTO = 10;

  private final Storage store;
  private final String what;
  private final ImageNames names;

  InputFolder(Storage store, String what, ImageNames names) {
    this.store = store;
    this.what = what;
    this.names = names;
  }

  /**
   * What lies in a folder and counts.
   *
   * @param folders that may be classes
   * @param images whether there are any
   */
  private record Content(
      List<Path> folders, List<Path> tars, List<Path> tables, List<Path> others, boolean images) {
    boolean hasShards() {
      return !tars.isEmpty() || !tables.isEmpty();
    }

    /** Whether nothing but folders, tars or tables can be what is wanted of it. */
    boolean isWrapped() {
      return !images && (!folders.isEmpty() || hasShards());
    }
  }

  ImageInput of(Path root) throws IOException {
    List<Path> chain = new ArrayList<>(List.of(root));
    while (chain.size() <= MAX_LEVELS) {
      Path at = chain.get(chain.size() - 1);
      Content content = content(at);
      Partitions.refuse(what, at, content.folders(), this::holdsTables);
      Path only = content.folders().size() == 1 ? content.folders().get(0) : null;
      if (only == null || content.images() || content.hasShards() || !content(only).isWrapped()) {
        Path read = content.hasShards() && content.folders().isEmpty() ? at : classRoot(chain);
        return of(root, read, read.equals(at) ? content : content(read));
      }
      chain.add(only);
    }
    throw new UserException(
        "Cannot list %s %s: more than %d folders lie within one another, with nothing beside them"
            .formatted(what, root, MAX_LEVELS));
  }

  /**
   * Which of the folders holds class folders. A gallery has more than one class. Queries may have
   * one, which holds nothing but folders: then only a name tells.
   *
   * @param chain folders within one another, of which each holds nothing but the next
   */
  private Path classRoot(List<Path> chain) {
    int last = chain.size() - 1;
    if (!what.equals("--train")) {
      while (last > 0 && !Roots.isNoClass(chain.get(last).getName())) {
        last--;
      }
    }
    return chain.get(last);
  }

  private Content content(Path folder) throws IOException {
    LocalFolder.refuseUndecodable(
        store.system(folder),
        folder,
        name -> name.endsWith(ImageInput.TAR) || name.endsWith(ImageInput.PARQUET));
    FileStatus[] all = store.list(folder);
    List<Path> tars = named(all, ImageInput.TAR);
    List<Path> tables = named(all, ImageInput.PARQUET);
    boolean shards = !tars.isEmpty() || !tables.isEmpty();
    List<Path> folders = new ArrayList<>();
    boolean images = false;
    for (FileStatus status : all) {
      String name = status.getPath().getName();
      if (status.isDirectory()) {
        // Hidden folders beside shards are of those who wrote them.
        if (!names.isHidden(name) && !(shards && name.matches("[._].*"))) {
          folders.add(status.getPath());
        }
      } else if (!names.isHidden(name)) {
        images |= names.isImage(name);
      }
    }
    folders.sort(null);
    return new Content(
        folders, tars, tables, Arrays.stream(all).map(FileStatus::getPath).toList(), images);
  }

  /** Whether a folder holds tables, or partitions of some. */
  private boolean holdsTables(Path folder) throws IOException {
    Content content = content(folder);
    return !content.tables().isEmpty() || Partitions.areSome(content.folders());
  }

  private static List<Path> named(FileStatus[] content, String ending) {
    return Arrays.stream(content)
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(ending) && !path.getName().matches("[._].*"))
        .sorted()
        .toList();
  }

  private ImageInput of(Path root, Path at, Content content) throws IOException {
    String note =
        at.equals(root) ? null : "all images of %s lie in %s, which is read".formatted(root, at);
    if (!content.folders().isEmpty()) {
      refuseFoldersOfShards(root, content);
      return new ImageInput(what, at, Form.FOLDER, List.of(), note);
    }
    if (!content.hasShards()) {
      content.others().forEach(file -> ImageInput.refuseCompressed(what, file));
      Form form = content.images() ? Form.FLAT : Form.FOLDER;
      return new ImageInput(what, at, form, List.of(), note);
    }
    if (!content.tars().isEmpty() && !content.tables().isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: it holds tars and Parquet files; name one kind, as %s/*%s"
              .formatted(what, at, at, ImageInput.TAR));
    }
    boolean tables = content.tars().isEmpty();
    List<Path> files = tables ? content.tables() : content.tars();
    FileSplits.refuseSeveral(what, at, files);
    return new ImageInput(what, at, tables ? Form.PARQUET : Form.TARS, files, note);
  }

  /** Such as those of a Hugging Face repository with several configurations. */
  private void refuseFoldersOfShards(Path root, Content content) throws IOException {
    if (content.folders().size() > MAX_LOOKED_INTO || content.hasShards()) {
      return;
    }
    List<Path> ofShards = new ArrayList<>();
    for (Path folder : content.folders()) {
      Content inner = content(folder);
      if (inner.images()) {
        return;
      }
      if (inner.hasShards()) {
        ofShards.add(folder);
      }
    }
    if (!ofShards.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: %s tars or tables, and no folder of it images; give %s"
              .formatted(
                  what,
                  root,
                  ofShards.size() == 1 ? ofShards.get(0).getName() + " holds" : "its folders hold",
                  ofShards.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }
  }
}
