package dev.chmcorr.pickle.published;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.QueryExplanation.Pair;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.AllowList;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.NumpyArray;
import dev.chmcorr.pickle.NumpyGlobals;
import dev.chmcorr.pickle.NumpyScalar;
import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what the published CHM-Corr program writes for each query (Taesiri et al. 2022), {@code
 * reranker_<id>.pkl}; nothing in it is run.
 */
public final class ExplanationReader {
  private static final int SIDE = 7;
  private static final int POINTS = SIDE * SIDE;

  /** No mask has more cells. */
  private static final int MAX_CELLS = POINTS;

  private final Map<?, ?> file;

  private ExplanationReader(Map<?, ?> file) {
    this.file = file;
  }

  /**
   * Reads one query's file.
   *
   * @param in the file's bytes; left open
   * @param name of the file, for messages
   * @param limits of the memory that it may take
   * @throws UserException if it is not such a file
   */
  public static QueryExplanation read(InputStream in, String name, Limits limits) {
    try {
      Object root =
          new SafeUnpickler(
                  new BufferedInputStream(in, 1 << 16),
                  AllowList.only(NumpyGlobals.all()),
                  PersistentLoader.NONE,
                  new MemoryBudget(limits))
              .load();
      if (!(root instanceof Map<?, ?> map)) {
        throw new PickleException("it is no dictionary with a query's explanation");
      }
      return new ExplanationReader(map).explanation();
    } catch (IOException e) {
      throw new UserException(
          "Cannot read %s: %s; it must be a reranker_ID.pkl of the published program"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private QueryExplanation explanation() throws PickleException {
    int best = integer("non_zero_mask");
    if (best < 0 || best > MAX_CELLS) {
      throw new PickleException("non_zero_mask is %d (must be 0..%d)".formatted(best, MAX_CELLS));
    }
    List<String> shown = texts("chm-nearest-neighbors");
    return new QueryExplanation(
        integer("id"),
        text("q"),
        file.get("gt_name") == null ? null : text("gt_name"),
        integer("K"),
        integer("N"),
        text("knn-prediction"),
        integer("knn-prediction-confidence"),
        texts("knn-nearest-neighbors"),
        texts("knn-nearest-neighbors-all"),
        text("chm-prediction"),
        integer("chm-prediction-confidence"),
        shown,
        texts("chm-nearest-neighbors-all"),
        pairs(shown.size(), best),
        best);
  }

  private List<Pair> pairs(int count, int best) throws PickleException {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] source = array("src-keypoints", i, best, 2);
      double[] target = array("tgt-keypoints", i, best, 2);
      double[] points = array("transferred_kpoints", i, 2, POINTS);
      double[] cosines = array("masked_cos_values", i, SIDE, SIDE);
      pairs.add(new Pair(cells(i), floats(cosines), rows(source), pixels(target), halves(points)));
    }
    return pairs;
  }

  private int[][] cells(int pair) throws PickleException {
    List<?> cells = list(item("correspondance_map", pair), "correspondance_map", POINTS);
    int[][] of = new int[POINTS][];
    for (int p = 0; p < POINTS; p++) {
      List<?> cell = list(cells.get(p), "correspondance_map", 2);
      of[p] = new int[] {cell(cell.get(0)), cell(cell.get(1))};
    }
    return of;
  }

  /** The published program leaves 1.0 in cell 7, outside the map; that belongs to cell 6. */
  private static int cell(Object value) throws PickleException {
    Number number = number("correspondance_map", value);
    if (number.longValue() < 0 || number.longValue() > SIDE) {
      throw new PickleException("correspondance_map has the cell %s".formatted(number));
    }
    return Math.min(number.intValue(), SIDE - 1);
  }

  private Object value(String key) throws PickleException {
    Object value = file.get(key);
    if (value == null) {
      throw new PickleException("it has no %s".formatted(key));
    }
    return value;
  }

  private int integer(String key) throws PickleException {
    Number number = number(key, value(key));
    if (number.longValue() < 0 || number.longValue() > Integer.MAX_VALUE) {
      throw new PickleException("its %s is %s".formatted(key, number));
    }
    return number.intValue();
  }

  private static Number number(String key, Object value) throws PickleException {
    Object plain = value instanceof NumpyScalar scalar ? scalar.value() : value;
    if (!(plain instanceof Long number)) {
      throw new PickleException("its %s is no whole number".formatted(key));
    }
    return number;
  }

  private String text(String key) throws PickleException {
    if (!(value(key) instanceof String text)) {
      throw new PickleException("its %s is no text".formatted(key));
    }
    return text;
  }

  private List<String> texts(String key) throws PickleException {
    if (!(value(key) instanceof List<?> items)) {
      throw new PickleException("its %s is no list".formatted(key));
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text)) {
        throw new PickleException("its %s has an item that is no text".formatted(key));
      }
      texts.add(text);
    }
    return texts;
  }

  private Object item(String key, int index) throws PickleException {
    if (!(value(key) instanceof List<?> items) || items.size() <= index) {
      throw new PickleException("its %s is not one for each neighbour".formatted(key));
    }
    return items.get(index);
  }

  private static List<?> list(Object value, String key, int length) throws PickleException {
    if (!(value instanceof List<?> items) || items.size() != length) {
      throw new PickleException("its %s is not made of lists of %d".formatted(key, length));
    }
    return items;
  }

  /** Numbers of one neighbour's array, row-major. */
  private double[] array(String key, int index, int height, int width) throws PickleException {
    if (!(item(key, index) instanceof NumpyArray array)
        || array.shape().length != 2
        || array.shape()[0] != height
        || array.shape()[1] != width) {
      throw new PickleException("its %s are not %d x %d".formatted(key, height, width));
    }
    return array.numbers();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[][] rows(double[] values) {
    double[][] rows = new double[values.length / 2][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {values[2 * i], values[2 * i + 1]};
    }
    return rows;
  }

  private static int[][] pixels(double[] values) {
    int[][] rows = new int[values.length / 2][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new int[] {(int) values[2 * i], (int) values[2 * i + 1]};
    }
    return rows;
  }

  private static float[][] halves(double[] values) {
    float[][] halves = new float[2][POINTS];
    for (int i = 0; i < values.length; i++) {
      halves[i / POINTS][i % POINTS] = (float) values[i];
    }
    return halves;
  }
}
