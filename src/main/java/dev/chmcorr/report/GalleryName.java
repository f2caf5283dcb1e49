package dev.chmcorr.report;

import dev.chmcorr.domain.ShardLocation;

/** What people call a gallery image, of which tables have the path alone. */
public final class GalleryName {
  private GalleryName() {}

  /**
   * The path below the folder of its set, or class and file where it lies elsewhere.
   *
   * @param root of the set; null if unknown
   */
  public static String of(String root, String path, String className) {
    if (ShardLocation.parse(path).isPresent()) {
      return path.substring(ShardLocation.nameStart(path));
    }
    String folder = root == null || root.endsWith("/") ? root : root + "/";
    return folder != null && path.startsWith(folder)
        ? path.substring(folder.length())
        : className + "/" + path.substring(path.lastIndexOf('/') + 1);
  }
}
