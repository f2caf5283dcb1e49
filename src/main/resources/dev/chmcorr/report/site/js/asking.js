"use strict";
/* The controls of a query's page: which parts count, N, K, T and axes. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h, labelled, question } = chmcorr;

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

  /** Browsers have no clipboard for pages of a plain http host; some copy what is selected even there. */
  function copySelected(field) {
    field.focus();
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }

  async function copy(field, button, hint) {
    const copied = await Promise.resolve()
      .then(() => navigator.clipboard.writeText(field.value))
      .then(() => true)
      .catch(() => copySelected(field));
    if (copied) {
      button.textContent = "Copied";
    }
    hint.textContent = copied ? "" : "This browser does not let the page copy. The text is selected: copy it with Ctrl+C (⌘C).";
    chmcorr.say(copied ? "copied" : hint.textContent);
  }

  /** The chosen parts as JSON, and a button that copies it. */
  function maskOut() {
    const json = h("textarea", { readonly: true, rows: 2, id: "mask-json", "aria-label": "The chosen parts, as rerank --mask takes them" });
    const hint = h("p", { class: "note", id: "copy-hint" });
    const button = h("button", { type: "button", onclick: () => copy(json, button, hint) }, "Copy mask");
    const element = h("div", null, h("div", { class: "mask-out" }, json, button), hint);
    const show = (text) => {
      json.value = text;
      element.hidden = text === "";
      hint.textContent = "";
      button.textContent = "Copy mask";
    };
    return { element, show };
  }

  const choice = (name, choices, change) =>
    h("select", { name, onchange: (e) => change(e.target.value) }, choices.map(([value, text]) => h("option", { value }, text)));

  /**
   * The controls: {element, output: where the answer goes, show(): what is asked for now, remark(): on
   * the answer}.
   *
   * @param now gives what they ask for at the moment
   * @param changed called with what is to be different
   */
  chmcorr.asking = function (run, query, now, changed) {
    const state = now();
    const n = slider("N, candidates", { min: 1, max: run.setting.n, step: 1, name: "n" }, state.n, (value) => changed({ n: value }));
    const k = slider("K, votes", { min: 1, max: Math.max(run.setting.n, run.setting.k), step: 1, name: "k" }, state.k, (value) => changed({ k: value }));
    const t = slider("T, attention", { min: 0, max: 1, step: 0.01, name: "t" }, state.t, (value) => changed({ t: value }));
    const axes = choice("axes", [["published", "published"], ["aligned", "aligned"]], (value) => changed({ axes: value }));
    const by = choice("by", [["attention", question.fixed(run).includes("t") ? "attention" : "attention, at least T"], ["parts", "chosen parts"]], (value) =>
      changed({ mask: value === "parts" ? question.noMask() : null }),
    );
    const grid = chmcorr.grid(query, state.mask || question.noMask(), (cell) => {
      const mask = (now().mask || question.noMask()).slice();
      mask[cell] = mask[cell] ? 0 : 1;
      changed({ mask });
    });
    const labelledAxes = labelled("Axes", axes);
    t.element.hidden = question.fixed(run).includes("t");
    labelledAxes.hidden = question.fixed(run).includes("axes");
    const out = maskOut();
    const output = h("p", { id: "answer", class: "answer" });
    const note = h("p", { class: "note", id: "no-part" }, "No part is chosen: every score is 0, and this is kNN's order.");
    const element = h(
      "section",
      { class: "ask" },
      h("h2", null, "Ask"),
      h("p", null, "Press parts of the query: only they count then, and candidates are ranked anew. The rest of the page follows."),
      h(
        "div",
        { class: "ask-body" },
        grid.element,
        h("div", { class: "ask-answer" }, output, note, out.element),
        h(
          "div",
          { class: "controls" },
          labelled("What counts", by),
          t.element,
          n.element,
          k.element,
          labelledAxes,
          h("button", { type: "button", id: "reset", onclick: () => changed(question.ofRun(run, query)) }, "As the run has it"),
        ),
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
      grid.show(shown.mask || question.noMask());
      note.hidden = !shown.mask || shown.mask.some((weight) => weight !== 0);
      out.show(shown.mask ? question.maskJson(query, shown.mask) : "");
    };
    return { element, output, show, remark: () => (note.hidden ? "" : ". " + note.textContent) };
  };
})(globalThis.chmcorr);
