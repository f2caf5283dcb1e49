package dev.chmcorr.table;

import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts other rows, which may be some of its own, in a table's place. The rows are written beside
 * the table until they are complete. A process killed at any time leaves the old rows or the new
 * ones complete, in one folder or, on object stores, in two, and {@link #finish} goes on from
 * there.
 *
 * <p>Where a folder is renamed in one step (local disks, HDFS), the table is renamed away, the new
 * one renamed to its place, and the old one deleted. A reader without the run's lock finds no table
 * between the two renames; one that has begun to read the old table may fail to open its next file,
 * but never mixes the two.
 *
 * <p>On object stores the table is deleted, its {@code _SUCCESS} first, then the new files are
 * moved to its place one by one, and {@code _SUCCESS} is written last. A reader without the lock
 * may see some of the old rows or some of the new ones, as long as {@code _SUCCESS} is not there;
 * one that listed the old table fails at the first file that is gone.
 */
public final class TableSwap {
  private static final String SUCCESS = "_SUCCESS";

  private final Storage store;
  private final Path table;

  /** The new rows until they take the table's place. */
  private final Path coming;

  /** The old rows until they are deleted. */
  private final Path going;

  /** On object stores, there as long as the new rows are moved. */
  private final Path moving;

  /** Replaces this table of a run folder. */
  public TableSwap(Storage store, Path table) {
    this.store = store;
    this.table = table;
    this.coming = new Path(table.getParent(), "_%s_new".formatted(table.getName()));
    this.going = new Path(table.getParent(), "_%s_old".formatted(table.getName()));
    this.moving = new Path(table.getParent(), "_%s_moving".formatted(table.getName()));
  }

  /**
   * Replaces it by these rows, or makes it if it is not there.
   *
   * @param rows which, if they are some of its own, were read after {@link #finish}
   */
  public void replaceWith(Dataset<Row> rows, RunRecord run) throws IOException {
    finish();
    Table.overwrite(rows, coming, run);
    finish();
  }

  /**
   * Finishes what a killed process began: new rows that are complete take the table's place, others
   * are deleted.
   */
  public void finish() throws IOException {
    if (store.exists(moving)) {
      RunLock.demandHeld(table);
      move();
    } else if (store.exists(coming)) {
      RunLock.demandHeld(table);
      if (store.exists(new Path(coming, SUCCESS))) {
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
    if (store.isObjectStore(table)) {
      store.delete(new Path(table, SUCCESS));
      store.delete(table);
      store.writeWhole(moving, out -> {});
      move();
      return;
    }
    if (store.exists(table)) {
      store.delete(going);
      rename(table, going);
    }
    rename(coming, table);
  }

  /**
   * Moves the new files that are not in the table yet. One that is in both places is whole in both:
   * the process that copied it was killed before it deleted it.
   */
  private void move() throws IOException {
    store.system(table).mkdirs(table);
    for (FileStatus file : store.list(coming)) {
      Path to = new Path(table, file.getPath().getName());
      if (!to.getName().equals(SUCCESS)) {
        store.delete(to);
        rename(file.getPath(), to);
      }
    }
    store.writeWhole(new Path(table, SUCCESS), out -> {});
    store.delete(coming);
    store.delete(moving);
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
