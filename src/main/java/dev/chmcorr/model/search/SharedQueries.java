package dev.chmcorr.model.search;

import dev.chmcorr.knn.VectorBlock;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Query blocks laid out once for all tasks that search by them at the same time: 32,768 queries of
 * 2,048 components are 260 MiB in float32, outside the Java heap.
 */
final class SharedQueries {
  private static final class Use {
    private final ProductQueries queries;
    private int users;

    Use(ProductQueries queries) {
      this.queries = queries;
    }
  }

  private final Function<VectorBlock, ProductQueries> layOut;
  private final Map<VectorBlock, Use> uses = new IdentityHashMap<>();

  SharedQueries(Function<VectorBlock, ProductQueries> layOut) {
    this.layOut = layOut;
  }

  /** A block laid out; to be given back. Other tasks wait while it is made. */
  synchronized ProductQueries take(VectorBlock block) {
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
