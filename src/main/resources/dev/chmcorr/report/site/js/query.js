"use strict";
/* One query: why this class, why not the other, and what the answer would be if other parts counted. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, labelled } = chmcorr;
  const { scoring } = chmcorr;
  const SHOWN = 5;
  const NO_MASK = () => new Array(49).fill(0);

  /** What a run was scored with, as the controls have it. */
  function ofRun(run, query) {
    const { n, k, t, axes } = run.setting;
    return { n, k, t, axes, mask: query.mask ? [...query.mask] : null };
  }

  /** What an address asks for; what it does not say is the run's. */
  function ofAddress(run, query, asked) {
    const state = ofRun(run, query);
    const number = (key) => (asked[key] !== undefined && Number.isFinite(Number(asked[key])) ? Number(asked[key]) : state[key]);
    state.n = Math.min(run.setting.n, Math.max(1, Math.round(number("n"))));
    state.k = Math.max(1, Math.round(number("k")));
    state.t = number("t");
    state.axes = asked.axes === "aligned" || asked.axes === "published" ? asked.axes : state.axes;
    if (asked.parts !== undefined) {
      state.mask = NO_MASK();
      asked.parts
        .split(".")
        .filter((text) => /^\d+$/.test(text) && Number(text) < 49)
        .forEach((text) => (state.mask[Number(text)] = 1));
    }
    if (asked.by === "attention") {
      state.mask = null;
    }
    return state;
  }

  /** The reverse: only what differs from the run. */
  function toAddress(run, query, state) {
    const own = ofRun(run, query);
    const asked = {};
    for (const key of ["n", "k", "t", "axes"]) {
      if (state[key] !== own[key]) {
        asked[key] = String(state[key]);
      }
    }
    if (!state.mask && own.mask) {
      asked.by = "attention";
    } else if (state.mask && JSON.stringify(state.mask) !== JSON.stringify(own.mask)) {
      asked.parts = state.mask.map((weight, cell) => (weight ? cell : -1)).filter((cell) => cell >= 0).join(".");
    }
    return asked;
  }

  const ruleOf = (state) => (state.mask ? { axes: state.axes, mask: state.mask } : { axes: state.axes, t: state.t });

  /** The mask as `rerank --mask` takes it. */
  function maskJson(query, mask) {
    const rows = Array.from({ length: 7 }, (_, r) => mask.slice(7 * r, 7 * r + 7));
    return JSON.stringify({ [query.name]: rows });
  }

  function answer(query, state) {
    const ordered = scoring.rerank(query.ranking, ruleOf(state), state.n);
    return {
      ordered,
      chm: scoring.votes(ordered.map((scored) => scored.candidate.class), state.k),
      knn: scoring.votes(query.ranking.map((candidate) => candidate.class), state.k),
    };
  }

  function verdict(run, query, method, votes, k) {
    if (votes.length === 0) {
      return h("span", null, query.ranking.length === 0 ? "none: it has no neighbours" : "none: no candidate could be compared");
    }
    const [best] = votes;
    const mark = query.class < 0 ? "" : best.class === query.class ? "✓ right: " : "✗ wrong: ";
    return h(
      "span",
      { class: query.class < 0 ? "open" : best.class === query.class ? "right" : "wrong", "data-class": run.classes[best.class] },
      mark,
      name(run.classes[best.class]),
      ` (${best.votes} of ${Math.min(k, votes.reduce((sum, vote) => sum + vote.votes, 0))} votes)`,
    );
  }

  function bars(run, query, title, votes) {
    const most = Math.max(1, ...votes.map((vote) => vote.votes));
    return h(
      "div",
      { class: "bars" },
      h("h3", null, title),
      h(
        "ol",
        null,
        votes.slice(0, 10).map((vote) =>
          h(
            "li",
            { class: vote.class === query.class ? "true-class" : null },
            h(
              "span",
              { class: "bar-name" },
              vote.class === query.class ? [h("span", { "aria-hidden": "true" }, "✓ "), h("span", { class: "hidden-text" }, "its class: ")] : null,
              name(run.classes[vote.class]),
            ),
            h("span", { class: "bar", style: { width: (60 * vote.votes) / most + "%" }, "aria-hidden": "true" }),
            h("span", { class: "bar-value" }, String(vote.votes)),
          ),
        ),
      ),
      votes.length > 10 ? h("p", { class: "note" }, `and ${votes.length - 10} other classes`) : null,
      votes.length === 0 ? h("p", { class: "note" }, "no votes") : null,
    );
  }

  function matchesOf(run, query, found, rule, cls) {
    const shown = found.ordered.filter((scored) => scored.candidate.class === cls).slice(0, SHOWN);
    return h("div", { class: "matches" }, shown.map((scored) => chmcorr.match(query, scored, rule, name(run.classes[cls]))));
  }

  function neighbours(run, query) {
    if (query.ranking.length === 0) {
      return h("p", null, "It has no neighbours.");
    }
    return h(
      "div",
      { class: "neighbours" },
      query.ranking.slice(0, SHOWN).map((candidate) =>
        h(
          "figure",
          null,
          chmcorr.picture(candidate.image, "", 160),
          h(
            "figcaption",
            null,
            h("strong", null, name(run.classes[candidate.class])),
            h("span", { class: "file" }, name(candidate.name)),
            h("span", null, candidate.similarity === null ? `rank ${candidate.rank}` : `rank ${candidate.rank}, similarity ${candidate.similarity.toFixed(4)}`),
          ),
        ),
      ),
    );
  }

  /** The class with most votes but one; where all voted alike, that of the best other candidate; -1 if there is none. */
  function runnerUp(found) {
    const [best, second] = found.chm;
    const other = found.ordered.find((scored) => scored.candidate.class !== best.class);
    return second ? second.class : other ? other.candidate.class : -1;
  }

  function results(run, query, state) {
    const rule = ruleOf(state);
    const found = answer(query, state);
    const failed = query.ranking.filter((candidate) => candidate.rank <= state.n && !candidate.pair).length;
    const sections = [];
    if (found.chm.length > 0) {
      const [best] = found.chm;
      const other = runnerUp(found);
      sections.push(h("section", null, h("h2", null, "Why ", name(run.classes[best.class]), "?"), matchesOf(run, query, found, rule, best.class)));
      sections.push(
        other < 0
          ? h("section", { id: "runner-up" }, h("h2", null, "Why not another class?"), h("p", null, "No candidate is of another class."))
          : h(
              "section",
              { id: "runner-up" },
              h("h2", null, "Why not ", name(run.classes[other]), "?"),
              found.chm.length === 1 ? h("p", null, "It has no votes; of the other classes it has the best candidate.") : null,
              matchesOf(run, query, found, rule, other),
            ),
      );
    }
    sections.push(h("section", null, h("h2", null, "Nearest neighbours by embedding (kNN)"), neighbours(run, query)));
    sections.push(
      h("section", null, h("h2", null, "Votes"), h("div", { class: "votes" }, bars(run, query, "CHM-Corr", found.chm), bars(run, query, "kNN", found.knn))),
    );
    if (failed > 0) {
      sections.push(h("p", { class: "note" }, `${failed} of the ${state.n} nearest neighbours could not be compared; the run's table of errors says why.`));
    }
    return { found, sections };
  }

  function slider(text, attributes, value, change) {
    const shown = h("output", null, String(value));
    const input = h("input", {
      type: "range",
      ...attributes,
      value,
      oninput: () => {
        shown.textContent = input.value;
        change(Number(input.value));
      },
    });
    return { element: labelled(text, h("span", { class: "slider" }, input, shown)), input, shown };
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      chmcorr.say("copied");
      button.textContent = "Copied";
    } catch {
      chmcorr.say("select the text and copy it");
    }
  }

  /**
   * The controls.
   *
   * @param now gives what they ask for at the moment
   * @param changed called with what is to be different
   */
  function asking(run, query, now, changed) {
    const state = now();
    const n = slider("N, candidates", { min: 1, max: run.setting.n, step: 1, name: "n" }, state.n, (value) => changed({ n: value }));
    const k = slider("K, votes", { min: 1, max: Math.max(run.setting.n, run.setting.k), step: 1, name: "k" }, state.k, (value) => changed({ k: value }));
    const t = slider("T, attention", { min: 0, max: 1, step: 0.01, name: "t" }, state.t, (value) => changed({ t: value }));
    const axes = h(
      "select",
      { name: "axes", onchange: (e) => changed({ axes: e.target.value }) },
      ["published", "aligned"].map((text) => h("option", { value: text, selected: text === state.axes }, text)),
    );
    const by = h(
      "select",
      { name: "by", onchange: (e) => changed({ mask: e.target.value === "parts" ? NO_MASK() : null }) },
      [["attention", "attention, at least T"], ["parts", "chosen parts"]].map(([value, text]) => h("option", { value, selected: (value === "parts") === (state.mask !== null) }, text)),
    );
    const grid = chmcorr.grid(query, state.mask || NO_MASK(), (cell) => {
      const { mask: before } = now();
      const mask = before ? [...before] : NO_MASK();
      mask[cell] = mask[cell] ? 0 : 1;
      changed({ mask });
    });
    const json = h("textarea", { readonly: true, rows: 2, id: "mask-json", "aria-label": "The chosen parts, as rerank --mask takes them" });
    const button = h("button", { type: "button", onclick: () => copy(json.value, button) }, "Copy mask");
    const output = h("p", { id: "answer", class: "answer" });
    const element = h(
      "section",
      { class: "ask" },
      h("h2", null, "Ask"),
      h("p", null, "Press parts of the query: only they count then, and candidates are ranked anew. The rest of the page follows."),
      h(
        "div",
        { class: "ask-body" },
        grid.element,
        h(
          "div",
          { class: "controls" },
          labelled("What counts", by),
          t.element,
          n.element,
          k.element,
          labelled("Axes", axes),
          h("button", { type: "button", id: "reset", onclick: () => changed(ofRun(run, query)) }, "As the run has it"),
        ),
        h("div", { class: "ask-answer" }, output, h("div", { class: "mask-out" }, json, button)),
      ),
    );
    const show = () => {
      const shown = now();
      for (const [control, value] of [[n, shown.n], [k, shown.k], [t, shown.t]]) {
        control.input.value = String(value);
        control.shown.textContent = String(value);
      }
      t.input.disabled = shown.mask !== null;
      axes.value = shown.axes;
      by.value = shown.mask ? "parts" : "attention";
      grid.show(shown.mask || NO_MASK());
      json.value = shown.mask ? maskJson(query, shown.mask) : "";
      element.querySelector(".mask-out").hidden = !shown.mask;
      button.textContent = "Copy mask";
    };
    return { element, output, show };
  }

  function facts(run, query, knn, chm) {
    return h(
      "dl",
      { class: "facts" },
      h("div", null, h("dt", null, "class"), h("dd", null, query.class < 0 ? h("i", null, "unknown") : name(run.classes[query.class]))),
      h("div", null, h("dt", null, "kNN"), h("dd", null, verdict(run, query, "kNN", knn, run.setting.k))),
      h("div", null, h("dt", null, "CHM-Corr"), h("dd", null, verdict(run, query, "CHM-Corr", chm, run.setting.k))),
    );
  }

  async function elsewhere(site, run, query) {
    const links = [];
    for (const other of site.runs.filter((one) => one !== run)) {
      const index = await chmcorr.data.index(other);
      const place = index.name.indexOf(query.name);
      if (place >= 0) {
        const says = index.chm[place] < 0 ? "no result" : other.classes[index.chm[place]];
        links.push(h("li", null, h("a", { href: chmcorr.address(other, "query/" + index.id[place], {}) }, name(other.name)), ": ", name(says)));
      }
    }
    return links.length === 0 ? null : h("section", null, h("h2", null, "The same query in other runs"), h("ul", null, links));
  }

  /** The page of a query. */
  chmcorr.query = async function (site, run, id, asked) {
    const [index, query] = [await chmcorr.data.index(run), await chmcorr.data.query(run, id)];
    let state = ofAddress(run, query, asked);
    const original = answer(query, ofRun(run, query));
    const area = h("div", { id: "explanation" });
    const attention = h("input", { type: "checkbox", id: "attention", onchange: () => area.classList.toggle("with-heat", attention.checked) });
    let pending = 0;
    const ask = asking(run, query, () => state, (what) => {
      state = { ...state, ...what };
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(() => {
        chmcorr.keep(run, "query/" + id, toAddress(run, query, state));
        draw();
      });
    });
    function draw() {
      const { found, sections } = results(run, query, state);
      ask.show();
      area.replaceChildren(...sections);
      const was = original.chm[0];
      const is = found.chm[0];
      ask.output.replaceChildren(
        "CHM-Corr says ",
        verdict(run, query, "CHM-Corr", found.chm, state.k),
        is && was && is.class !== was.class ? h("span", null, "; the run says ", name(run.classes[was.class])) : "",
      );
      chmcorr.say(ask.output.textContent);
    }
    draw();
    const step = (text, place) =>
      place >= 0 && place < index.size ? h("a", { href: chmcorr.address(run, "query/" + index.id[place], {}) }, text) : h("span", { class: "off" }, text);
    return [
      h("p", { class: "crumbs" }, h("a", { href: chmcorr.address(run, "queries", {}) }, "All queries of ", name(run.name)), step("Previous", query.place - 1), step("Next", query.place + 1)),
      h("h1", null, "Query ", String(query.id), ": ", name(query.name)),
      facts(run, query, original.knn, original.chm),
      ask.element,
      h("p", null, h("label", { class: "check" }, attention, " show what the query attends to")),
      area,
      await elsewhere(site, run, query),
    ];
  };
})(globalThis.chmcorr);
