"use strict";
/*
 * The data beside the page. Browsers read nothing but scripts, styles and images from file:, so
 * every file of data is a script that calls chmcorr.add.
 */
globalThis.chmcorr = globalThis.chmcorr || {};
(function (chmcorr) {
  /** Bytes of a pair's arrays, and of a part that its method has chosen itself. */
  const MAPS = 49 * 15;
  const LINK = 6;

  /** Files with the details of queries that are kept; a file of them takes about 2 MB. */
  const MAX_DETAILS = 12;

  const values = new Map();
  const waiting = new Map();

  /** Called by each file of data. */
  chmcorr.add = function (key, value) {
    values.set(key, value);
  };

  function fetchScript(key) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "data/" + key + ".js";
      script.onload = () => {
        script.remove();
        if (values.has(key)) {
          resolve(values.get(key));
        } else {
          reject(new Error("data/" + key + ".js is damaged"));
        }
      };
      script.onerror = () => {
        script.remove();
        reject(new Error("data/" + key + ".js cannot be read"));
      };
      document.head.append(script);
    });
  }

  /** The value of a file of data, read once. */
  function load(key) {
    if (values.has(key)) {
      return Promise.resolve(values.get(key));
    }
    if (!waiting.has(key)) {
      waiting.set(key, fetchScript(key).finally(() => waiting.delete(key)));
    }
    return waiting.get(key);
  }

  function forgetDetails() {
    const details = [...values.keys()].filter((key) => key.includes("/details-"));
    while (details.length > MAX_DETAILS) {
      values.delete(details.shift());
    }
  }

  const indexes = new Map();

  async function readIndex(run) {
    const files = Math.ceil(run.queries / run.perFile.queries);
    const parts = [];
    for (let file = 0; file < files; file++) {
      parts.push(load(run.key + "/queries-" + file));
    }
    const columns = {};
    for (const part of await Promise.all(parts)) {
      for (const [name, values] of Object.entries(part)) {
        (columns[name] = columns[name] || []).push(...values);
      }
    }
    const places = new Map();
    (columns.id || []).forEach((id, place) => places.set(id, place));
    const searched = (columns.name || []).map((name) => name.toLowerCase());
    return { ...columns, searched, places, size: run.queries };
  }

  /** Parts that a method has chosen itself, behind the arrays of a block. */
  function links(view) {
    const count = (view.byteLength - MAPS) / LINK;
    return Array.from({ length: count }, (_, i) => ({
      point: view.getUint8(MAPS + LINK * i),
      cell: view.getUint8(MAPS + LINK * i + 1),
      value: view.getFloat32(MAPS + LINK * i + 2, true),
    }));
  }

  /** One block of a compared pair, as arrays of 49. */
  function pair(bytes, number, size) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + number * size, size);
    const floats = (from) => Float32Array.from({ length: 49 }, (_, i) => view.getFloat32(from + 4 * i, true));
    const whole = (from) => Uint8Array.from({ length: 49 }, (_, i) => view.getUint8(from + i));
    return {
      published: floats(0),
      aligned: floats(196),
      attention: floats(392),
      x: whole(588),
      y: whole(637),
      cell: whole(686),
      links: links(view),
    };
  }

  /** The ranking of a query, and the nearest of its classes, where a run has any. */
  function candidates(query) {
    const classes = query.classes || [];
    const bytes = Uint8Array.from(atob(query.pairs), (c) => c.charCodeAt(0));
    const size = bytes.length / [...query.ranking, ...classes].reduce((count, ranked) => Math.max(count, ranked[5] + 1), 0);
    const candidate = ([id, name, cls, image, similarity, number], rank) => ({
      id,
      name,
      class: cls,
      image,
      similarity,
      rank,
      pair: number < 0 ? null : pair(bytes, number, size),
    });
    return {
      ranking: query.ranking.map((ranked, place) => candidate(ranked, place + 1)),
      classes: classes.map((ranked) => ({ ...candidate(ranked, ranked[6]), inClass: true })),
    };
  }

  chmcorr.data = {
    runs: () => load("runs"),
    overview: (run) => load(run.key + "/overview"),

    /** All queries of a run, as columns. */
    index(run) {
      if (!indexes.has(run.key)) {
        indexes.set(run.key, readIndex(run));
      }
      return indexes.get(run.key);
    },

    /** A query with its ranking, nearest first, and the pairs of it. */
    async query(run, id) {
      const index = await this.index(run);
      const place = index.places.get(id);
      if (place === undefined) {
        throw new Error("this report has no query " + id);
      }
      const file = await load(run.key + "/details-" + Math.floor(place / run.perFile.details));
      forgetDetails();
      const query = file.queries[place % run.perFile.details];
      return { ...query, place, ...candidates(query) };
    },
  };
})(globalThis.chmcorr);
