"use strict";
/* Queries as cards: its picture, its class and what each method says of it. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name } = chmcorr;
  const { fileOf } = chmcorr.selection;

  /** More than are in sight of most windows; what is made in one frame stays far below 100 ms. */
  const PER_FRAME = 12;

  /** Votes come first: a long name is cut at its end. */
  function verdict(run, truth, cls, votes, method) {
    if (cls < 0) {
      return h("span", { class: "verdict" }, method, ": none");
    }
    const mark = truth < 0 ? "" : truth === cls ? "✓ " : "✗ ";
    const kind = truth < 0 ? "open" : truth === cls ? "right" : "wrong";
    return h("span", { class: "verdict " + kind }, h("span", { class: "says" }, mark, method, votes === 1 ? ", 1 vote: " : `, ${votes} votes: `), name(run.classes[cls]));
  }

  /** What each of the runs says after re-ranking; where there are several, under their names. */
  function verdicts(run, index, i, joined) {
    const lines = [verdict(run, index.class[i], index.chm[i], index.chmVotes[i], joined.length > 0 ? name(run.name) : chmcorr.method(run))];
    for (const { run: other, index: theirs, places } of joined) {
      const place = places[i];
      if (place >= 0) {
        lines.push(verdict(other, theirs.class[place], theirs.chm[place], theirs.chmVotes[place], name(other.name)));
      }
    }
    return lines;
  }

  function card(run, index, i, joined) {
    const cls = index.class[i];
    return h(
      "a",
      { class: "card", href: chmcorr.address(run, "query/" + index.id[i], {}) },
      chmcorr.picture(index.image[i], "", 160),
      h("strong", null, `#${index.id[i]}`),
      h("span", { class: "file", title: index.name[i] }, name(fileOf(run, index, i))),
      cls < 0 ? h("i", null, "class unknown") : h("span", { class: "own" }, h("span", null, "class "), name(run.classes[cls])),
      verdict(run, cls, index.knn[i], index.knnVotes[i], "kNN"),
      verdicts(run, index, i, joined),
    );
  }

  /**
   * A list of cards: {element, show(places of queries)}. Those that come first are there at once, the
   * rest follows frame by frame in places that are kept for them.
   */
  chmcorr.cards = function (run, index, joined) {
    const element = h("ul", { class: "cards" });
    let next = 0;
    const fill = (places, from) => {
      const to = Math.min(places.length, from + PER_FRAME);
      for (let at = from; at < to; at++) {
        element.children[at].append(card(run, index, places[at], joined));
      }
      if (to < places.length) {
        next = requestAnimationFrame(() => fill(places, to));
      } else {
        element.removeAttribute("aria-busy");
      }
    };
    return {
      element,
      show(places) {
        cancelAnimationFrame(next);
        element.setAttribute("aria-busy", "true");
        element.replaceChildren(...places.map(() => h("li")));
        fill(places, 0);
      },
    };
  };
})(globalThis.chmcorr);
