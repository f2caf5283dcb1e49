"use strict";
/* What a run came to: accuracies, what re-ranking mends and spoils, classes, hubs, how it was made. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, table } = chmcorr;
  const { inWords, percent } = chmcorr.statistics;
  const MAX_CLASSES = 1000;
  const METHODS =
    "kNN predicts the class that most of a query's K nearest gallery images have, by embedding. Re-ranking compares the N nearest with the query part by part, and lets the K vote whose parts correspond best.";

  const className = (run, cls) => (cls < 0 ? h("i", null, "unknown") : name(run.classes[cls]));

  /** In tens of percent, so that all plots of the page can be compared. */
  function rangeOf(all) {
    const shares = all.flatMap((data) => [...data.byK.flatMap(([, knn, chm]) => [knn, chm]), ...data.byN.map(([, chm]) => chm)].filter((right) => right !== null).map((right) => (100 * right) / data.known));
    const lowest = Math.max(0, Math.floor(Math.min(...shares) / 10) * 10);
    return [lowest, Math.max(lowest + 10, Math.min(100, Math.ceil(Math.max(...shares) / 10) * 10))];
  }

  function setting(run) {
    const { n, k, t, axes, masked } = run.setting;
    const fixed = chmcorr.question.fixed(run);
    const map = fixed.includes("axes") ? "" : `, ${axes} axes`;
    const threshold = fixed.includes("t") ? "" : `, T\u00a0${t}`;
    return `N\u00a0${n} candidates, K\u00a0${k} votes${map}, parts weighed by ${masked ? "masks" : `attention${threshold}`}`;
  }

  function accuracies(run, data) {
    const known = data.known;
    return h(
      "dl",
      { class: "facts" },
      h("div", null, h("dt", null, "queries"), h("dd", null, known === data.queries ? String(known) : `${data.queries}, of known class ${known}`)),
      h("div", null, h("dt", null, "kNN right"), h("dd", null, inWords(data.knnCorrect, known))),
      h("div", null, h("dt", null, chmcorr.method(run) + " right"), h("dd", null, inWords(data.chmCorrect, known))),
    );
  }

  function plots(run, data, range) {
    if (data.known === 0) {
      return null;
    }
    const method = chmcorr.method(run);
    const share = (right) => (right === null ? null : (100 * right) / data.known);
    return h(
      "div",
      { class: "plots" },
      chmcorr.plot(
        run.name,
        "Accuracy against K, the candidates that vote",
        "K",
        data.byK.map(([k]) => k),
        [
          { name: "kNN", values: data.byK.map(([, knn]) => share(knn)) },
          { name: method, reranked: true, values: data.byK.map(([, , chm]) => share(chm)) },
        ],
        range,
      ),
      chmcorr.plot(
        run.name,
        `Accuracy of ${method} against N, the candidates re-ranked`,
        "N",
        data.byN.map(([n]) => n),
        [{ name: method, reranked: true, values: data.byN.map(([, chm]) => share(chm)) }],
        range,
      ),
    );
  }

  function outcome(cls, knn, chm) {
    if (cls < 0) {
      return "unknown";
    }
    return chm === cls ? "mends" : knn === cls ? "spoils" : "wrong either way";
  }

  const counted = (count, one) => (count === 1 ? `1 ${one}` : `${count} ${one === "query" ? "queries" : one + "s"}`);

  function totals(run, { mends, spoils, wrong }) {
    const link = (text, asked) => h("a", { href: chmcorr.address(run, "queries", { outcome: asked }) }, text);
    return h(
      "p",
      { class: "totals" },
      "Re-ranking changed the prediction of ",
      link(counted(mends + spoils + wrong, "query"), "differ"),
      ": it ",
      link(`mends ${mends}`, "chm"),
      ", ",
      link(`spoils ${spoils}`, "knn"),
      `, and ${wrong} ${wrong === 1 ? "is" : "are"} wrong either way.`,
    );
  }

  function changes(run, data) {
    if (data.changes.length === 0) {
      return h("p", null, "Re-ranking changed no prediction.");
    }
    const queries = ([cls, knn, chm, count]) => {
      const asked = { own: run.classes[cls], saidknn: run.classes[knn], saidchm: run.classes[chm] };
      return h("a", { href: chmcorr.address(run, "queries", asked), "aria-label": "Look at " + counted(count, "query") }, String(count));
    };
    return [
      totals(run, data.changed),
      table(
        "Predictions that re-ranking changed",
        ["class", "kNN said", chmcorr.method(run) + " says", "effect", "queries"],
        data.changes.map((change) => [className(run, change[0]), className(run, change[1]), className(run, change[2]), outcome(...change), queries(change)]),
        run.name,
      ),
      data.changed.rows > data.changes.length ? h("p", { class: "note" }, `The ${data.changes.length} most frequent of ${data.changed.rows} changes.`) : null,
    ];
  }

  const number = (text) => h("span", null, text);

  function classes(run, data) {
    const rows = data.classes
      .slice(0, MAX_CLASSES)
      .map(([cls, queries, knn, chm]) => [
        h("a", { href: chmcorr.address(run, "queries", { class: run.classes[cls] }) }, className(run, cls)),
        queries,
        number(percent(knn / queries)),
        number(percent(chm / queries)),
        number(((100 * (chm - knn)) / queries).toFixed(1)),
      ]);
    return [
      chmcorr.sortable(table("Accuracy by class", ["class", "queries", "kNN", chmcorr.method(run), "difference, points"], rows, run.name)),
      data.classes.length > MAX_CLASSES ? h("p", { class: "note" }, `The first ${MAX_CLASSES} of ${data.classes.length} classes.`) : null,
    ];
  }

  function hubs(run, data) {
    return table(
      "Hubs: gallery images that vote most",
      ["image", "name", "class", "votes", "for a wrong class"],
      data.hubs.map((hub) => [chmcorr.picture(hub.image, hub.name, 64), name(hub.name), className(run, hub.class), hub.votes, hub.wrong]),
      run.name,
    );
  }

  const STAGES = { embed: "embedding images", rank: "ranking", correspond: "comparing pairs", score: "voting" };
  const PARTS = {
    images_read: "images read",
    images_failed: "images failed",
    pairs: "pairs compared",
    queries_scored: "queries scored",
    read_seconds: "reading",
    decode_seconds: "decoding",
    load_seconds: "loading networks",
    wait_seconds: "waiting for images",
    infer_seconds: "networks on images",
    match_seconds: "networks on pairs",
    score_seconds: "scoring",
    write_seconds: "writing",
  };

  function duration(seconds) {
    if (seconds === undefined) {
      return "";
    }
    return seconds < 600 ? seconds.toFixed(1) + "\u00a0s" : seconds < 36000 ? (seconds / 60).toFixed(1) + "\u00a0min" : (seconds / 3600).toFixed(1) + "\u00a0h";
  }

  /** Where the time went, a row a step. */
  function times(run, data) {
    if (data.stages.length === 0) {
      return null;
    }
    const steps = new Map();
    data.stages.forEach(([what, value]) => {
      const [stage, key] = what.split(": ", 2);
      steps.set(stage, { ...steps.get(stage), [key]: value });
    });
    const part = (key, value) => (key.endsWith("_seconds") ? `${PARTS[key]} ${duration(value)}` : `${value} ${PARTS[key]}`);
    const rows = [...steps].map(([stage, of]) => [
      STAGES[stage] || stage,
      duration(of.wall_seconds),
      of.slots === undefined ? "" : of.slots,
      duration(of.task_seconds),
      Object.entries(of)
        .filter(([key]) => key in PARTS)
        .map(([key, value]) => part(key, value))
        .join(", "),
    ]);
    return [
      table("Time", ["step", "took", "task slots", "all tasks together", "details"], rows, run.name),
      h("p", { class: "note" }, "Each step as it was when it last had something to do."),
    ];
  }

  function making(run, data) {
    const errors =
      data.errors.length === 0
        ? h("p", null, "No image failed.")
        : table(
            "Images that failed",
            ["reason", "how many", "for instance", "message"],
            data.errors.map((error) => [error.reason, error.count, name(error.path || ""), error.message || ""]),
            run.name,
          );
    return [
      times(run, data),
      errors,
      h("details", null, h("summary", null, "What it was made with"), table("Record of the run", ["part", "key", "value"], data.record.map((row) => row.map(String)), run.name)),
    ];
  }

  function section(run, data, range) {
    return h(
      "section",
      { class: "run" },
      h(
        "div",
        null,
        h("h2", null, name(run.name)),
        h("p", { class: "setting" }, setting(run)),
        h("p", { class: "note" }, "Setting ", name(run.setting.name), ". ", h("a", { href: chmcorr.address(run, "queries", {}) }, "Look at its queries"), "."),
        run.queries < data.queries ? h("p", { class: "note" }, `This report has pages of ${run.queries} of its ${data.queries} queries; what follows is over all of them.`) : null,
        accuracies(run, data),
      ),
      h(
        "div",
        null,
        plots(run, data, range),
        h("h3", null, "What re-ranking mends and spoils"),
        changes(run, data),
        h("h3", null, "Classes"),
        data.classes.length === 0 ? h("p", null, "No query has a known class.") : classes(run, data),
        h("h3", null, "Hubs"),
        hubs(run, data),
        h("h3", null, "Time, errors, making"),
        making(run, data),
      ),
    );
  }

  /** The page of all runs, side by side. */
  chmcorr.overview = async function (site) {
    const all = await Promise.all(site.runs.map((run) => chmcorr.data.overview(run)));
    const range = rangeOf(all.filter((data) => data.known > 0));
    const sections = site.runs.map((run, i) => section(run, all[i], range));
    return [h("h1", null, "Overview"), h("p", { class: "note" }, METHODS), h("div", { class: sections.length > 1 ? "runs side-by-side" : "runs" }, sections)];
  };
})(globalThis.chmcorr);
