package dev.chmcorr.job.lists;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** A list of images as rows with named columns, whatever its format; may be read several times. */
public interface ListRows {
  /** The names of the columns, without repetition. */
  List<String> columns() throws IOException;

  /**
   * Hands out the rows in their order.
   *
   * @param wanted the columns that will be asked for
   */
  void forEach(List<String> wanted, Sink rows) throws IOException;

  /** Takes rows. */
  interface Sink {
    /**
     * Takes one.
     *
     * @param line where it ends, from 1; for tables, the number of the row
     * @param value of the column of a name; null if there is none
     */
    void accept(long line, UnaryOperator<String> value);
  }
}
