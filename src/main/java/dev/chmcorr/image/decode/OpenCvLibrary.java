package dev.chmcorr.image.decode;

import dev.chmcorr.domain.UserException;
import nu.pattern.OpenCV;

/** OpenCV's native library, which travels beside the program. */
final class OpenCvLibrary {
  private static boolean loaded;

  private OpenCvLibrary() {}

  /**
   * Loads it once in this process.
   *
   * @throws UserException if it is not on the class path, or this machine cannot load it
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      OpenCV.loadLocally();
    } catch (NoClassDefFoundError e) {
      throw new UserException(
          "Cannot find OpenCV on the class path: give the jars of target/natives to spark-submit by --jars",
          e);
    } catch (LinkageError | RuntimeException e) {
      throw new UserException(
          "Cannot load OpenCV: %s (it is unpacked to %s, from which programs must be allowed to run)"
              .formatted(e.getMessage(), System.getProperty("java.io.tmpdir")),
          e);
    }
    loaded = true;
  }
}
