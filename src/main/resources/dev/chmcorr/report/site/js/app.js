"use strict";
/*
 * Which page is shown. Addresses are #/, #/RUN/queries?... and #/RUN/query/ID?..., so that every page
 * and every question can be sent.
 */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  const { h } = chmcorr;
  const main = () => document.getElementById("main");

  function parse(hash) {
    const [path, text] = hash.replace(/^#\/?/, "").split("?", 2);
    return { parts: path.split("/").filter((part) => part !== ""), asked: Object.fromEntries(new URLSearchParams(text || "")) };
  }

  /** What the list of a run's queries was asked for that is shown, or that the shown query was opened from. */
  function listOf(run) {
    const { parts, asked } = parse(location.hash);
    if (parts[0] !== run.key) {
      return undefined;
    }
    return parts[1] === "queries" ? location.hash.split("?", 2)[1] : asked.in;
  }

  /** An address of a page of a run. That of a query holds the list that it is opened from. */
  chmcorr.address = function (run, page, asked) {
    const all = page.startsWith("query/") ? { ...asked, in: listOf(run) } : asked;
    const parameters = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== undefined && value !== ""));
    const text = parameters.toString();
    return `#/${run.key}/${page}${text ? "?" + text : ""}`;
  };

  /** Writes what is asked for into the address of the page that is shown. */
  chmcorr.keep = (run, page, asked) => history.replaceState(null, "", chmcorr.address(run, page, asked));

  async function page(site) {
    const { parts, asked } = parse(location.hash);
    if (parts.length === 0) {
      return chmcorr.overview(site);
    }
    const run = site.runs.find((one) => one.key === parts[0]);
    if (run && parts[1] === "queries") {
      return chmcorr.gallery(site, run, asked);
    }
    if (run && parts[1] === "query" && /^\d+$/.test(parts[2] || "")) {
      return chmcorr.query(site, run, Number(parts[2]), asked);
    }
    throw new Error("this report has no page " + location.hash);
  }

  function navigation(site) {
    const links = [h("a", { href: "#/" }, "Overview")];
    site.runs.forEach((run) => links.push(h("a", { href: chmcorr.address(run, "queries", {}) }, site.runs.length > 1 ? ["Queries of ", chmcorr.name(run.name)] : "Queries")));
    document.getElementById("nav").replaceChildren(...links);
  }

  /** Which of the links leads to what is shown, or to the list that it is of. */
  function markCurrent() {
    const [run = ""] = parse(location.hash).parts;
    document.querySelectorAll("#nav a").forEach((link) => {
      const [of = ""] = parse(link.hash).parts;
      link.setAttribute("aria-current", String(of === run));
    });
  }

  let shown = 0;

  async function show(site) {
    const turn = ++shown;
    let content;
    try {
      content = await page(site);
    } catch (error) {
      content = [h("h1", null, "Cannot show this page"), h("p", { class: "failure" }, error.message)];
    }
    // A slower page must not take the place of one that was asked for later.
    if (turn === shown) {
      main().replaceChildren(...content.flat().filter((node) => node));
      const heading = main().querySelector("h1");
      document.title = heading ? heading.textContent + " – Visual correspondences" : "Visual correspondences";
      markCurrent();
      scrollTo(0, 0);
    }
  }

  async function start() {
    try {
      const site = await chmcorr.data.runs();
      navigation(site);
      document.getElementById("footer").replaceChildren(h("p", null, `Made by ${site.program}, ${site.made}. Everything is in this folder; it needs no network.`));
      document.getElementById("skip").addEventListener("click", (event) => {
        event.preventDefault();
        main().focus();
      });
      addEventListener("hashchange", () => show(site).then(() => main().focus({ preventScroll: true })));
      await show(site);
    } catch (error) {
      main().replaceChildren(h("h1", null, "Cannot show this report"), h("p", { class: "failure" }, error.message));
    }
    document.body.dataset.ready = "true";
  }

  start();
})(globalThis.chmcorr);
