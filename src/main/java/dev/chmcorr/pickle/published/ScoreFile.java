package dev.chmcorr.pickle.published;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.AllowList;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.NumpyArray;
import dev.chmcorr.pickle.NumpyGlobals;
import dev.chmcorr.pickle.Opcode;
import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.PickleWriter;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ranking file that the authors of CHM-Corr publish (Taesiri et al. 2022): a pickled dictionary
 * {query id: numpy int64 array of gallery ids}. The ids are in ASCENDING similarity, the best one
 * LAST, in the file and in the maps here alike: nothing is reversed on the way.
 */
public final class ScoreFile {
  private ScoreFile() {}

  /** Reads a ranking file within the default limits. */
  public static SortedMap<Integer, int[]> read(InputStream in, String name) {
    return read(in, name, Limits.DEFAULT);
  }

  /**
   * Reads a ranking file. The default limits have room for some 150,000 queries.
   *
   * @param in the file's bytes; left open
   * @param name of the file, for messages
   * @param limits of the memory that it may take
   * @return gallery ids by query id, in the file's order: ascending similarity, best last
   */
  public static SortedMap<Integer, int[]> read(InputStream in, String name, Limits limits) {
    try {
      MemoryBudget budget = new MemoryBudget(limits);
      SafeUnpickler unpickler =
          new SafeUnpickler(
              new BufferedInputStream(in, 1 << 16),
              AllowList.only(NumpyGlobals.all()),
              PersistentLoader.NONE,
              budget);
      Object root = unpickler.load();
      return rankings(root, unpickler.position(), budget);
    } catch (IOException e) {
      throw new UserException("Cannot read ranking file %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Writes a ranking file that Python's pickle reads with numpy 1 or 2.
   *
   * @param out flushed, left open
   * @param rankings gallery ids by query id, ascending similarity, best last
   */
  public static void write(OutputStream out, SortedMap<Integer, int[]> rankings)
      throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    PickleWriter pickle = new PickleWriter(buffered);
    pickle.op(Opcode.EMPTY_DICT);
    for (Map.Entry<Integer, int[]> entry : rankings.entrySet()) {
      pickle.integer(entry.getKey());
      long[] ids = new long[entry.getValue().length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = entry.getValue()[i];
      }
      pickle.int64Array(ids, ids.length);
      pickle.op(Opcode.SETITEM);
    }
    pickle.op(Opcode.STOP);
    buffered.flush();
  }

  private static SortedMap<Integer, int[]> rankings(
      Object root, long fileBytes, MemoryBudget budget) throws PickleException {
    if (!(root instanceof Map<?, ?> map)) {
      throw new PickleException("it is no dictionary {query id: array of gallery ids}");
    }
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    long total = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      int query = queryId(entry.getKey());
      if (!(entry.getValue() instanceof NumpyArray array) || array.shape().length != 1) {
        throw new PickleException(
            "the ranking of query %d is no one-dimensional array".formatted(query));
      }
      // A small file in which a million queries share one array would fill the memory.
      total += array.length();
      if (total > fileBytes) {
        throw new PickleException("it has the same array for too many queries");
      }
      budget.spend((long) Integer.BYTES * array.length());
      rankings.put(query, galleryIds(query, array));
    }
    return rankings;
  }

  private static int queryId(Object key) throws PickleException {
    if (key instanceof Long id && id >= 0 && id <= Integer.MAX_VALUE) {
      return id.intValue();
    }
    throw new PickleException("it has the key %s, not a query id".formatted(key));
  }

  private static int[] galleryIds(int query, NumpyArray array) throws PickleException {
    long[] values = array.integers();
    int[] ids = new int[values.length];
    for (int i = 0; i < ids.length; i++) {
      if (values[i] < 0 || values[i] > Integer.MAX_VALUE) {
        throw new PickleException(
            "the ranking of query %d has the gallery id %d".formatted(query, values[i]));
      }
      ids[i] = (int) values[i];
    }
    return ids;
  }
}
