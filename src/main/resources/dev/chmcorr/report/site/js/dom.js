"use strict";
/* Elements made of text that is never taken for markup: names of classes and files are data. */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) {
        continue;
      }
      if (name.startsWith("on")) {
        element.addEventListener(name.slice(2), value);
      } else if (name === "style") {
        Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
      } else {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** An element: h("p", {class: "note"}, "text", child). */
  chmcorr.h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

  /** The same of SVG. */
  chmcorr.s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  /** A name of someone else's in whatever script, set apart from the text around it. */
  chmcorr.name = (text) => chmcorr.h("bdi", { class: "name", title: text }, text);

  /**
   * A table with a head; cells are nodes or text, numbers are set right.
   *
   * @param where tells tables of one caption apart, or nothing
   */
  chmcorr.table = (caption, head, rows, where) =>
    chmcorr.h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": where ? `${caption}, ${where}` : caption },
      chmcorr.h(
        "table",
        null,
        chmcorr.h("caption", null, caption),
        chmcorr.h("thead", null, chmcorr.h("tr", null, head.map((text) => chmcorr.h("th", { scope: "col" }, text)))),
        chmcorr.h(
          "tbody",
          null,
          rows.map((row) =>
            chmcorr.h("tr", null, row.map((cell) => chmcorr.h("td", typeof cell === "number" ? { class: "number" } : null, typeof cell === "number" ? String(cell) : cell))),
          ),
        ),
      ),
    );

  /** Tells those who do not see the page what has changed. */
  chmcorr.say = (text) => {
    document.getElementById("status").textContent = text;
  };

  /** The picture of an image, or a tile that says that there is none. */
  chmcorr.picture = (image, alternative, size) =>
    image
      ? chmcorr.h("img", { src: "images/" + image, alt: alternative, width: size, height: size, loading: "lazy", decoding: "async" })
      : chmcorr.h("span", { class: "no-picture", role: "img", "aria-label": alternative + " (no picture)" }, "no picture");

  chmcorr.labelled = (text, control) => chmcorr.h("label", null, chmcorr.h("span", null, text), control);
})(globalThis.chmcorr);
