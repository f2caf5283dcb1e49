"use strict";
/* Pictures of matched parts: a query above a gallery image, boxes in the same colours, lines between. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, s, name, parts } = chmcorr;
  const SIDE = 240;
  const GAP = 20;
  const BOX = 32;
  const CELL = SIDE / 7;
  const square = ([x, y], top, kind) => s("rect", { x: x - BOX / 2, y: top + y - BOX / 2, width: BOX, height: BOX, class: kind });

  /** In layers, so that the colour stands out from any picture. */
  const box = (at, top, number) => [square(at, top, "halo"), square(at, top, "box"), number > parts.COLOURS ? square(at, top, "stripe") : null];

  const label = ([x, y], top, number) => s("text", { x: x - BOX / 2 + 3, y: top + y - BOX / 2 + 11, class: "box-label" }, String(number));

  function part(match) {
    const below = SIDE + GAP;
    return s(
      "g",
      { class: `part ${match.looks}`, "data-part": match.key },
      s("line", { x1: match.from[0], y1: match.from[1], x2: match.to[0], y2: below + match.to[1] }),
      box(match.from, 0, match.number),
      box(match.to, below, match.number),
      label(match.from, 0, match.number),
      label(match.to, below, match.number),
    );
  }

  /** Whether the method chooses parts itself, whatever T. */
  const flows = (run) => chmcorr.question.fixed(run).includes("t");

  /** What boxes, numbers and colours mean. */
  chmcorr.legend = (rule, run) =>
    h(
      "p",
      { class: "note parts-legend" },
      rule.mask ? "Boxes: the chosen parts of the query" : flows(run) ? "Boxes: the pairs of parts between which most of the query's attention flows" : "Boxes: the most similar of the parts that the query attends to",
      ", and below, with the same number and colour, the cells of the neighbour that they correspond to. Parts that meet in one cell share number and colour.",
      rule.mask || flows(run) ? "" : " Dashed parts do not count.",
      chmcorr.scoring.shownCells(rule) > parts.COLOURS ? " Where a colour comes again, a dark line is in it." : "",
    );

  /** What the attention over a query's picture means. */
  chmcorr.heatLegend = (rule) =>
    "The more orange, the more of the query's attention a cell has; it differs by neighbour. " +
    (rule.mask ? "It counts for nothing while parts are chosen." : rule.t === 0 ? "" : `Only cells within the white line count: at least T = ${rule.t} of the way from the lowest to the highest.`);

  function image(file, top) {
    return file
      ? s("image", { href: "images/" + file, x: 0, y: top, width: SIDE, height: SIDE, preserveAspectRatio: "none" })
      : [s("rect", { x: 0, y: top, width: SIDE, height: SIDE, class: "missing" }), s("text", { x: SIDE / 2, y: top + SIDE / 2, class: "missing-label" }, "no picture")];
  }

  /** The attention of a pair over the query's picture: the more, the brighter; a line around what counts. */
  function heat(pair, rule) {
    const lowest = Math.min(...pair.attention);
    const range = Math.max(...pair.attention) - lowest;
    const around = rule.mask ? "" : parts.border(chmcorr.scoring.attended(pair, rule.t), CELL);
    return s(
      "g",
      { class: "heat", "aria-hidden": "true" },
      Array.from(pair.attention, (value, cell) =>
        s("rect", {
          x: (cell % 7) * CELL,
          y: Math.floor(cell / 7) * CELL,
          width: CELL,
          height: CELL,
          "fill-opacity": range > 0 ? ((0.75 * (value - lowest)) / range).toFixed(3) : 0,
        }),
      ),
      around ? [s("path", { d: around, class: "kept-halo" }), s("path", { d: around, class: "kept" })] : null,
    );
  }

  function list(found, light) {
    return h(
      "ul",
      { class: "part-list" },
      found.map((match) =>
        h(
          "li",
          null,
          h(
            "button",
            {
              type: "button",
              class: `part-button ${match.looks}`,
              "aria-label": parts.nameOf(match),
              onmouseenter: () => light(match.key),
              onmouseleave: () => light(""),
              onfocus: () => light(match.key),
              onblur: () => light(""),
            },
            `${match.number}: ${match.value.toFixed(match.digits)}`,
          ),
        ),
      ),
    );
  }

  /**
   * A neighbour with its matched parts.
   *
   * @param scored a candidate with its score and weights
   * @param rankText its place among all candidates
   */
  chmcorr.match = function (query, scored, rule, rankText) {
    const { candidate } = scored;
    const found = parts.matches(scored, rule);
    const what = `${found.length} parts of the query matched with ${candidate.name}, score ${scored.score.toFixed(4)}`;
    const drawing = s(
      "svg",
      { viewBox: `0 0 ${SIDE} ${2 * SIDE + GAP}`, role: "img", "aria-label": what },
      image(query.image, 0),
      image(candidate.image, SIDE + GAP),
      heat(candidate.pair, rule),
      found.map(part),
    );
    const light = (key) => {
      drawing.classList.toggle("lighting", key !== "");
      drawing.querySelectorAll(".part").forEach((g) => g.classList.toggle("lit", g.dataset.part === key));
    };
    drawing.querySelectorAll(".part").forEach((g) => {
      g.addEventListener("mouseenter", () => light(g.dataset.part));
      g.addEventListener("mouseleave", () => light(""));
    });
    return h(
      "figure",
      { class: "match" },
      drawing,
      h(
        "figcaption",
        null,
        h("strong", { class: "rank" }, rankText),
        h("span", { class: "file" }, name(candidate.name)),
        h("span", null, "score ", h("span", { class: "score" }, scored.score.toFixed(6)), candidate.inClass ? `, number ${candidate.rank} of its class by embedding` : `, kNN rank ${candidate.rank}`),
        list(found, light),
      ),
    );
  };

  /**
   * The query as 7 x 7 cells that can be pressed.
   *
   * @param mask 49 numbers, row-major
   * @param toggle called with the cell's number
   */
  chmcorr.grid = function (query, mask, toggle) {
    const cells = mask.map((weight, cell) =>
      h("button", {
        type: "button",
        class: "cell",
        "aria-pressed": weight !== 0 ? "true" : "false",
        "aria-label": `row ${Math.floor(cell / 7) + 1}, column ${(cell % 7) + 1}`,
        tabindex: cell === 0 ? "0" : "-1",
        onclick: () => toggle(cell),
      }),
    );
    const move = (event) => {
      const from = cells.indexOf(document.activeElement);
      const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
      const step = steps[event.key];
      if (from < 0 || step === undefined) {
        return;
      }
      event.preventDefault();
      const to = from + step;
      const sameRow = Math.floor(to / 7) === Math.floor(from / 7);
      if (to >= 0 && to < 49 && (Math.abs(step) === 7 || sameRow)) {
        cells[from].tabIndex = -1;
        cells[to].tabIndex = 0;
        cells[to].focus();
      }
    };
    const element = h(
      "div",
      { class: "grid", role: "group", "aria-label": "Parts of the query, 7 rows of 7; arrow keys move, space chooses", onkeydown: move },
      chmcorr.picture(query.image, "The query", 240),
      h("div", { class: "cells" }, cells),
    );
    return {
      element,
      show: (now) => cells.forEach((cell, i) => cell.setAttribute("aria-pressed", now[i] !== 0 ? "true" : "false")),
    };
  };
})(globalThis.chmcorr);
