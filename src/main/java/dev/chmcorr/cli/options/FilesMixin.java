package dev.chmcorr.cli.options;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.job.lists.FileOptions;
import picocli.CommandLine.Option;

/** Options that say which files are images. */
public final class FilesMixin {
  @Option(
      names = "--hidden-files",
      paramLabel = "drop|keep",
      description =
          "Files and folders whose names begin with a dot, __MACOSX, Thumbs.db and the like: drop passes them over, keep takes them for images and classes, as torchvision does. Default: drop")
  private HiddenFiles hiddenFiles;

  @Option(
      names = "--more-endings",
      description =
          "Also list .jfif, .jpe, .mpo and .gif, which torchvision passes over; a GIF's first frame is taken.")
  private boolean moreEndings;

  @Option(
      names = "--folders-are-classes",
      description =
          "Take the folders of a root for classes where their names, or images that all lie deeper, tell otherwise.")
  private boolean foldersAreClasses;

  public FileOptions options() {
    FileOptions files = FileOptions.of(hiddenFiles);
    FileOptions ending = moreEndings ? files.withMoreEndings() : files;
    return foldersAreClasses ? ending.withFoldersAsClasses() : ending;
  }
}
