package dev.chmcorr.pickle.published;

import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.QueryExplanation.Pair;
import dev.chmcorr.pickle.Opcode;
import dev.chmcorr.pickle.PickleWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The file that the published CHM-Corr program writes for each query (Taesiri et al. 2022), for
 * Python to read: same keys in the same order, same types, dtypes and shapes. Votes are numpy
 * int64, coordinates of target keypoints int64, every other number of an array float64.
 */
public final class ExplanationPickle {
  private static final int SIDE = 7;

  /** Writes the value of one key for one pair. */
  @FunctionalInterface
  private interface PairWriter {
    void write(Pair pair) throws IOException;
  }

  private final PickleWriter pickle;

  private ExplanationPickle(PickleWriter pickle) {
    this.pickle = pickle;
  }

  /**
   * Writes the explanation of one query.
   *
   * @param out flushed, left open
   */
  public static void write(OutputStream out, QueryExplanation query) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out);
    PickleWriter pickle = new PickleWriter(buffered);
    pickle.op(Opcode.EMPTY_DICT);
    pickle.op(Opcode.MARK);
    ExplanationPickle explanation = new ExplanationPickle(pickle);
    explanation.classes(query);
    explanation.pairs(query);
    pickle.op(Opcode.SETITEMS);
    pickle.op(Opcode.STOP);
    buffered.flush();
  }

  private void classes(QueryExplanation query) throws IOException {
    integer("id", query.id());
    text("q", query.path());
    textOrNone("gt_name", query.className());
    textOrNone("gt_wnid", query.className());
    integer("K", query.k());
    integer("N", query.n());
    text("knn-prediction", query.knnPrediction());
    votes("knn-prediction-confidence", query.knnVotes());
    texts("knn-nearest-neighbors", query.knnNeighboursOfClass());
    texts("knn-nearest-neighbors-all", query.knnNeighbours());
    text("chm-prediction", query.chmPrediction());
    votes("chm-prediction-confidence", query.chmVotes());
    texts("chm-nearest-neighbors", query.chmNeighboursOfClass());
    texts("chm-nearest-neighbors-all", query.chmNeighbours());
  }

  private void pairs(QueryExplanation query) throws IOException {
    List<Pair> pairs = query.pairs();
    int best = query.bestCells();
    each("correspondance_map", pairs, pair -> cells(pair.cells()));
    each(
        "masked_cos_values",
        pairs,
        pair -> pickle.float64Array(FlattenedRows.doubles(pair.maskedCosines()), SIDE, SIDE));
    each(
        "src-keypoints",
        pairs,
        pair -> pickle.float64Array(FlattenedRows.doubles(pair.sourceKeypoints()), best, 2));
    each(
        "tgt-keypoints",
        pairs,
        pair -> pickle.int64Array(FlattenedRows.longs(pair.targetKeypoints()), best, 2));
    integer("non_zero_mask", best);
    each(
        "transferred_kpoints",
        pairs,
        pair ->
            pickle.float64Array(FlattenedRows.doubles(pair.transferredPoints()), 2, SIDE * SIDE));
  }

  private void integer(String key, int value) throws IOException {
    pickle.text(key);
    pickle.integer(value);
  }

  private void votes(String key, int value) throws IOException {
    pickle.text(key);
    pickle.int64(value);
  }

  private void text(String key, String value) throws IOException {
    pickle.text(key);
    pickle.text(value);
  }

  private void textOrNone(String key, String value) throws IOException {
    if (value == null) {
      pickle.text(key);
      pickle.op(Opcode.NONE);
    } else {
      text(key, value);
    }
  }

  private void texts(String key, List<String> values) throws IOException {
    pickle.text(key);
    pickle.op(Opcode.EMPTY_LIST);
    pickle.op(Opcode.MARK);
    for (String value : values) {
      pickle.text(value);
    }
    pickle.op(Opcode.APPENDS);
  }

  private void each(String key, List<Pair> pairs, PairWriter writer) throws IOException {
    pickle.text(key);
    pickle.op(Opcode.EMPTY_LIST);
    pickle.op(Opcode.MARK);
    for (Pair pair : pairs) {
      writer.write(pair);
    }
    pickle.op(Opcode.APPENDS);
  }

  private void cells(int[][] cells) throws IOException {
    pickle.op(Opcode.EMPTY_LIST);
    pickle.op(Opcode.MARK);
    for (int[] cell : cells) {
      pickle.op(Opcode.EMPTY_LIST);
      pickle.op(Opcode.MARK);
      pickle.integer(cell[0]);
      pickle.integer(cell[1]);
      pickle.op(Opcode.APPENDS);
    }
    pickle.op(Opcode.APPENDS);
  }
}
