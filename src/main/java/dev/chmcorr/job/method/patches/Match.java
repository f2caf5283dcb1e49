package dev.chmcorr.job.method.patches;

/** Which cells of a query count. */
enum Match {
  /** All: each has a nearest cell in the candidate. */
  NEAREST,
  /** Those that are the nearest of their nearest. */
  MUTUAL
}
