package dev.chmcorr.job.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.io.file.PathUtils;

/**
 * What several tests begin with, made once: a folder's files, which each of them gets back with
 * their times, at the same place, as tables and records name it.
 *
 * @param folder where it was made and comes back
 * @param copy where it is kept
 */
public record Kept(Path folder, Path copy) {
  /** Keeps what a folder holds now. */
  public static Kept of(Path folder, Path copy) throws IOException {
    copy(folder, copy);
    return new Kept(folder, copy);
  }

  /** Has the folder hold what was kept, and nothing else. */
  public void restore() throws IOException {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    copy(copy, folder);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    PathUtils.copyDirectory(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
