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

  /** A name of someone else's in whatever script, set apart from the text around it; lines break behind _ and /. */
  chmcorr.name = (text) => {
    const pieces = text.match(/[^_/]*[_/]*/g).filter((piece) => piece);
    return chmcorr.h("bdi", { class: "name", title: text }, pieces.map((piece, i) => (i === 0 ? piece : [chmcorr.h("wbr"), piece])));
  };

  const NUMBER = /^-?\d+(\.\d+)?(\u00a0%)?$/;
  const isNumber = (cell) => typeof cell === "number" || (cell instanceof Node && NUMBER.test(cell.textContent));

  function row(cells) {
    const cell = (content, tag, attributes) => chmcorr.h(tag, { ...attributes, class: isNumber(content) ? "number" : null }, typeof content === "number" ? String(content) : content);
    return chmcorr.h("tr", null, cells.map((content, i) => (i === 0 ? cell(content, "th", { scope: "row" }) : cell(content, "td", {}))));
  }

  /**
   * A table with a head, its rows named by their first cells; cells are nodes or text, numbers are set right.
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
        chmcorr.h("thead", null, chmcorr.h("tr", null, head.map((text, i) => chmcorr.h("th", { scope: "col", class: rows.length > 0 && isNumber(rows[0][i]) ? "number" : null }, text)))),
        chmcorr.h("tbody", null, rows.map(row)),
      ),
    );

  function compare(a, b) {
    return NUMBER.test(a) && NUMBER.test(b) ? Number.parseFloat(a) - Number.parseFloat(b) : a.localeCompare(b);
  }

  /** The same table with heads that sort it: texts from A first, numbers from the largest; pressed again the other way. */
  chmcorr.sortable = (framed) => {
    const heads = [...framed.querySelectorAll("thead th")];
    const body = framed.querySelector("tbody");
    const text = (line, column) => line.children[column].textContent;
    const sort = (head, column) => {
      const lines = [...body.children];
      const was = head.getAttribute("aria-sort");
      const numbers = lines.every((line) => NUMBER.test(text(line, column)));
      const up = was ? was === "descending" : !numbers;
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      lines.sort((a, b) => (up ? 1 : -1) * compare(text(a, column), text(b, column)));
      body.replaceChildren(...lines);
    };
    heads.forEach((head, column) => head.replaceChildren(chmcorr.h("button", { type: "button", onclick: () => sort(head, column) }, head.textContent)));
    return framed;
  };

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
