package dev.chmcorr.job.score;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.published.MaskFile;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;

/**
 * Masks of queries for CHM-Corr+. Their key is a query's path below the folder of its set; the
 * published key, class/file, means the query of that class and file name if there is only one.
 *
 * @param file as the user gave it
 * @param sha256 digest of its bytes, hexadecimal
 * @param byKey [7][7] row-major each
 */
public record Masks(String file, String sha256, Map<String, double[]> byKey) {

  /** Reads a mask file; null if there is none to read. */
  public static Masks read(Storage store, String text, Limits limits) throws IOException {
    if (text == null) {
      return null;
    }
    Path file = store.path(text);
    store.require("--mask", file);
    try (InputStream in = store.system(file).open(file);
        InputStream again = store.system(file).open(file)) {
      Map<String, double[]> byKey = MaskFile.read(in, file.toString(), limits);
      return new Masks(text, DigestUtils.sha256Hex(again), byKey);
    }
  }

  /**
   * The masks of queries, by their ids.
   *
   * @param queries all of the set, since two of them may share a published key
   * @param wanted ids of those that need a mask
   * @throws UserException if one of these has none, or none but a key that it shares
   */
  public HashMap<Integer, double[]> of(Collection<Query> queries, Set<Integer> wanted) {
    Map<String, List<Query>> sharing =
        queries.stream().collect(Collectors.groupingBy(Masks::publishedKey));
    HashMap<Integer, double[]> masks = new HashMap<>();
    TreeSet<String> missing = new TreeSet<>();
    for (Query query : queries) {
      if (wanted.contains(query.id())) {
        double[] mask = of(query, sharing.get(publishedKey(query)));
        if (mask == null) {
          missing.add(query.name());
        }
        masks.put(query.id(), mask);
      }
    }
    if (!missing.isEmpty()) {
      throw new UserException(
          "Missing masks in %s of %s, the first of which is %s (keys are paths below --val, or class/file)"
              .formatted(file, Texts.count(missing.size(), "query"), missing.first()));
    }
    return masks;
  }

  private double[] of(Query query, List<Query> sharing) {
    double[] own = byKey.get(query.name());
    if (own != null) {
      return own;
    }
    double[] published = byKey.get(publishedKey(query));
    if (published != null && sharing.size() > 1) {
      throw new UserException(
          "Ambiguous mask %s in %s: it may be that of %s or of %s; name masks by their queries' paths below --val"
              .formatted(publishedKey(query), file, sharing.get(0).name(), sharing.get(1).name()));
    }
    return published;
  }

  /** Class and file, without the folders between them. */
  private static String publishedKey(Query query) {
    String name = query.name();
    return query.className() == null
        ? name
        : query.className() + "/" + name.substring(name.lastIndexOf('/') + 1);
  }
}
