"use strict";
/* All queries of a run: filtered, searched, sorted, in pages. The address holds what is asked for. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, labelled } = chmcorr;
  const { outcomes, sorts, join, classesOf, select } = chmcorr.selection;
  const PER_PAGE = 48;
  const NARROWED = { own: "of class", saidknn: "for which kNN says", saidchm: "for which re-ranking says" };

  const options = (choices, chosen) => Object.entries(choices).map(([value, text]) => h("option", { value, selected: value === (chosen || "") }, text));

  function controls(run, asked, joined, change) {
    const classes = h("datalist", { id: "classes" }, [...run.classes].map((text) => h("option", { value: text })));
    return h(
      "form",
      { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
      labelled("Outcome", h("select", { name: "outcome", onchange: (e) => change({ outcome: e.target.value }) }, options(outcomes(run, joined), asked.outcome))),
      labelled("Class, own or predicted", h("input", { name: "class", list: "classes", value: asked.class || "", autocomplete: "off", oninput: (e) => change({ class: e.target.value }) })),
      classes,
      labelled("Search names", h("input", { type: "search", name: "search", value: asked.search || "", oninput: (e) => change({ search: e.target.value }) })),
      labelled("Sort", h("select", { name: "sort", onchange: (e) => change({ sort: e.target.value }) }, options(sorts(run), asked.sort || "id"))),
      ...[["least", "votes from"], ["most", "votes to"]].map(([key, text]) =>
        labelled(`${chmcorr.method(run)} ${text}`, h("input", { type: "number", name: key, min: 0, max: run.setting.k, value: asked[key] || "", oninput: (e) => change({ [key]: e.target.value }) })),
      ),
    );
  }

  /** How many there are, and which, as far as no control says so. */
  function counted(run, count, size, asked) {
    const text = count === 1 ? "1 query" : count + " queries";
    if (!asked.class || run.classes.includes(asked.class)) {
      return `${text} of ${size}`;
    }
    const classes = classesOf(run, asked.class).size;
    if (classes === 0) {
      return `${text} of ${size}; no class has “${asked.class}” in its name`;
    }
    return `${text} of ${size}, of ${classes === 1 ? "the class" : `the ${classes} classes`} with “${asked.class}” in the name`;
  }

  /** What a link asks for that no control shows, and the way out of it. */
  function narrowed(asked, change) {
    const said = Object.entries(NARROWED).filter(([key]) => asked[key]);
    if (said.length === 0) {
      return null;
    }
    const none = Object.fromEntries(Object.keys(NARROWED).map((key) => [key, ""]));
    return h(
      "p",
      { id: "narrowed" },
      "Only queries ",
      said.map(([key, text], i) => [i > 0 ? ", " : "", text, " ", name(asked[key])]),
      ". ",
      h("button", { type: "button", onclick: () => change(none) }, "All classes"),
    );
  }

  /** The buttons stay in the page when it is turned, so that they keep the focus. */
  function pages(change) {
    let [page, last] = [0, 0];
    const where = h("span", null);
    const go = (text, to) => ({ to, button: h("button", { type: "button", onclick: () => to() !== page && change({ page: String(to()) }) }, text) });
    const clamp = (to) => Math.min(last, Math.max(0, to));
    const buttons = [go("First", () => 0), go("Previous", () => clamp(page - 1)), go("Next", () => clamp(page + 1)), go("Last", () => last)];
    const [first, previous, next, final] = buttons.map(({ button }) => button);
    const element = h("nav", { class: "pages", "aria-label": "Pages of queries" }, first, previous, where, next, final);
    return {
      element,
      /** Turns to a page, and says which it is. */
      show(now, pageCount) {
        [page, last] = [now, pageCount - 1];
        where.textContent = `page ${page + 1} of ${pageCount}`;
        buttons.forEach(({ to, button }) => button.setAttribute("aria-disabled", String(to() === page)));
        element.hidden = pageCount === 1;
        return where.textContent;
      },
    };
  }

  const joinedOf = new WeakMap();

  /** The other runs that have a run's queries too; looked for once. */
  async function joining(site, run, index) {
    if (!joinedOf.has(index)) {
      const rest = site.runs.filter((other) => other !== run);
      const indexes = await Promise.all(rest.map((other) => chmcorr.data.index(other)));
      joinedOf.set(index, join(index, rest.map((other, i) => ({ run: other, index: indexes[i] }))));
    }
    return joinedOf.get(index);
  }

  function kept(run, asked, joined) {
    const known = (asked.outcome || "") in outcomes(run, joined);
    return { ...asked, outcome: known ? asked.outcome : "" };
  }

  /** The page of a run's queries. */
  chmcorr.gallery = async function (site, run, asked) {
    const index = await chmcorr.data.index(run);
    const joined = await joining(site, run, index);
    let now = kept(run, asked, joined);
    const [count, only, cards] = [h("p", { id: "count" }), h("div", null), chmcorr.cards(run, index, joined)];
    const all = h("a", { href: chmcorr.address(run, "queries", {}) }, "All queries");
    const links = site.runs
      .filter((other) => other !== run)
      .map((other) => ({ other, link: h("a", null, name(other.name), other.setting.masked ? " (masks)" : " (attention)") }));
    const turn = pages((what) => change(what));
    let found = [];
    const draw = () => {
      links.forEach(({ other, link }) => link.setAttribute("href", chmcorr.address(other, "queries", { ...now, page: "" })));
      const pageCount = Math.max(1, Math.ceil(found.length / PER_PAGE));
      const page = Math.min(pageCount - 1, Math.max(0, Number.parseInt(now.page || "0", 10) || 0));
      const text = counted(run, found.length, index.size, now);
      count.replaceChildren(text, ...(found.length === 0 ? [". ", all] : []));
      only.replaceChildren(...[narrowed(now, change)].filter((element) => element));
      cards.show(found.slice(page * PER_PAGE, (page + 1) * PER_PAGE));
      chmcorr.say(`${text}, ${turn.show(page, pageCount)}`);
    };
    const ask = () => {
      found = select(run, index, now, joined);
      draw();
    };
    /** Turning a page asks for the same queries; whoever is further down sees it from its top. */
    const change = (what) => {
      now = { ...now, page: "", ...what };
      chmcorr.keep(run, "queries", now);
      if (Object.keys(what).join() === "page") {
        const below = results.getBoundingClientRect().top < 0;
        draw();
        if (below) {
          results.scrollIntoView();
        }
      } else {
        ask();
      }
    };
    const results = h("div", { id: "results" }, count, turn.element, cards.element);
    ask();
    chmcorr.selection.prepare(index);
    return [
      h("h1", null, "Queries of ", name(run.name)),
      links.length > 0 ? h("p", { id: "others" }, "The same of other runs: ", links.map(({ link }) => [link, " "])) : null,
      controls(run, now, joined, change),
      only,
      results,
    ];
  };
  chmcorr.gallery.joining = joining;
  /** The places of the queries that are asked for; what compares runs needs them joined first. */
  chmcorr.gallery.select = (index, run, asked) => select(run, index, asked, joinedOf.get(index) || []);
})(globalThis.chmcorr);
