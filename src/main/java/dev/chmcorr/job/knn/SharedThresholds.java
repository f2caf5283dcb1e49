package dev.chmcorr.job.knn;

import dev.chmcorr.knn.Thresholds;
import dev.chmcorr.knn.VectorBlock;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the tasks of this JVM learn about the queries they share. One block of queries is for one
 * gallery. Only the last blocks' thresholds are kept, since Spark may hold the blocks themselves
 * until a job ends; a search that begins without them takes longer and finds the same.
 */
final class SharedThresholds {
  /** Tasks of two blocks may run at a time, and those of some other run beside them. */
  private static final int KEPT = 4;

  private static final Deque<SharedThresholds> LAST = new ArrayDeque<>();

  private final WeakReference<VectorBlock> queries;
  private final Thresholds thresholds;

  private SharedThresholds(VectorBlock queries, int k) {
    this.queries = new WeakReference<>(queries);
    this.thresholds = new Thresholds(queries.size(), k);
  }

  /** The thresholds of a block, the same object for the same block as a rule. */
  static Thresholds of(VectorBlock queries, int k) {
    synchronized (LAST) {
      for (SharedThresholds known : LAST) {
        if (known.queries.get() == queries) {
          return known.thresholds;
        }
      }
      SharedThresholds first = new SharedThresholds(queries, k);
      LAST.addLast(first);
      if (LAST.size() > KEPT) {
        LAST.removeFirst();
      }
      return first.thresholds;
    }
  }
}
