"use strict";
/* Which queries of a run are asked for, in which order, and what other runs say of the same ones. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  /** What re-ranking is called: with masks it is told which parts count. */
  chmcorr.method = (run) => (run.setting.method || "CHM-Corr") + (run.setting.masked ? "+" : "");

  /** The outcomes that can be asked for; those that compare runs only where there are others. */
  function outcomes(run, joined) {
    const method = chmcorr.method(run);
    const choices = {
      "": "all",
      right: "both right",
      knn: "only kNN right",
      chm: `only ${method} right`,
      wrong: "both wrong",
      differ: "predictions differ",
      unknown: "class unknown",
      failed: "without a result",
    };
    if (joined.length > 0) {
      choices.runs = "runs differ";
    }
    if (joined.some((other) => other.run.setting.masked !== run.setting.masked)) {
      choices.masks = "right only with masks";
      choices.attention = "right only without masks";
    }
    return choices;
  }

  function sorts(run) {
    const method = chmcorr.method(run);
    return { id: "as listed", name: "name", class: "class", "-votes": `most ${method} votes`, votes: `fewest ${method} votes`, "-knn": "most kNN votes", knn: "fewest kNN votes" };
  }

  /**
   * The other runs that have queries of the same names.
   *
   * @param others {run, index}
   * @returns {run, index, places: of the same query there or -1, by place here}
   */
  function join(index, others) {
    return others
      .map((other) => {
        const places = new Map();
        other.index.name.forEach((name, place) => {
          if (!places.has(name)) {
            places.set(name, place);
          }
        });
        return { run: other.run, index: other.index, places: index.name.map((name) => (places.has(name) ? places.get(name) : -1)) };
      })
      .filter((joined) => joined.places.some((place) => place >= 0));
  }

  /** What this and the other runs say of a query: {masked, class, right}, those without a result left out. */
  function sayings(run, index, i, joined) {
    const says = [];
    const add = (one, columns, place) => {
      if (place >= 0 && columns.chm[place] >= 0) {
        const right = columns.class[place] >= 0 && columns.class[place] === columns.chm[place];
        says.push({ masked: one.setting.masked, class: one.classes[columns.chm[place]], right });
      }
    };
    add(run, index, i);
    joined.forEach((other) => add(other.run, other.index, other.places[i]));
    return says;
  }

  function rightOnly(says, masked) {
    const [these, others] = [says.filter((one) => one.masked === masked), says.filter((one) => one.masked !== masked)];
    return others.length > 0 && these.some((one) => one.right) && !others.some((one) => one.right);
  }

  function hasOutcome(run, index, i, outcome, joined) {
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
      case "runs":
        return new Set(sayings(run, index, i, joined).map((one) => one.class)).size > 1;
      case "masks":
        return rightOnly(sayings(run, index, i, joined), true);
      case "attention":
        return rightOnly(sayings(run, index, i, joined), false);
      default:
        return true;
    }
  }

  const namesInOrder = new WeakMap();

  /** All places by name; found once, since comparing names takes long. */
  function placesByName(index) {
    if (!namesInOrder.has(index)) {
      const { compare } = new Intl.Collator();
      const places = Array.from(index.name, (_, i) => i);
      namesInOrder.set(index, places.sort((a, b) => compare(index.name[a], index.name[b]) || a - b));
    }
    return namesInOrder.get(index);
  }

  /** Does what sorting by name needs while nothing else is to do. */
  function prepare(index) {
    if (globalThis.requestIdleCallback) {
      globalThis.requestIdleCallback(() => placesByName(index));
    }
  }

  function byName(index, found) {
    const wanted = new Uint8Array(index.size);
    found.forEach((place) => (wanted[place] = 1));
    return placesByName(index).filter((place) => wanted[place]);
  }

  /** Piles of places of equal numbers, small and whole from -1 on, the lowest first; each as listed. */
  function byNumber(found, numbers) {
    const piles = [];
    found.forEach((place) => {
      const pile = numbers[place] + 1;
      piles[pile] = piles[pile] || [];
      piles[pile].push(place);
    });
    return piles.filter((pile) => pile);
  }

  /** Places that are as listed, in another order. */
  function sorted(index, found, order) {
    switch (order) {
      case "name":
        return byName(index, found);
      case "class":
        return byNumber(found, index.class).flat();
      case "-votes":
        return byNumber(found, index.chmVotes).reverse().flat();
      case "votes":
        return byNumber(found, index.chmVotes).flat();
      case "-knn":
        return byNumber(found, index.knnVotes).reverse().flat();
      case "knn":
        return byNumber(found, index.knnVotes).flat();
      default:
        return found;
    }
  }

  /** A bound of votes as the address has it. */
  function votes(text, otherwise) {
    const bound = Number.parseInt(text || "", 10);
    return Number.isNaN(bound) ? otherwise : bound;
  }

  /** The classes that a text means: the one of this name, else all that have it in their names. */
  function classesOf(run, text) {
    const whole = run.classes.indexOf(text);
    if (whole >= 0) {
      return new Set([whole]);
    }
    const part = text.toLowerCase();
    return new Set(run.classes.map((name, cls) => (name.toLowerCase().includes(part) ? cls : -1)).filter((cls) => cls >= 0));
  }

  /** The places of the queries that are asked for, in their order. */
  function select(run, index, asked, joined) {
    const classes = asked.class ? classesOf(run, asked.class) : null;
    const only = [["own", index.class], ["saidknn", index.knn], ["saidchm", index.chm]]
      .filter(([key]) => asked[key])
      .map(([key, column]) => ({ column, cls: run.classes.indexOf(asked[key]) }));
    const text = (asked.search || "").toLowerCase();
    const least = votes(asked.least, 0);
    const most = votes(asked.most, Infinity);
    const found = [];
    for (let i = 0; i < index.size; i++) {
      if (
        hasOutcome(run, index, i, asked.outcome, joined) &&
        (classes === null || classes.has(index.class[i]) || classes.has(index.chm[i])) &&
        only.every(({ column, cls }) => cls >= 0 && column[i] === cls) &&
        index.chmVotes[i] >= least &&
        index.chmVotes[i] <= most &&
        (text === "" || index.searched[i].includes(text) || String(index.id[i]) === text)
      ) {
        found.push(i);
      }
    }
    return sorted(index, found, asked.sort);
  }

  /** A query's name without its class, if it begins with it. */
  function fileOf(run, index, i) {
    const before = index.class[i] < 0 ? "" : run.classes[index.class[i]] + "/";
    return index.name[i].startsWith(before) ? index.name[i].slice(before.length) : index.name[i];
  }

  chmcorr.selection = { outcomes, sorts, join, classesOf, select, fileOf, prepare };
})(globalThis.chmcorr);
