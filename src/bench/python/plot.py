"""plot.py TABLE.tsv OUT.svg: from lines "PANEL <tab> SERIES <tab> X <tab> SECONDS" draws time against size, both axes
logarithmic; dotted: exactly linear growth from the largest size."""

import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["svg.hashsalt"] = "chm-corr"
from matplotlib import pyplot  # noqa: E402

panels = {}
for line in open(sys.argv[1]):
    panel, series, x, seconds = line.rstrip("\n").split("\t")
    panels.setdefault(panel, {}).setdefault(series, []).append((float(x), float(seconds)))

figure, axes = pyplot.subplots(1, len(panels), figsize=(4 * len(panels), 3.5), squeeze=False)
for axis, (panel, series) in zip(axes[0], panels.items()):
    for name, points in series.items():
        xs, ys = zip(*points)
        axis.loglog(xs, ys, "o-", label=name)
        axis.loglog(xs, [ys[-1] * x / xs[-1] for x in xs], ":", color="grey")
    axis.set_xlabel(panel)
    axis.set_ylabel("seconds")
    axis.grid(True, which="both", alpha=0.2)
    axis.legend()
figure.tight_layout()
figure.savefig(sys.argv[2])
