package dev.chmcorr.job.report;

import dev.chmcorr.report.DataScript;
import dev.chmcorr.report.SiteFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A site whose data are written one by one, without a run. */
record WrittenSite(Path folder) {

  /** One without data yet. */
  static WrittenSite in(Path folder) throws IOException {
    for (String name : SiteFiles.names()) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), SiteFiles.read(name));
    }
    return new WrittenSite(folder);
  }

  /** Writes what {@link DataScript#write} takes. */
  void data(String key, Object value) throws IOException {
    Path file = folder.resolve(DataScript.file(key));
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      DataScript.write(out, key, value);
    }
  }
}
