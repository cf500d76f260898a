"use strict";
/** Pictures with axes, by Observable Plot, in one look. */
(function (lunarsim) {
  /** Name under which Plot writes its style, which the page's policy allows. */
  const CLASS = "drawn";

  /**
   * Return a picture of marks.
   *
   * @param {number} width
   * @param {any} options  as Plot takes them
   */
  function plotted(width, options) {
    const picture = globalThis.Plot.plot({
      width,
      className: CLASS,
      marginTop: 22,
      marginBottom: 36,
      ...options,
      style: { fontSize: "12px", overflow: "visible", ...(options.style || {}) },
    });
    picture.setAttribute("aria-hidden", "true");
    return picture;
  }

  /** Return the first and the last year of the sweep. @param {any} about @returns {[number, number]} */
  function yearsOf(about) {
    const ends = (about.end_years || []).filter(Number.isFinite);
    const last = ends.length ? Math.max(...ends) : about.start_year + 30;
    return [Math.floor(about.start_year), last];
  }

  /** Return a label that is cut to a width of characters. @param {string} text @param {number} most */
  function shortened(text, most) {
    return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
  }

  /**
   * Return the frame of rows with long names: beside their marks where there is room, else above them.
   *
   * @param {number} width
   * @param {string[]} keys
   * @param {string[]} labels
   * @returns {{options: any, names: any[]}}  options of the picture, and marks that write the names
   */
  function namedRows(width, keys, labels) {
    const longest = Math.max(...labels.map((label) => label.length), 1);
    const rows = keys.map((key, at) => ({ key, label: shortened(labels[at], Math.floor(width / 7)) }));
    const isAbove = 16 + 6.6 * longest > 0.45 * width;
    const text = {
      y: "key",
      text: "label",
      frameAnchor: "left",
      textAnchor: isAbove ? "start" : "end",
      fill: "#22303c",
      stroke: "#ffffff",
      strokeWidth: 3,
    };
    const marks = [globalThis.Plot.text(rows, isAbove ? { ...text, dy: -15 } : { ...text, dx: -8 })];
    const options = {
      height: (isAbove ? 38 : 24) * keys.length + 66,
      marginLeft: isAbove ? 8 : 16 + 6.6 * longest,
      marginRight: 16,
      y: { domain: keys, label: null, axis: null, padding: isAbove ? 0.62 : 0.2 },
    };
    return { options, names: marks };
  }

  /** Return a tick of a number. @param {number} value */
  function tick(value) {
    const size = Math.abs(value);
    if (size >= 1e12) return `${trimmed(value / 1e12)} tn`;
    if (size >= 1e9) return `${trimmed(value / 1e9)} bn`;
    if (size >= 1e6) return `${trimmed(value / 1e6)} m`;
    if (size && size < 1e-3) return lunarsim.number(value, 1);
    return trimmed(value);
  }

  /** @param {number} value */
  const trimmed = (value) =>
    lunarsim
      .writer(4)
      .format(Number(value.toPrecision(6)))
      .replace("-", "−");

  /** Return the legend of a band: what its parts hold. @param {string[]} parts */
  function bandWords(parts) {
    return lunarsim.element("p", { class: "holds" }, parts.join(" "));
  }

  Object.assign(lunarsim, { plotted, yearsOf, namedRows, shortened, tick, bandWords });
})((globalThis.lunarsim ??= {}));
