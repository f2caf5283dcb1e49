package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Texts;

/** In what a re-ranking may differ from how its rankings were made, where its user accepts it. */
public enum Difference {
  /** Which transforms the images go through. */
  TRANSFORM,
  /** The trunk. */
  MODEL,
  /** Of the arithmetic. */
  PRECISION,
  /** The files, elsewhere or replaced, of the same classes and names. */
  IMAGES;

  /** As on the command line. */
  String text() {
    return Texts.lowerCase(this);
  }
}
