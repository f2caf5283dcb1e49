package dev.chmcorr.model.search;

import dev.chmcorr.knn.VectorBlock;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Query blocks laid out once for all tasks that search by them at the same time: 32,768 queries of
 * 2,048 components are 260 MiB in float32, outside the Java heap.
 */
final class SharedQueries<Q extends CentredQueries> {
  private final class Use {
    private final Q queries;
    private int users;

    Use(Q queries) {
      this.queries = queries;
    }
  }

  private final Function<VectorBlock, Q> layOut;
  private final Map<VectorBlock, Use> uses = new IdentityHashMap<>();

  SharedQueries(Function<VectorBlock, Q> layOut) {
    this.layOut = layOut;
  }

  /** A block laid out; to be given back. Other tasks wait while it is made. */
  synchronized Q take(VectorBlock block) {
    Use use = uses.computeIfAbsent(block, b -> new Use(layOut.apply(b)));
    use.users++;
    return use.queries;
  }

  /** Frees a block's memory after its last user. */
  synchronized void giveBack(VectorBlock block) {
    Use use = uses.get(block);
    use.users--;
    if (use.users == 0) {
      uses.remove(block);
      use.queries.close();
    }
  }
}
