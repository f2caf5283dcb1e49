package dev.chmcorr.pickle;

import dev.chmcorr.domain.Limits;

/**
 * The memory that reading one file may take. Readers deduct what they are about to allocate, so
 * that a small file that would expand to much is refused in time. What they spend is about what
 * Java takes.
 */
public final class MemoryBudget {
  private final long bytes;
  private long spent;

  /**
   * Nothing spent yet.
   *
   * @param limits of which it is that of other input than images
   */
  public MemoryBudget(Limits limits) {
    this.bytes = limits.inputBytes();
  }

  /**
   * Takes some.
   *
   * @param more bytes, at least 0
   * @throws PickleException if there is not so much left
   */
  public void spend(long more) throws PickleException {
    spent += more;
    if (spent > bytes) {
      throw new PickleException(
          "reading it takes at least %d bytes of memory (at most %d; --max-input-mib raises the limit)"
              .formatted(spent, bytes));
    }
  }

  /** Bytes that may still be spent. */
  public long left() {
    return bytes - spent;
  }
}
