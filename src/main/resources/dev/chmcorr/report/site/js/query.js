"use strict";
/* One query: why this class, why not the other, and what the answer would be if other parts counted. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, scoring, question } = chmcorr;
  const SHOWN = 5;
  const NEAREST = "The nearest of all classes. The figure that picture draws has those of the class that kNN predicts.";

  const ruleOf = (state) => (state.mask ? { axes: state.axes, mask: state.mask } : { axes: state.axes, t: state.t });

  function answer(query, state) {
    const ordered = scoring.rerank(query.ranking, ruleOf(state), state.n);
    return {
      ordered,
      chm: scoring.votes(ordered.map((scored) => scored.candidate.class), state.k),
      knn: scoring.votes(query.ranking.map((candidate) => candidate.class), state.k),
    };
  }

  function verdict(run, query, votes, k) {
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

  /** A candidate's place, and whether it has a vote. */
  const rankText = (rank, k) => (rank <= k ? `rank ${rank}` : `rank ${rank}, no vote`);

  /** The nearest of a class that are no candidates, scored as if they were, best first. */
  function beside(query, found, rule, cls) {
    const known = new Set(found.ordered.map((scored) => scored.candidate.id));
    const others = query.classes.filter((candidate) => candidate.class === cls && !known.has(candidate.id));
    return scoring.rerank(others, rule, Infinity);
  }

  function matchesOf(query, found, { rule, k }, cls) {
    const shown = found.ordered.filter((scored) => scored.candidate.class === cls).concat(beside(query, found, rule, cls));
    const place = (scored) => found.ordered.indexOf(scored) + 1;
    return h(
      "div",
      { class: "matches" },
      shown.slice(0, SHOWN).map((scored) => chmcorr.match(query, scored, rule, place(scored) > 0 ? rankText(place(scored), k) : "no candidate")),
    );
  }

  function neighbours(run, query, k) {
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
            h("span", null, rankText(candidate.rank, k)),
            candidate.similarity === null ? null : h("span", null, `similarity ${candidate.similarity.toFixed(4)}`),
          ),
        ),
      ),
    );
  }

  /**
   * Classes that are not predicted, the runner-up first: those with votes, then those of the best
   * other candidates, then the nearest by embedding.
   */
  function otherClasses(query, found) {
    const all = [...found.chm, ...found.ordered.map((scored) => scored.candidate), ...query.classes.filter((candidate) => candidate.pair)];
    return [...new Set(all.map((one) => one.class))].slice(1);
  }

  /** What to ask for instead of the runner-up, where there is a choice. */
  function otherClass(run, others, cls, choose) {
    const option = (other) => h("option", { value: String(other), selected: other === cls }, run.classes[other]);
    return others.length < 2
      ? null
      : chmcorr.labelled("Another class", h("select", { name: "other", onchange: (event) => choose(Number(event.target.value)) }, others.map(option)));
  }

  function results(run, query, state, choose) {
    const rule = ruleOf(state);
    const shown = { rule, k: state.k };
    const found = answer(query, state);
    const failed = query.ranking.filter((candidate) => candidate.rank <= state.n && !candidate.pair).length;
    const sections = [];
    if (found.chm.length > 0) {
      const [best] = found.chm;
      const others = otherClasses(query, found);
      const other = others.includes(state.other) ? state.other : others.length > 0 ? others[0] : -1;
      sections.push(
        h(
          "section",
          null,
          h("h2", null, "Why ", name(run.classes[best.class]), "?"),
          h("p", { class: "standing" }, question.why(found, state.k)),
          chmcorr.legend(rule, run),
          matchesOf(query, found, shown, best.class),
        ),
      );
      sections.push(
        other < 0
          ? h("section", { id: "runner-up" }, h("h2", null, "Why not another class?"), h("p", null, "No candidate is of another class."))
          : h(
              "section",
              { id: "runner-up" },
              h("h2", null, "Why not ", name(run.classes[other]), "?"),
              otherClass(run, others, other, choose),
              h("p", { class: "standing" }, question.whyNot(found, state.k, other, beside(query, found, rule, other))),
              matchesOf(query, found, shown, other),
            ),
      );
    }
    sections.push(h("section", null, h("h2", null, "Nearest neighbours by embedding (kNN)"), h("p", { class: "note" }, NEAREST), neighbours(run, query, state.k)));
    sections.push(
      h("section", null, h("h2", null, "Votes"), h("div", { class: "votes" }, bars(run, query, question.method(run, state.mask), found.chm), bars(run, query, "kNN", found.knn))),
    );
    if (failed > 0) {
      sections.push(h("p", { class: "note" }, `${failed} of the ${state.n} nearest neighbours could not be compared; the run's table of errors says why.`));
    }
    return { found, sections };
  }

  function facts(run, query, knn, chm) {
    return h(
      "dl",
      { class: "facts" },
      h("div", null, h("dt", null, "class"), h("dd", null, query.class < 0 ? h("i", null, "unknown") : name(run.classes[query.class]))),
      h("div", null, h("dt", null, "kNN"), h("dd", null, verdict(run, query, knn, run.setting.k))),
      h("div", null, h("dt", null, question.method(run, run.setting.masked)), h("dd", null, verdict(run, query, chm, run.setting.k))),
    );
  }

  /** What another run says of the query at a place of its own. */
  function says(other, index, place) {
    const cls = index.chm[place];
    if (cls < 0) {
      return "no result";
    }
    const truth = index.class[place];
    const mark = truth < 0 ? "" : truth === cls ? "✓ right: " : "✗ wrong: ";
    return h("span", { class: truth < 0 ? "open" : truth === cls ? "right" : "wrong" }, mark, name(other.classes[cls]), ` (${index.chmVotes[place]} votes)`);
  }

  async function elsewhere(site, run, query) {
    const links = [];
    for (const other of site.runs.filter((one) => one !== run)) {
      const index = await chmcorr.data.index(other);
      const place = index.name.indexOf(query.name);
      if (place >= 0) {
        const link = h("a", { href: chmcorr.address(other, "query/" + index.id[place], {}) }, name(other.name));
        links.push(h("li", null, link, `: ${question.method(other, other.setting.masked)} says `, says(other, index, place)));
      }
    }
    return links.length === 0 ? null : h("section", { id: "elsewhere" }, h("h2", null, "The same query in other runs"), h("ul", null, links));
  }

  /** Ways to the queries beside this one: of the list that it was opened from, else of all. */
  async function crumbs(site, run, query, index, asked) {
    await chmcorr.gallery.joining(site, run, index);
    const list = Object.fromEntries(new URLSearchParams(asked.in || ""));
    const listed = chmcorr.gallery.select(index, run, list);
    const within = listed.length < index.size && listed.includes(query.place);
    // An address may name a list that lacks this query.
    const places = listed.includes(query.place) ? listed : Array.from({ length: index.size }, (_, i) => i);
    const place = places.indexOf(query.place);
    const step = (text, to) =>
      to >= 0 && to < places.length ? h("a", { href: chmcorr.address(run, "query/" + index.id[places[to]], {}) }, text) : h("span", { class: "off" }, text);
    return h(
      "p",
      { class: "crumbs" },
      within ? h("a", { id: "list", href: chmcorr.address(run, "queries", list) }, `The ${listed.length} listed`) : null,
      h("a", { href: chmcorr.address(run, "queries", places === listed && !within ? list : {}) }, "All queries of ", name(run.name)),
      step("Previous", place - 1),
      step("Next", place + 1),
      within ? h("span", { class: "off" }, `${place + 1} of the ${listed.length} listed`) : null,
    );
  }

  /** The page of a query. */
  chmcorr.query = async function (site, run, id, asked) {
    const [index, query] = [await chmcorr.data.index(run), await chmcorr.data.query(run, id)];
    let state = question.ofAddress(run, query, asked);
    const original = answer(query, question.ofRun(run, query));
    const area = h("div", { id: "explanation" });
    const heatLegend = h("span", { class: "note", id: "heat-legend", hidden: true });
    const attention = h("input", {
      type: "checkbox",
      id: "attention",
      onchange: () => {
        area.classList.toggle("with-heat", attention.checked);
        heatLegend.hidden = !attention.checked;
      },
    });
    let pending = 0;
    const ask = chmcorr.asking(run, query, () => state, (what) => {
      state = { ...state, ...what };
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(() => {
        chmcorr.keep(run, "query/" + id, question.toAddress(run, query, state));
        draw();
      });
    });
    function draw() {
      const { found, sections } = results(run, query, state, (other) => {
        state = { ...state, other };
        draw();
        area.querySelector("[name=other]").focus();
      });
      ask.show();
      heatLegend.textContent = chmcorr.heatLegend(ruleOf(state));
      area.replaceChildren(...sections);
      const was = original.chm[0];
      const is = found.chm[0];
      ask.output.replaceChildren(
        question.method(run, state.mask) + " says ",
        verdict(run, query, found.chm, state.k),
        is && was && is.class !== was.class ? h("span", null, "; the run says ", name(run.classes[was.class])) : "",
      );
      chmcorr.say(ask.output.textContent + ask.remark());
    }
    draw();
    return [
      await crumbs(site, run, query, index, asked),
      h("h1", null, "Query ", String(query.id), ": ", name(query.name)),
      facts(run, query, original.knn, original.chm),
      ask.element,
      h("p", null, h("label", { class: "check" }, attention, " show what the query attends to"), heatLegend),
      area,
      await elsewhere(site, run, query),
    ];
  };
})(globalThis.chmcorr);
