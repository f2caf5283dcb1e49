package dev.chmcorr.demo;

/** How many plants are around a bird. */
enum Growth {
  /** Few leaves and twigs, up to two leaves before the bird. */
  OPEN(6, 5, 0, 2),
  /** Many, three to eight leaves before the bird. */
  THICKET(16, 9, 3, 8);

  private final int leavesBehind;
  private final int twigs;
  private final int fewestBefore;
  private final int mostBefore;

  Growth(int leavesBehind, int twigs, int fewestBefore, int mostBefore) {
    this.leavesBehind = leavesBehind;
    this.twigs = twigs;
    this.fewestBefore = fewestBefore;
    this.mostBefore = mostBefore;
  }

  /** Leaves behind the bird, at most. */
  int leavesBehind() {
    return leavesBehind;
  }

  /** Twigs behind the bird, at most. */
  int twigs() {
    return twigs;
  }

  /** Leaves before the bird, at least. */
  int fewestBefore() {
    return fewestBefore;
  }

  /** Leaves before the bird, at most. */
  int mostBefore() {
    return mostBefore;
  }
}
