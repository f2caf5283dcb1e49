"use strict";
/*
 * Scores and votes as the program does, to the last bit: numbers are doubles and are added in the
 * same order. A rule is {axes, t} for attention, or {axes, mask} for chosen parts.
 */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const SIDE = 7;
  const CELLS = SIDE * SIDE;
  const TOP = 5;

  /** Whether each cell of a pair is attended to; none is where all are alike. */
  function attended(pair, t) {
    let lowest = Infinity;
    let highest = -Infinity;
    pair.attention.forEach((value) => {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    });
    return Array.from(pair.attention, (value) => (value - lowest) / (highest - lowest) >= t);
  }

  /**
   * The similarity map times the weights of its cells, row-major. Methods that choose parts themselves
   * have one map for these and, in the place of the published one, another for chosen cells.
   */
  function weighted(pair, rule) {
    const chosen = pair.links && pair.links.length > 0;
    const map = pair[rule.mask && chosen ? "published" : rule.axes];
    if (rule.mask) {
      return rule.mask.map((weight, cell) => (weight === 0 ? 0 : map[cell] * weight));
    }
    return attended(pair, rule.t).map((kept, cell) => (kept ? map[cell] : 0));
  }

  /** A sum that carries the rounding errors along, as that of a stream of doubles in Java. */
  function sum(values) {
    let total = 0;
    let error = 0;
    values.forEach((value) => {
      const corrected = value - error;
      const next = total + corrected;
      error = next - total - corrected;
      total = next;
    });
    return total - error;
  }

  function score(weights, rule) {
    if (rule.mask) {
      return sum(weights) / CELLS;
    }
    const best = Array.from(weights).sort((a, b) => b - a);
    let total = 0;
    for (let i = 0; i < TOP; i++) {
      total += best[i];
    }
    return total / TOP;
  }

  /**
   * The compared candidates among the n nearest, best first; equal ones as they were ranked.
   *
   * @param ranking nearest first, of {rank, class, pair}
   */
  function rerank(ranking, rule, n) {
    return ranking
      .filter((candidate) => candidate.rank <= n && candidate.pair)
      .map((candidate) => {
        const weights = weighted(candidate.pair, rule);
        return { candidate, weights, score: score(weights, rule) };
      })
      .sort((a, b) => b.score - a.score || a.candidate.rank - b.candidate.rank);
  }

  /** The classes of the first k with their votes: most votes first, then by label. */
  function votes(classes, k) {
    const counts = new Map();
    classes.slice(0, k).forEach((cls) => counts.set(cls, (counts.get(cls) || 0) + 1));
    return Array.from(counts, ([cls, count]) => ({ class: cls, votes: count })).sort((a, b) => b.votes - a.votes || a.class - b.class);
  }

  /** How many cells an explanation shows. */
  function shownCells(rule) {
    return rule.mask ? rule.mask.filter((weight) => weight !== 0).length : TOP;
  }

  /** The grid points p = i*7+j of the highest cells, highest first; cell (r, c) lies at i = c, j = r. */
  function bestPoints(weights, count) {
    const cellOf = (p) => (p % SIDE) * SIDE + Math.floor(p / SIDE);
    return Array.from({ length: CELLS }, (_, p) => p)
      .sort((a, b) => weights[cellOf(b)] - weights[cellOf(a)] || a - b)
      .slice(0, count);
  }

  /** The cell of a map that a grid point stands for. */
  function cell(point) {
    return (point % SIDE) * SIDE + Math.floor(point / SIDE);
  }

  chmcorr.scoring = { attended, weighted, score, rerank, votes, shownCells, bestPoints, cell };
})(globalThis.chmcorr);
