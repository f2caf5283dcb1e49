package dev.chmcorr.table;

import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts other rows, which may be some of its own, in a table's place. The rows are written beside
 * the table; when they are complete, the table is renamed away, the new one renamed to its place,
 * and the old one deleted. So a reader finds no table only between two renames, and one that has
 * begun to read the old table may fail to open its next file, but never mixes the two.
 *
 * <p>A process killed at any time leaves one of the two whole, and {@link #finish} goes on from
 * there. Where folders are not renamed at once (object stores) it may also leave parts of the new
 * rows; what is missing is computed again.
 */
public final class TableSwap {
  private final Storage store;
  private final Path table;

  /** The new rows until they take the table's place. */
  private final Path coming;

  /** The old rows until they are deleted. */
  private final Path going;

  /** Replaces this table of a run folder. */
  public TableSwap(Storage store, Path table) {
    this.store = store;
    this.table = table;
    this.coming = new Path(table.getParent(), "_%s_new".formatted(table.getName()));
    this.going = new Path(table.getParent(), "_%s_old".formatted(table.getName()));
  }

  /** Replaces it by these rows, or makes it if it is not there. */
  public void replaceWith(Dataset<Row> rows, RunRecord run) throws IOException {
    Table.overwrite(rows, coming, run);
    finish();
  }

  /**
   * Finishes what a killed process began: new rows that are complete take the table's place, others
   * are deleted.
   */
  public void finish() throws IOException {
    if (store.exists(coming)) {
      RunLock.demandHeld(table);
      if (store.exists(new Path(coming, "_SUCCESS"))) {
        swap();
      } else {
        store.delete(coming);
      }
    }
    if (store.exists(going)) {
      RunLock.demandHeld(table);
      putAway();
    }
  }

  private void swap() throws IOException {
    if (store.exists(table)) {
      store.delete(going);
      rename(table, going);
    }
    rename(coming, table);
  }

  /** The old rows, of which the new ones may not have come to be. */
  private void putAway() throws IOException {
    if (store.exists(table)) {
      store.delete(going);
    } else {
      rename(going, table);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!store.system(from).rename(from, to)) {
      throw new IOException("Failed to rename " + from + " to " + to);
    }
  }
}
