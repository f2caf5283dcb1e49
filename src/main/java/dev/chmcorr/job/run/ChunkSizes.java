package dev.chmcorr.job.run;

/**
 * How many items a chunk has. The first chunk is small; the measured rate sets the size of those
 * that follow: a tenth of the time that the run has taken, but at least one minute and at most
 * five, since between two chunks slots are idle for a second or two.
 *
 * @param slots tasks that run at once
 * @param firstPerSlot items per slot in the first chunk, the least that one may have
 */
public record ChunkSizes(int slots, int firstPerSlot) {
  private static final double MIN_SECONDS = 60;
  private static final double MAX_SECONDS = 300;
  private static final int MAX_ITEMS = 1 << 30;

  /** Items of the first chunk. */
  public int first() {
    return slots * firstPerSlot;
  }

  /**
   * Items of the chunk after one.
   *
   * @param size of that one
   * @param seconds that it took
   * @param elapsed seconds since the first began
   * @param left items that are still to be done
   */
  public int next(int size, double seconds, double elapsed, int left) {
    double target = Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, elapsed / 10));
    double wanted = size / Math.max(seconds, 1e-3) * target;
    // At most fourfold: the first chunk also loads the models, its rate says little.
    double bounded = Math.max(first(), Math.min(wanted, 4.0 * Math.max(size, first())));
    int next = (int) Math.min(MAX_ITEMS, Math.ceil(bounded / slots) * slots);
    // No small chunk at the end.
    return left < 1.5 * next ? left : next;
  }
}
