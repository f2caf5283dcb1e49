package dev.chmcorr.job.listing;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Tables that Hive, Spark and others have cut into folders by the values of a column, {@code
 * class=a/part-0.parquet}: the column is in no file.
 */
final class Partitions {
  private static final Set<String> SPLITS = Set.of("split", "set", "subset", "fold", "partition");

  private Partitions() {}

  /** What is looked at in a folder. */
  @FunctionalInterface
  interface Look {
    boolean at(Path folder) throws IOException;
  }

  /** Whether folders are partitions, by their names. */
  static boolean areSome(List<Path> folders) {
    return !folders.isEmpty()
        && folders.stream().allMatch(folder -> folder.getName().matches("[^=]+=.*"));
  }

  /**
   * Refuses partitions with what would read them; a single one of a split may stand for all.
   *
   * @param root that holds them
   * @param holdsTables whether one of them holds tables
   */
  static void refuse(String what, Path root, List<Path> folders, Look holdsTables)
      throws IOException {
    if (!areSome(folders) || !holdsTables.at(folders.get(0))) {
      return;
    }
    String name = folders.get(0).getName();
    String column = name.substring(0, name.indexOf('='));
    if (!SPLITS.contains(column.toLowerCase(Locale.ROOT))) {
      throw new UserException(
          "Cannot list %s %s: its tables lack the column %s, by which they lie in folders; write it into one table, say by duckdb -c \"COPY (SELECT * FROM read_parquet('%s/**/*.parquet', hive_partitioning = true)) TO 'table.parquet'\", and give that"
              .formatted(what, root, column, place(root)));
    }
    if (folders.size() > 1) {
      throw new UserException(
          "Cannot list %s %s: its folders are several splits; give %s"
              .formatted(
                  what,
                  root,
                  folders.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }
  }

  /** As other programs call it. */
  private static String place(Path root) {
    String scheme = root.toUri().getScheme();
    return "file".equals(scheme) ? root.toUri().getPath() : root.toString();
  }
}
