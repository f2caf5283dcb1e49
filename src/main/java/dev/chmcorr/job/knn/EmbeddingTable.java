package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A table of the embeddings of a set: {@code embeddings}, or {@code embeddings-NUMBER} from the
 * second on. Runs read it without a lock, so that rows are only ever added to it. Where some have
 * to go, the others are written to the next table; when that is complete, the folder's record names
 * it, and this one stays for those that read it until the table after the next is made.
 *
 * @param folder of the set
 * @param number of the table, from 1
 */
record EmbeddingTable(Path folder, int number) {
  /** Key of the table's name in the summary of the folder's record. */
  static final String KEY = "table";

  private static final String NAME = "embeddings";
  private static final Pattern NUMBERED = Pattern.compile("embeddings-([2-9]|[1-9]\\d{1,7})");
  private static final int MAX_SHOWN = 300;

  /** The first table of a folder. */
  static EmbeddingTable first(Path folder) {
    return new EmbeddingTable(folder, 1);
  }

  /** The table that a folder's record names, or the first one. */
  static EmbeddingTable current(Storage store, Path folder) throws IOException {
    return named(folder, RunRecord.read(store, folder));
  }

  /**
   * The table that a record names, or the first one.
   *
   * @param record of the folder, or null
   * @throws UserException if it names anything but such a table
   */
  static EmbeddingTable named(Path folder, RunRecord record) {
    Object name = record == null ? null : record.summary().get(KEY);
    if (name == null) {
      return first(folder);
    }
    return new EmbeddingTable(
        folder, number(name.toString()).orElseThrow(() -> invalid(folder, name)));
  }

  private static UserException invalid(Path folder, Object name) {
    return new UserException(
        "Cannot read %s/%s: it says that the table is %s; delete the folder or choose another --out"
            .formatted(folder, RunRecord.FILE, Printable.of(name.toString(), MAX_SHOWN)));
  }

  private static OptionalInt number(String name) {
    Matcher numbered = NUMBERED.matcher(name);
    if (numbered.matches()) {
      return OptionalInt.of(Integer.parseInt(numbered.group(1)));
    }
    return name.equals(NAME) ? OptionalInt.of(1) : OptionalInt.empty();
  }

  /** Where it lies. */
  Path path() {
    return new Path(folder, name());
  }

  /** What the folder's record calls it. */
  String name() {
    return number == 1 ? NAME : NAME + "-" + number;
  }

  /** The table that comes after it. */
  EmbeddingTable next() {
    return new EmbeddingTable(folder, number + 1);
  }

  /**
   * Deletes the folder's other tables but the one before: those that nobody should read any more,
   * and a next one that a killed process did not finish. The set's lock must be held, and its
   * record name this table.
   */
  void deleteOthers(Storage store) throws IOException {
    for (FileStatus status : store.list(folder)) {
      OptionalInt other = number(status.getPath().getName());
      if (other.isPresent() && other.getAsInt() != number && other.getAsInt() != number - 1) {
        RunLock.demandHeld(folder);
        store.delete(status.getPath());
      }
    }
  }
}
