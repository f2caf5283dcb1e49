package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.store.LocalFolder;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Walks through a class folder: what is an image, and what is passed over. */
final class ClassWalk {
  private final Storage store;
  private final ImageNames names;
  private final PassedOver passedOver;
  private final List<ImageFile> files = new ArrayList<>();

  /**
   * @param passedOver gets what is passed over
   */
  ClassWalk(Storage store, ImageNames names, PassedOver passedOver) {
    this.store = store;
    this.names = names;
    this.passedOver = passedOver;
  }

  /** The images found so far. */
  List<ImageFile> files() {
    return files;
  }

  /**
   * Lists a folder and all within it.
   *
   * @param path of the folder, as the images' paths shall begin
   * @param name of the folder, from the root of the data set on; empty for the root
   */
  void list(Path folder, String path, String name) throws IOException {
    FileSystem system = store.system(folder);
    String prefix = name.isEmpty() ? "" : name + "/";
    LocalFolder.refuseUndecodable(system, folder, file -> names.isImage(file) && isShown(file));
    // torchvision counts links that lead nowhere: they keep their ids and end in the errors.
    for (String link : LocalFolder.danglingLinks(system, folder)) {
      file(path + "/" + link, prefix + link, FileVersion.UNKNOWN);
    }
    for (FileStatus status : system.listStatus(folder)) {
      String inside = status.getPath().getName();
      if (!isShown(inside)) {
        hidden(status, prefix + inside);
      } else if (status.isDirectory()) {
        list(status.getPath(), path + "/" + inside, prefix + inside);
      } else {
        FileVersion version = new FileVersion(status.getLen(), status.getModificationTime());
        file(path + "/" + inside, prefix + inside, version);
      }
    }
  }

  private boolean isShown(String name) {
    return !names.isHidden(name);
  }

  private void file(String path, String name, FileVersion version) {
    if (names.isHidden(name.substring(name.lastIndexOf('/') + 1))) {
      hiddenFile(name);
    } else if (names.isImage(name)) {
      files.add(new ImageFile(path, version));
    } else {
      passedOver.addEnding(name);
    }
  }

  private void hiddenFile(String name) {
    passedOver.add(Why.HIDDEN, name);
    if (names.isImage(name)) {
      passedOver.add(Why.HIDDEN_IMAGE, name);
    }
  }

  /**
   * Counts a hidden file or folder, and the images that it holds.
   *
   * @param name from the root of the data set on
   */
  void hidden(FileStatus status, String name) {
    if (status.isFile()) {
      hiddenFile(name);
      return;
    }
    passedOver.add(Why.HIDDEN, name);
    countImages(status.getPath(), name);
  }

  private void countImages(Path folder, String name) {
    try {
      for (FileStatus status : store.list(folder)) {
        String inside = name + "/" + status.getPath().getName();
        if (status.isDirectory()) {
          countImages(status.getPath(), inside);
        } else if (names.isImage(inside)) {
          passedOver.add(Why.HIDDEN_IMAGE, inside);
        }
      }
    } catch (IOException e) {
      // Such as lost+found, into which only root may look: what nobody can read is no image.
    }
  }
}
