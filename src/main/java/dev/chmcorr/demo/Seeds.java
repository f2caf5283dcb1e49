package dev.chmcorr.demo;

import java.util.Random;

/** Independent random streams, so that one image never depends on how many others are drawn. */
final class Seeds {
  private Seeds() {}

  /** The stream of a place in the data set, such as (seed, species, image). */
  static Random random(long... place) {
    long state = 0;
    for (long coordinate : place) {
      state = mix(state + coordinate);
    }
    return new Random(state);
  }

  /** SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
