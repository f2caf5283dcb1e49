package dev.chmcorr.job.listing;

import java.util.regex.Pattern;

/** How the images of a set are named: by what their paths have, and their classes. */
enum Naming {
  /** The path below the set's folder, which is class/file. */
  BELOW_ROOT {
    @Override
    String name(String root, String path, String className) {
      return below(root, path);
    }
  },
  /** The class, and what follows its folder in the path; the whole path if it has none. */
  BELOW_CLASS {
    @Override
    String name(String root, String path, String className) {
      String below = below(root, path);
      if (className == null) {
        return below;
      }
      int folder = ("/" + below).indexOf("/" + className + "/");
      return folder < 0 ? className + "/" + below : below.substring(folder);
    }
  },
  /** The class, and the whole path: where the same file name is in several folders of a class. */
  WHOLE {
    @Override
    String name(String root, String path, String className) {
      String below = below(root, path);
      return className == null ? below : className + "/" + below;
    }
  };

  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:/*");

  /**
   * The name of an image.
   *
   * @param root the set's folder, with scheme
   * @param path of the image, with scheme
   * @param className its class, or null
   */
  abstract String name(String root, String path, String className);

  /** What lies elsewhere has its path in full, without scheme. */
  private static String below(String root, String path) {
    // Only the root of a file system ends with a slash.
    String folder = root.endsWith("/") ? root : root + "/";
    return path.startsWith(folder)
        ? path.substring(folder.length())
        : SCHEME.matcher(path).replaceFirst("").replaceFirst("^/+", "");
  }
}
