"use strict";
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, table } = chmcorr;
  const HEIGHT = 260;
  const MAX_WIDTH = 560;
  const MIN_WIDTH = 260;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Steps of axes that count things: none between whole numbers. */
  const STEPS = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5].map((power) => step * 10 ** power)).sort((a, b) => a - b);

  function options(across, lines, range, width) {
    const axis = { stroke: colour("--text"), grid: { stroke: colour("--line") }, ticks: { stroke: colour("--line") } };
    return {
      width,
      height: HEIGHT,
      scales: { x: { time: false }, y: range ? { range: () => range } : {} },
      axes: [
        { ...axis, label: across, incrs: STEPS },
        { ...axis, label: "accuracy, %", size: 60 },
      ],
      series: [
        { label: across, value: (_, value) => value ?? "–" },
        ...lines.map((line) => ({
          label: line.name,
          stroke: colour(line.reranked ? "--series-2" : "--series-1"),
          width: 2,
          dash: line.reranked ? [8, 4] : undefined,
          points: { show: true, size: 7, fill: colour("--back") },
          value: (_, value) => (value === null ? "–" : value.toFixed(1)),
        })),
      ],
      legend: { live: true },
    };
  }

  /**
   * A plot of accuracies in percent, and the same numbers as a table.
   *
   * @param where the run
   * @param xs ascending
   * @param lines {name, reranked, values}, null where there is none
   * @param range [lowest, highest] accuracy, the same for plots that are compared; as the lines need it, if there is none
   */
  chmcorr.plot = function (where, title, across, xs, lines, range) {
    const area = h("div", { class: "plot", role: "img", "aria-label": title + "; the numbers are in the table below" });
    const rows = xs.map((x, i) => [x, ...lines.map((line) => (line.values[i] === null ? "–" : line.values[i].toFixed(1) + " %"))]);
    const figure = h(
      "figure",
      null,
      h("figcaption", null, title),
      area,
      h("details", null, h("summary", null, "As a table"), table(title, [across, ...lines.map((line) => line.name)], rows, where)),
    );
    let plot = null;
    const draw = () => {
      const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, area.clientWidth));
      if (plot) {
        plot.destroy();
      }
      plot = new uPlot(options(across, lines, range, width), [xs, ...lines.map((line) => line.values)], area);
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    // It has no width before it is in the page, which may wait for the data of other runs.
    let width = 0;
    new ResizeObserver(() => {
      if (area.clientWidth > 0 && Math.abs(width - area.clientWidth) > 20) {
        width = area.clientWidth;
        requestAnimationFrame(draw);
      }
    }).observe(area);
    return figure;
  };
})(globalThis.chmcorr);
