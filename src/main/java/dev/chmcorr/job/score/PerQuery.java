package dev.chmcorr.job.score;

/** Files per query: none, {@code <id>.json}, or the published {@code reranker_<id>.pkl}. */
public enum PerQuery {
  NONE,
  JSON,
  PICKLE
}
