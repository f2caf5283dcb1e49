package dev.chmcorr.job.method.emd;

/** When flows are taken for settled. */
enum Stop {
  /** All candidates of a query, and the query against itself, at once. */
  TOGETHER,
  /** Each pair by itself. */
  ALONE
}
