package dev.chmcorr.job.method;

/**
 * What a method has computed of one image; may hold native memory until closed. Any number of
 * threads may use it at once; who closes it sees to it that none does any more.
 */
public interface Features extends AutoCloseable {
  /** Memory held, in bytes. */
  long bytes();

  /** Whether all its numbers are finite; features that are not are no use to anyone. */
  boolean isFinite();

  @Override
  void close();
}
