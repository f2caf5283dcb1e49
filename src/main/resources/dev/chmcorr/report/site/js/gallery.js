"use strict";
/* All queries of a run: filtered, searched, sorted, in pages. The address holds what is asked for. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, labelled } = chmcorr;
  const PER_PAGE = 48;

  const OUTCOMES = {
    "": "all",
    right: "both right",
    knn: "only kNN right",
    chm: "only CHM-Corr right",
    wrong: "both wrong",
    differ: "predictions differ",
    unknown: "class unknown",
    failed: "without a result",
  };

  const SORTS = { id: "as listed", name: "name", class: "class", "-votes": "most CHM-Corr votes", votes: "fewest CHM-Corr votes", "-knn": "most kNN votes", knn: "fewest kNN votes" };

  function hasOutcome(index, i, outcome) {
    const truth = index.class[i];
    const knn = truth >= 0 && index.knn[i] === truth;
    const chm = truth >= 0 && index.chm[i] === truth;
    const judged = truth >= 0 && index.chm[i] >= 0;
    switch (outcome) {
      case "right":
        return judged && knn && chm;
      case "knn":
        return judged && knn && !chm;
      case "chm":
        return judged && chm && !knn;
      case "wrong":
        return judged && !knn && !chm;
      case "differ":
        return index.chm[i] >= 0 && index.knn[i] !== index.chm[i];
      case "unknown":
        return truth < 0;
      case "failed":
        return index.chm[i] < 0;
      default:
        return true;
    }
  }

  const NAMES = new Intl.Collator();
  const nameRanks = new WeakMap();

  /** Where each query stands among all by name; found once, since comparing names takes long. */
  function ranksByName(index) {
    if (!nameRanks.has(index)) {
      const places = Array.from(index.name, (_, i) => i).sort((a, b) => NAMES.compare(index.name[a], index.name[b]) || a - b);
      const ranks = new Int32Array(places.length);
      places.forEach((place, rank) => (ranks[place] = rank));
      nameRanks.set(index, ranks);
    }
    return nameRanks.get(index);
  }

  function sorter(index, order) {
    switch (order) {
      case "name": {
        const ranks = ranksByName(index);
        return (a, b) => ranks[a] - ranks[b];
      }
      case "class":
        return (a, b) => index.class[a] - index.class[b] || a - b;
      case "-votes":
        return (a, b) => index.chmVotes[b] - index.chmVotes[a] || a - b;
      case "votes":
        return (a, b) => index.chmVotes[a] - index.chmVotes[b] || a - b;
      case "-knn":
        return (a, b) => index.knnVotes[b] - index.knnVotes[a] || a - b;
      case "knn":
        return (a, b) => index.knnVotes[a] - index.knnVotes[b] || a - b;
      default:
        return (a, b) => a - b;
    }
  }

  /** A bound of votes as the address has it. */
  function votes(text, otherwise) {
    const bound = Number.parseInt(text || "", 10);
    return Number.isNaN(bound) ? otherwise : bound;
  }

  /** The places of the queries that are asked for, in their order. */
  function select(index, run, asked) {
    const cls = asked.class ? run.classes.indexOf(asked.class) : null;
    const text = (asked.search || "").toLowerCase();
    const least = votes(asked.least, 0);
    const most = votes(asked.most, Infinity);
    const found = [];
    for (let i = 0; i < index.size; i++) {
      if (
        hasOutcome(index, i, asked.outcome) &&
        (cls === null || (cls >= 0 && (index.class[i] === cls || index.chm[i] === cls))) &&
        index.chmVotes[i] >= least &&
        index.chmVotes[i] <= most &&
        (text === "" || index.searched[i].includes(text) || String(index.id[i]) === text)
      ) {
        found.push(i);
      }
    }
    const order = asked.sort || "id";
    return order === "id" ? found : found.sort(sorter(index, order));
  }

  function verdict(run, truth, cls, votes, method) {
    if (cls < 0) {
      return h("span", { class: "verdict" }, method + ": none");
    }
    const mark = truth < 0 ? "" : truth === cls ? "✓ " : "✗ ";
    const kind = truth < 0 ? "open" : truth === cls ? "right" : "wrong";
    return h("span", { class: "verdict " + kind }, `${mark}${method}: `, name(run.classes[cls]), ` (${votes})`);
  }

  function card(run, index, i) {
    return h(
      "li",
      null,
      h(
        "a",
        { class: "card", href: chmcorr.address(run, "query/" + index.id[i], {}) },
        chmcorr.picture(index.image[i], "", 160),
        h("strong", null, name(index.name[i])),
        verdict(run, index.class[i], index.knn[i], index.knnVotes[i], "kNN"),
        verdict(run, index.class[i], index.chm[i], index.chmVotes[i], "CHM"),
      ),
    );
  }

  const options = (choices, chosen) => Object.entries(choices).map(([value, text]) => h("option", { value, selected: value === (chosen || "") }, text));

  function controls(run, asked, change) {
    const classes = h("datalist", { id: "classes" }, [...run.classes].map((text) => h("option", { value: text })));
    return h(
      "form",
      { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
      labelled("Outcome", h("select", { name: "outcome", onchange: (e) => change({ outcome: e.target.value }) }, options(OUTCOMES, asked.outcome))),
      labelled("Class, own or predicted", h("input", { name: "class", list: "classes", value: asked.class || "", autocomplete: "off", oninput: (e) => {
        const text = e.target.value;
        if (text === "" || run.classes.includes(text)) {
          change({ class: text });
        }
      } })),
      classes,
      labelled("Search names", h("input", { type: "search", name: "search", value: asked.search || "", oninput: (e) => change({ search: e.target.value }) })),
      ...[["least", "CHM-Corr votes from"], ["most", "to"]].map(([key, text]) =>
        labelled(text, h("input", { type: "number", name: key, min: 0, max: run.setting.k, value: asked[key] || "", oninput: (e) => change({ [key]: e.target.value }) })),
      ),
      labelled("Sort", h("select", { name: "sort", onchange: (e) => change({ sort: e.target.value }) }, options(SORTS, asked.sort || "id"))),
    );
  }

  function pages(count, page, change) {
    const last = Math.max(0, Math.ceil(count / PER_PAGE) - 1);
    const go = (text, to, off) => h("button", { type: "button", disabled: off, onclick: () => change({ page: String(to) }) }, text);
    return h(
      "nav",
      { class: "pages", "aria-label": "Pages of queries" },
      go("First", 0, page === 0),
      go("Previous", page - 1, page === 0),
      h("span", null, `page ${page + 1} of ${last + 1}`),
      go("Next", page + 1, page >= last),
      go("Last", last, page >= last),
    );
  }

  /** The page of a run's queries. */
  chmcorr.gallery = async function (site, run, asked) {
    const index = await chmcorr.data.index(run);
    let now = { ...asked };
    const results = h("div", { id: "results" });
    const others = site.runs
      .filter((other) => other !== run)
      .map((other) => ({ other, link: h("a", null, name(other.name), other.setting.masked ? " (masks)" : " (attention)") }));
    const draw = () => {
      others.forEach(({ other, link }) => link.setAttribute("href", chmcorr.address(other, "queries", { ...now, page: "" })));
      const found = select(index, run, now);
      const last = Math.max(0, Math.ceil(found.length / PER_PAGE) - 1);
      const page = Math.min(last, Math.max(0, Number.parseInt(now.page || "0", 10) || 0));
      const shown = found.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
      const count = found.length === 1 ? "1 query" : found.length + " queries";
      results.replaceChildren(
        h("p", { id: "count" }, `${count} of ${index.size}`),
        h("ul", { class: "cards" }, shown.map((i) => card(run, index, i))),
        pages(found.length, page, change),
      );
      chmcorr.say(count);
    };
    const change = (what) => {
      now = { ...now, page: "", ...what };
      chmcorr.keep(run, "queries", now);
      draw();
    };
    draw();
    return [
      h("h1", null, "Queries of ", name(run.name)),
      others.length > 0 ? h("p", { id: "others" }, "The same of other runs: ", others.map(({ link }) => [link, " "])) : null,
      controls(run, now, change),
      results,
    ];
  };
  chmcorr.gallery.select = select;
})(globalThis.chmcorr);
