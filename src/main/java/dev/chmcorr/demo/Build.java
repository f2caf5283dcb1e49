package dev.chmcorr.demo;

/**
 * The shape of a species, in units of half the length of the body.
 *
 * @param beak length of the beak
 * @param tail length of the tail beyond the body
 * @param girth how far the belly hangs below the middle of the body
 * @param crest height of the crest, 0 for none
 * @param wingBars pale bars across the folded wing
 * @param spots rows of dark spots on breast and flank
 * @param brow whether a pale stripe runs over the eye
 */
record Build(
    double beak, double tail, double girth, double crest, int wingBars, int spots, boolean brow) {
  Build withBeak(double length) {
    return new Build(length, tail, girth, crest, wingBars, spots, brow);
  }

  Build withTail(double length) {
    return new Build(beak, length, girth, crest, wingBars, spots, brow);
  }

  Build withCrest(double height) {
    return new Build(beak, tail, girth, height, wingBars, spots, brow);
  }

  Build withWingBars(int count) {
    return new Build(beak, tail, girth, crest, count, spots, brow);
  }

  Build withSpots(int rows) {
    return new Build(beak, tail, girth, crest, wingBars, rows, brow);
  }

  Build withBrow(boolean stripe) {
    return new Build(beak, tail, girth, crest, wingBars, spots, stripe);
  }
}
