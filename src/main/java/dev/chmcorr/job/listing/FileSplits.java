package dev.chmcorr.job.listing;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.SplitNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Tells from the names of tars and tables whether they are one split of a data set. */
final class FileSplits {
  private FileSplits() {}

  /**
   * Refuses files of several splits as one set, unless the user has named each of these splits.
   *
   * @param root what the user gave: a folder or a glob
   * @throws UserException with a glob for each split
   */
  static void refuseSeveral(String what, Path root, List<Path> files) {
    Map<String, List<Path>> splits = new TreeMap<>();
    for (Path file : files) {
      SplitNames.of(file.getName())
          .ifPresent(split -> splits.computeIfAbsent(split, key -> new ArrayList<>()).add(file));
    }
    if (splits.size() < 2 || areNamed(root.getName(), splits)) {
      return;
    }
    String ways =
        splits.values().stream()
            .map(some -> "'" + glob(some, files) + "'")
            .collect(Collectors.joining(" or "));
    throw new UserException(
        "Cannot list %s %s: its files are several splits (%s); give %s"
            .formatted(what, root, String.join(", ", splits.keySet()), ways));
  }

  private static boolean areNamed(String glob, Map<String, List<Path>> splits) {
    return splits.values().stream()
        .flatMap(List::stream)
        .allMatch(file -> SplitNames.word(file.getName()).map(glob::contains).orElse(false));
  }

  /** Matches these of all files, as short as may be. */
  private static String glob(List<Path> some, List<Path> all) {
    Path first = some.get(0);
    if (some.size() == 1) {
      return first.toString();
    }
    String ending = first.getName().substring(first.getName().lastIndexOf('.'));
    String start = common(some);
    Optional<String> word = SplitNames.word(first.getName());
    for (String glob : List.of(start + "*" + ending, "*" + word.orElse(start) + "*" + ending)) {
      if (matches(glob, all).equals(some)) {
        return new Path(first.getParent(), glob).toString();
      }
    }
    String names = some.stream().map(Path::getName).collect(Collectors.joining(","));
    return new Path(first.getParent(), "{" + names + "}").toString();
  }

  /** What all names begin with, up to a number that need not be the same. */
  private static String common(List<Path> files) {
    String start = files.get(0).getName();
    for (Path file : files) {
      int length = 0;
      String name = file.getName();
      while (length < Math.min(start.length(), name.length())
          && start.charAt(length) == name.charAt(length)) {
        length++;
      }
      start = start.substring(0, length);
    }
    return start.replaceAll("\\d+$", "");
  }

  private static List<Path> matches(String glob, List<Path> files) {
    String[] parts = glob.split("\\*", -1);
    return files.stream()
        .filter(
            file -> {
              String name = file.getName();
              String first = parts[0];
              String last = parts[parts.length - 1];
              return name.length() >= first.length() + last.length()
                  && name.startsWith(first)
                  && name.endsWith(last)
                  && (parts.length == 2
                      || name.substring(0, name.length() - last.length()).contains(parts[1]));
            })
        .toList();
  }
}
