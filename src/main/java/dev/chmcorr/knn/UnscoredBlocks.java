package dev.chmcorr.knn;

import java.util.ArrayList;
import java.util.List;

/**
 * Gallery blocks that are kept until their rows are scored exactly. Rows are numbered over all
 * blocks; one of them is the present one.
 */
final class UnscoredBlocks {
  private final List<VectorBlock> blocks = new ArrayList<>();
  private int rows;
  private long bytes;

  private int block;
  private int rowsBefore;
  private int row;

  void add(VectorBlock block) {
    blocks.add(block);
    rows = Math.addExact(rows, block.size());
    bytes += (long) Float.BYTES * block.size() * block.dimension();
    rewind();
  }

  long bytes() {
    return bytes;
  }

  /** Number of the last block's first row. */
  int rowsBeforeLast() {
    return rows - blocks.get(blocks.size() - 1).size();
  }

  void clear() {
    blocks.clear();
    rows = 0;
    bytes = 0;
    rewind();
  }

  void rewind() {
    block = 0;
    rowsBefore = 0;
    row = -1;
  }

  /** Moves to a row, not before the present one. */
  void goTo(int wanted) {
    while (wanted - rowsBefore >= blocks.get(block).size()) {
      rowsBefore += blocks.get(block++).size();
    }
    row = wanted;
  }

  /** Image id of the present row. */
  int id() {
    return blocks.get(block).id(row - rowsBefore);
  }

  /** Exact cosine of the present row with a query. */
  double similarity(VectorBlock queries, int query) {
    return queries.similarity(query, blocks.get(block), row - rowsBefore);
  }
}
