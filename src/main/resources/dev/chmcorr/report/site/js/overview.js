"use strict";
/* What a run came to: accuracies, what re-ranking mends and spoils, classes, hubs, how it was made. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, name, table } = chmcorr;
  const { inWords, percent } = chmcorr.statistics;
  const MAX_CLASSES = 1000;

  const className = (run, cls) => (cls < 0 ? h("i", null, "unknown") : name(run.classes[cls]));

  function accuracies(run, data) {
    const known = data.known;
    const share = (right) => (known === 0 ? null : (100 * right) / known);
    return [
      h(
        "dl",
        { class: "facts" },
        h("div", null, h("dt", null, "queries"), h("dd", null, known === data.queries ? String(known) : `${data.queries}, of known class ${known}`)),
        h("div", null, h("dt", null, "kNN right"), h("dd", null, inWords(data.knnCorrect, known))),
        h("div", null, h("dt", null, "CHM-Corr right"), h("dd", null, inWords(data.chmCorrect, known))),
      ),
      known === 0
        ? null
        : h(
            "div",
            { class: "plots" },
            chmcorr.plot(
              run.name,
              "Accuracy against K, the candidates that vote",
              "K",
              data.byK.map(([k]) => k),
              [
                { name: "kNN", values: data.byK.map(([, knn]) => share(knn)) },
                { name: "CHM-Corr", values: data.byK.map(([, , chm]) => (chm === null ? null : share(chm))) },
              ],
            ),
            chmcorr.plot(
              run.name,
              "Accuracy of CHM-Corr against N, the candidates re-ranked",
              "N",
              data.byN.map(([n]) => n),
              [{ name: "CHM-Corr", values: data.byN.map(([, chm]) => share(chm)) }],
            ),
          ),
    ];
  }

  function outcome(cls, knn, chm) {
    if (cls < 0) {
      return "unknown";
    }
    return chm === cls ? "mends" : knn === cls ? "spoils" : "wrong either way";
  }

  function changes(run, data) {
    if (data.changes.length === 0) {
      return h("p", null, "Re-ranking changed no prediction.");
    }
    return table(
      "Predictions that re-ranking changed",
      ["class", "kNN said", "CHM-Corr says", "it", "queries"],
      data.changes.map(([cls, knn, chm, count]) => [className(run, cls), className(run, knn), className(run, chm), outcome(cls, knn, chm), count]),
      run.name,
    );
  }

  function classes(run, data) {
    const rows = data.classes
      .slice(0, MAX_CLASSES)
      .map(([cls, queries, knn, chm]) => [
        h("a", { href: chmcorr.address(run, "queries", { class: run.classes[cls] }) }, className(run, cls)),
        queries,
        percent(knn / queries),
        percent(chm / queries),
        ((100 * (chm - knn)) / queries).toFixed(1),
      ]);
    return [
      table("Accuracy by class", ["class", "queries", "kNN", "CHM-Corr", "difference, points"], rows, run.name),
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
      data.stages.length === 0 ? null : table("Time", ["what", "value"], data.stages.map(([what, value]) => [what, String(value)]), run.name),
      errors,
      h("details", null, h("summary", null, "What it was made with"), table("Record of the run", ["part", "key", "value"], data.record.map((row) => row.map(String)), run.name)),
    ];
  }

  async function section(run) {
    const data = await chmcorr.data.overview(run);
    return h(
      "section",
      { class: "run" },
      h("h2", null, name(run.name)),
      h("p", { class: "note" }, "Setting ", name(run.setting.name), ". ", h("a", { href: chmcorr.address(run, "queries", {}) }, "Look at its queries"), "."),
      accuracies(run, data),
      h("h3", null, "What re-ranking mends and spoils"),
      changes(run, data),
      h("h3", null, "Classes"),
      data.classes.length === 0 ? h("p", null, "No query has a known class.") : classes(run, data),
      h("h3", null, "Hubs"),
      hubs(run, data),
      h("h3", null, "Time, errors, making"),
      making(run, data),
    );
  }

  /** The page of all runs, side by side. */
  chmcorr.overview = async function (site) {
    const sections = await Promise.all(site.runs.map(section));
    return [h("h1", null, "Overview"), h("div", { class: sections.length > 1 ? "runs side-by-side" : "runs" }, sections)];
  };
})(globalThis.chmcorr);
