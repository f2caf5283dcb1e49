package dev.chmcorr.pickle.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.AllowList;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.NumpyArray;
import dev.chmcorr.pickle.NumpyGlobals;
import dev.chmcorr.pickle.Opcode;
import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Masks of CHM-Corr+ (Taesiri et al. 2022): {@code {"class/file": 7 x 7 of 0 and 1}}, as the
 * published numpy pickle or as JSON with nested lists. The content decides which, not the name.
 */
public final class MaskFile {
  static final int SIDE = 7;

  /** The values of a mask, and its entry in a map. */
  static final int BYTES_PER_MASK = 512;

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private MaskFile() {}

  /** Reads a mask file within the default limits. */
  public static Map<String, double[]> read(InputStream in, String name) {
    return read(in, name, Limits.DEFAULT);
  }

  /**
   * Reads a mask file.
   *
   * @param in the file's bytes; left open
   * @param name of the file, for messages
   * @param limits of the memory that it may take
   * @return by "class/file", 49 values of 0 or 1, row-major [r][c]; in the file's order
   */
  public static Map<String, double[]> read(InputStream in, String name, Limits limits) {
    MemoryBudget budget = new MemoryBudget(limits);
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      buffered.mark(1);
      boolean pickled = buffered.read() == Opcode.PROTO;
      buffered.reset();
      return pickled ? pickle(buffered, budget) : json(buffered, budget);
    } catch (JsonProcessingException e) {
      // Jackson says "in null" of a text that ends within its first token.
      String reason = Texts.firstLine(e.getOriginalMessage()).replaceFirst(" in null$", "");
      // Jackson quotes the bad text as it is; this exception's message is printable.
      IOException printable = new PickleException("it is neither a pickle nor JSON: " + reason);
      throw failure(name, printable.getMessage(), e);
    } catch (IOException e) {
      throw failure(name, e.getMessage(), e);
    }
  }

  private static UserException failure(String name, String reason, IOException cause) {
    return new UserException("Cannot read mask file %s: %s".formatted(name, reason), cause);
  }

  private static Map<String, double[]> pickle(InputStream in, MemoryBudget budget)
      throws IOException {
    Object root =
        new SafeUnpickler(in, AllowList.only(NumpyGlobals.all()), PersistentLoader.NONE, budget)
            .load();
    return masks(root, budget);
  }

  private static Map<String, double[]> json(InputStream in, MemoryBudget budget)
      throws IOException {
    // While it is read it takes its memory twice, in pieces and as a whole.
    byte[] text = in.readNBytes((int) Math.min(budget.left() / 2 + 1, MAX_ARRAY));
    budget.spend(2L * text.length);
    if (text.length == MAX_ARRAY) {
      throw new PickleException("JSON must be shorter than %d bytes".formatted(MAX_ARRAY));
    }
    return JsonMasks.read(text, budget);
  }

  private static Map<String, double[]> masks(Object root, MemoryBudget budget)
      throws PickleException {
    if (!(root instanceof Map<?, ?> map)) {
      throw noDictionary();
    }
    Map<String, double[]> masks = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new PickleException("it has the key %s, not a class/file".formatted(entry.getKey()));
      }
      budget.spend(BYTES_PER_MASK);
      Object value = entry.getValue();
      masks.put(key, checked(key, value instanceof NumpyArray a ? ofArray(a) : ofLists(value)));
    }
    return masks;
  }

  static PickleException noDictionary() {
    return new PickleException("it is no dictionary {\"class/file\": 7 x 7 mask}");
  }

  /**
   * A mask, if it is one.
   *
   * @param mask 49 values of any kind, row-major; null if they do not lie in 7 rows of 7
   */
  static double[] checked(String key, double[] mask) throws PickleException {
    if (mask == null) {
      throw new PickleException("the mask of %s is not %d x %d".formatted(key, SIDE, SIDE));
    }
    for (double cell : mask) {
      if (cell != 0 && cell != 1) {
        throw new PickleException(
            "the mask of %s has the value %s (must be 0 or 1)".formatted(key, cell));
      }
    }
    return mask;
  }

  private static double[] ofArray(NumpyArray array) throws PickleException {
    int[] shape = array.shape();
    return shape.length == 2 && shape[0] == SIDE && shape[1] == SIDE ? array.numbers() : null;
  }

  private static double[] ofLists(Object value) {
    if (!(value instanceof List<?> rows) || rows.size() != SIDE) {
      return null;
    }
    double[] mask = new double[SIDE * SIDE];
    for (int r = 0; r < SIDE; r++) {
      if (!(rows.get(r) instanceof List<?> row) || row.size() != SIDE) {
        return null;
      }
      for (int c = 0; c < SIDE; c++) {
        if (!(row.get(c) instanceof Number cell)) {
          return null;
        }
        mask[r * SIDE + c] = cell.doubleValue();
      }
    }
    return mask;
  }
}
