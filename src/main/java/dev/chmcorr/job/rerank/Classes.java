package dev.chmcorr.job.rerank;

/** Whether the nearest images of each class are compared, beside the nearest of all. */
public enum Classes {
  /** Where the folder has them already. */
  AS_KEPT,
  /** They are, and the folder has them from then on. */
  COMPARED
}
