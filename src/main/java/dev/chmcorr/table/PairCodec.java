package dev.chmcorr.table;

import dev.chmcorr.domain.ComparedPair;
import java.util.List;

/**
 * How the pairs of one method are kept in the table of correspondences: its own columns there, each
 * an array of floats, so that tables of any method are read without a box for every number.
 */
public interface PairCodec {
  /**
   * The columns, in order: arrays of floats, null where a pair failed; their names are unlike those
   * that the table has for all methods.
   */
  List<TableColumn> contract();

  /** Names of the columns, in order. */
  default List<String> columns() {
    return contract().stream().map(TableColumn::name).toList();
  }

  /** A pair's arrays, one per column; owned by the pair. */
  float[][] values(ComparedPair pair);

  /** A pair of its arrays, one per column, which it owns from now on. */
  ComparedPair pair(float[][] values);
}
