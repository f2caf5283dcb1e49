"use strict";
/* Which parts of a query are shown, where they are in a candidate, and how they are numbered and named. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  /** Colours that people with any colour vision tell apart; parts beyond them have one again, with a dark line in it. */
  const COLOURS = 7;

  const coordinate = (i) => 18 + 34 * i;

  /** Row and column of a cell x * 7 + y, in words. */
  const inWords = (cell) => `row ${(cell % 7) + 1} column ${Math.floor(cell / 7) + 1}`;

  /** The middle of a cell x * 7 + y, in pixels. */
  const middle = (cell) => [coordinate(Math.floor(cell / 7)), coordinate(cell % 7)];

  /** Grid points and where they belong: the best cells, or what the method has chosen. */
  function shown({ candidate: { pair }, weights }, rule) {
    if (!rule.mask && pair.links && pair.links.length > 0) {
      return pair.links.map(({ point, cell, value }) => ({ point, target: cell, value, digits: 5 }));
    }
    const points = chmcorr.scoring.bestPoints(weights, chmcorr.scoring.shownCells(rule));
    return points.map((point) => ({ point, target: pair.cell[point], value: weights[chmcorr.scoring.cell(point)], digits: 3 }));
  }

  /**
   * The best matched parts of a scored candidate, numbered as the figures of `picture` have it: those
   * that meet in one cell of the candidate share number, colour and the box there.
   */
  function matches(scored, rule) {
    const { pair } = scored.candidate;
    const numbers = new Map();
    return shown(scored, rule).map(({ point, target, value, digits }, i) => {
      if (!numbers.has(target)) {
        numbers.set(target, numbers.size + 1);
      }
      const number = numbers.get(target);
      const looks = [`colour-${(number - 1) % COLOURS}`, number > COLOURS ? "again" : "", value === 0 ? "left-out" : ""];
      return {
        key: String(i + 1),
        number,
        from: middle(point),
        to: middle(target),
        looks: looks.filter((look) => look).join(" "),
        value,
        digits,
        where: `${inWords(point)} to ${inWords(target)}`,
        weighted: Boolean(rule.mask) && rule.mask[chmcorr.scoring.cell(point)] !== 1,
      };
    });
  }

  /** The border between the cells that are kept and all else, as a path; cells have a side in pixels. */
  function border(kept, side) {
    const inside = (row, column) => row >= 0 && row < 7 && column >= 0 && column < 7 && kept[7 * row + column] === true;
    const line = (row, column, draw) => `M${column * side} ${row * side}${draw}${side}`;
    const edges = [];
    for (let row = 0; row <= 7; row++) {
      for (let column = 0; column <= 7; column++) {
        if (inside(row, column) !== inside(row - 1, column)) {
          edges.push(line(row, column, "h"));
        }
        if (inside(row, column) !== inside(row, column - 1)) {
          edges.push(line(row, column, "v"));
        }
      }
    }
    return edges.join("");
  }

  /** A part's name for those who do not see the boxes. */
  function nameOf(match) {
    const value = `${match.weighted ? "similarity times weight" : "similarity"} ${match.value.toFixed(match.digits)}`;
    return `part ${match.number}, ${match.where}, ${match.value === 0 ? "does not count" : value}`;
  }

  chmcorr.parts = { COLOURS, matches, nameOf, border };
})(globalThis.chmcorr);
