package dev.chmcorr.job.run;

import dev.chmcorr.domain.Texts;

/** What is measured of a stage's tasks: things counted, and where the seconds went. */
public enum Metric {
  /** Of what a stage works through, that which is done: images embedded, queries compared. */
  DONE,
  /** Gallery images searched, each once for every block of queries. */
  SEARCHED,
  /** Image files read, those that failed included. */
  IMAGES_READ,
  /** Bytes of image files read. */
  BYTES_READ,
  /** Images that could not be read or decoded. */
  IMAGES_FAILED,
  /** Pairs of a query and a candidate compared. */
  PAIRS,
  /** Candidates whose features were in the cache. */
  CACHE_HITS,
  /** Candidates whose features had to be computed. */
  CACHE_MISSES,
  /** Queries scored, each time that Spark computes their rows. */
  QUERIES_SCORED,
  /** Reading files, on threads beside the task's own. */
  READ,
  /** Decoding and transforming, on threads beside the task's own. */
  DECODE,
  /** Loading networks, or waiting for another task that loads them. */
  LOAD,
  /** Waiting for images that are not decoded yet. */
  WAIT,
  /** Networks on images: embeddings and features. */
  INFER,
  /** Networks on pairs. */
  MATCH,
  /** Scores and votes. */
  SCORE,
  /** The rest of a task: its start, writing rows, committing them. */
  WRITE,
  /** Tasks in all. */
  TASK;

  /** Whether it is a duration, else a number of things. */
  boolean isDuration() {
    return compareTo(READ) >= 0;
  }

  /** As the columns of tables and the keys of {@code _run.json} call it. */
  String text() {
    return Texts.lowerCase(this);
  }
}
