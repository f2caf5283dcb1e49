"use strict";
/*
 * What is asked of a query, as an address has it, and how a class stands in the answer. A question is
 * {n, k, t, axes, mask}; mask is null where attention counts, else 49 weights, row-major.
 */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const CELLS = 49;
  const NUMBERS = ["n", "k", "t"];

  const noMask = () => new Array(CELLS).fill(0);

  /** What a run was scored with. */
  function ofRun(run, query) {
    const { n, k, t, axes } = run.setting;
    return { n, k, t, axes, mask: query.mask ? query.mask.slice() : null };
  }

  /** Cells by their numbers, and the weights of those cells where one of them is not 1. */
  function maskOf(parts, weights) {
    const mask = noMask();
    const values = weights === undefined ? [] : weights.split("_").map(Number);
    parts.split(".").forEach((text, i) => {
      if (/^\d+$/.test(text) && Number(text) < CELLS) {
        mask[Number(text)] = Number.isFinite(values[i]) ? values[i] : 1;
      }
    });
    return mask;
  }

  /** What an address asks for; what it does not say is the run's. */
  function ofAddress(run, query, asked) {
    const state = ofRun(run, query);
    NUMBERS.filter((key) => !fixed(run).includes(key)).forEach((key) => {
      const number = Number(asked[key]);
      state[key] = asked[key] !== undefined && Number.isFinite(number) ? number : state[key];
    });
    state.n = Math.min(run.setting.n, Math.max(1, Math.round(state.n)));
    state.k = Math.max(1, Math.round(state.k));
    if (!fixed(run).includes("axes") && (asked.axes === "aligned" || asked.axes === "published")) {
      state.axes = asked.axes;
    }
    if (asked.parts !== undefined) {
      state.mask = maskOf(asked.parts, asked.weights);
    }
    if (asked.by === "attention") {
      state.mask = null;
    }
    return state;
  }

  const chosen = (mask) => mask.map((weight, cell) => (weight ? cell : -1)).filter((cell) => cell >= 0);

  /** The reverse: only what differs from the run. No chosen part is something to ask for, too. */
  function toAddress(run, query, state) {
    const own = ofRun(run, query);
    const asked = {};
    NUMBERS.concat("axes").forEach((key) => {
      if (state[key] !== own[key]) {
        asked[key] = String(state[key]);
      }
    });
    if (!state.mask && own.mask) {
      asked.by = "attention";
    } else if (state.mask && JSON.stringify(state.mask) !== JSON.stringify(own.mask)) {
      const cells = chosen(state.mask);
      asked.parts = cells.join(".") || "none";
      if (cells.some((cell) => state.mask[cell] !== 1)) {
        asked.weights = cells.map((cell) => state.mask[cell]).join("_");
      }
    }
    return asked;
  }

  /** The mask as `rerank --mask` takes it. */
  function maskJson(query, mask) {
    const rows = Array.from({ length: 7 }, (_, r) => mask.slice(7 * r, 7 * r + 7));
    return JSON.stringify({ [query.name]: rows });
  }

  /** Names of re-ranking, by what counts. */
  const method = (run, masked) => (run.setting.method || "CHM-Corr") + (masked ? "+" : "");

  /** Settings that mean nothing to the run's method, so that they are not asked for. */
  const fixed = (run) => run.setting.fixed || [];

  function best(found, cls) {
    const rank = found.ordered.findIndex((scored) => scored.candidate.class === cls) + 1;
    return { rank, text: `rank ${rank}, score ${found.ordered[rank - 1].score.toFixed(4)}` };
  }

  /** Why the class that is predicted is, in words. */
  function why(found, k) {
    const [answer] = found.chm;
    return `${answer.votes} of ${Math.min(k, found.ordered.length)} votes. Its best candidate is ${best(found, answer.class).text}.`;
  }

  /** Of a class without candidates. */
  function noneOf(found, others) {
    const none = "None of its images is among the candidates, so it has no votes.";
    const score = (scored) => scored.score.toFixed(4);
    return others.length === 0 ? none : `${none} Its nearest were compared beside them: the best scores ${score(others[0])}, the best candidate ${score(found.ordered[0])}.`;
  }

  /**
   * Why another class is not predicted, in words.
   *
   * @param others its nearest images that are no candidates, best first
   */
  function whyNot(found, k, cls, others = []) {
    if (!found.ordered.some((scored) => scored.candidate.class === cls)) {
      return noneOf(found, others);
    }
    const [answer] = found.chm;
    const vote = found.chm.find((one) => one.class === cls);
    const own = best(found, cls);
    if (!vote) {
      return `No votes: its best candidate is ${own.text}, and only the first ${k === 1 ? "votes" : k + " vote"}.`;
    }
    const of = `${vote.votes} of ${Math.min(k, found.ordered.length)} votes`;
    const candidate = `Its best candidate is ${own.text}`;
    if (vote.votes === answer.votes) {
      return `${of}, as many as the answer, which comes before it in the list of classes. ${candidate}.`;
    }
    const better = own.rank < best(found, answer.class).rank;
    return `${of}, ${answer.votes - vote.votes} fewer than the answer. ${candidate}${better ? ", better than any of the answer's, but votes decide, not scores" : ""}.`;
  }

  chmcorr.question = { noMask, ofRun, ofAddress, toAddress, maskJson, method, fixed, why, whyNot };
})(globalThis.chmcorr);
