"use strict";
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  /** The 97.5 % point of the normal distribution. */
  const Z = 1.959963984540054;

  /**
   * Wilson's 95 % interval of a share (Wilson 1927), as [low, high]; [0, 1] of nothing.
   *
   * @param right of them
   * @param of how many
   */
  function wilson(right, of) {
    if (of === 0) {
      return [0, 1];
    }
    const share = right / of;
    const scale = 1 + (Z * Z) / of;
    const middle = share + (Z * Z) / (2 * of);
    const half = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
    return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
  }

  const percent = (share) => (100 * share).toFixed(1) + "\u00a0%";

  /** A share in words, such as 75.0 % (95 % interval 61.2 to 85.1, 36 of 48). */
  function inWords(right, of) {
    if (of === 0) {
      return "unknown: no query has a known class";
    }
    const [low, high] = wilson(right, of);
    return `${percent(right / of)} (95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}, ${right} of ${of})`;
  }

  chmcorr.statistics = { wilson, percent, inWords };
})(globalThis.chmcorr);
