package dev.chmcorr.table;

import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts other rows, which may be some of its own, in a table's place. Spark cannot overwrite what it
 * reads: the rows are written beside the table first. A kill at any time leaves one of the two
 * whole, and {@link #finish} goes on from there; where folders are not renamed at once (object
 * stores) it may also leave parts of the new rows, and what is missing is computed again.
 */
public final class TableSwap {
  private final Storage store;
  private final Path table;
  private final Path rows;

  /** Replaces this table of a run folder. */
  public TableSwap(Storage store, Path table) {
    this.store = store;
    this.table = table;
    this.rows = new Path(table.getParent(), "_%s_kept".formatted(table.getName()));
  }

  /** Replaces it by these rows. */
  public void by(Dataset<Row> replacement, RunRecord run) throws IOException {
    Table.overwrite(replacement, rows, run);
    finish();
  }

  /** Finishes what a killed process began: once the new rows are complete, they take the place. */
  public void finish() throws IOException {
    if (!store.exists(rows)) {
      return;
    }
    RunLock.demandHeld();
    if (!store.exists(new Path(rows, "_SUCCESS"))) {
      store.delete(rows);
      return;
    }
    store.delete(table);
    if (!store.system(rows).rename(rows, table)) {
      throw new IOException("Failed to rename " + rows + " to " + table);
    }
  }
}
