package dev.chmcorr.job.score;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.MaskFile;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Masks of the queries for CHM-Corr+, by class/file. */
public final class Masks {
  private Masks() {}

  /** Reads a mask file; null if there is none to read. */
  public static Map<String, double[]> read(Storage store, String text, Limits limits)
      throws IOException {
    if (text == null) {
      return null;
    }
    Path file = store.path(text);
    store.require("--mask", file);
    try (InputStream in = store.system(file).open(file)) {
      return MaskFile.read(in, file.toString(), limits);
    }
  }

  /** The mask of a query. */
  static double[] of(Map<String, double[]> masks, String queryPath, String queryClass) {
    return masks.get(key(queryPath, queryClass));
  }

  /** Refuses masks that lack a query. */
  public static void check(Dataset<Row> rankings, Map<String, double[]> masks, String file) {
    if (masks == null) {
      return;
    }
    List<String> missing =
        rankings.select("query_path", "query_class").distinct().collectAsList().stream()
            .map(row -> key(row.getString(0), row.getString(1)))
            .filter(key -> !masks.containsKey(key))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(
          "Missing masks in %s: %d queries have none, the first is %s (keys are class/file)"
              .formatted(file, missing.size(), missing.get(0)));
    }
  }

  private static String key(String path, String className) {
    return className + "/" + new Path(path).getName();
  }
}
