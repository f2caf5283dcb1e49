package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.run.JobContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Paths that a list has from Windows. A file's name may have a backslash too, so it is taken for a
 * slash only where that leads to a file and nothing is called as the path stands.
 */
final class WindowsPaths {
  private static final char BACKSLASH = '\\';

  private WindowsPaths() {}

  /** What is to be said of a path that leads nowhere. */
  static String hint(String path) {
    return path.indexOf(BACKSLASH) < 0
        ? ""
        : ", and have / where Windows has \\, without the letter of a drive";
  }

  /**
   * The entries with the paths that lead to files.
   *
   * @param entries with paths in full
   */
  static List<ListEntry> resolved(JobContext context, List<ListEntry> entries, String list) {
    Set<String> paths = new LinkedHashSet<>();
    for (ListEntry entry : entries) {
      if (entry.path().indexOf(BACKSLASH) >= 0) {
        paths.add(entry.path());
        paths.add(withSlashes(entry.path()));
      }
    }
    if (paths.isEmpty()) {
      return entries;
    }
    Map<String, FileVersion> there = FileVersions.find(context, List.copyOf(paths));
    List<ListEntry> resolved = entries.stream().map(entry -> resolved(entry, there)).toList();
    long changed = entries.stream().filter(entry -> !resolved(entry, there).equals(entry)).count();
    if (changed > 0) {
      context
          .console()
          .stage(
              "list: %s of %s %s \\, read as /",
              Texts.count(changed, "path"), list, Texts.verb(changed, "has", "have"));
    }
    return resolved;
  }

  private static ListEntry resolved(ListEntry entry, Map<String, FileVersion> there) {
    if (entry.path().indexOf(BACKSLASH) < 0 || there.containsKey(entry.path())) {
      return entry;
    }
    String path = withSlashes(entry.path());
    return there.containsKey(path) ? entry.withPath(path) : entry;
  }

  private static String withSlashes(String path) {
    return new Path(path.replace(BACKSLASH, '/')).toString();
  }
}
