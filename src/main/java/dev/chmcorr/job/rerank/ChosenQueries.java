package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.table.Table;
import java.util.BitSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which of the ranked queries a run compares and scores.
 *
 * @param text as on the command line; empty if all are taken
 * @param ids of them; null for all that are ranked
 */
record ChosenQueries(String text, BitSet ids) {
  private static final String QUERY = "query_id";

  /** All that are ranked. */
  static final ChosenQueries ALL = new ChosenQueries("", null);

  /**
   * What a user chooses.
   *
   * @param rankings rows with a column query_id
   * @param where they are, for messages
   */
  static ChosenQueries of(QuerySelection selection, Dataset<Row> rankings, String where) {
    return selection.isAll()
        ? ALL
        : new ChosenQueries(
            selection.text(),
            selection.choose(Table.ids(rankings, QUERY), "that %s ranks".formatted(where)));
  }

  boolean isAll() {
    return ids == null;
  }

  /** These queries, and some others. */
  ChosenQueries and(BitSet others) {
    BitSet both = (BitSet) ids.clone();
    both.or(others);
    return new ChosenQueries(text, both);
  }

  /** How many, if not all. */
  int count() {
    return ids.cardinality();
  }

  /** Their rows of a table that begins with the column query_id. */
  Dataset<Row> of(Dataset<Row> rows) {
    return isAll() ? rows : Table.only(rows, QUERY, ids);
  }
}
