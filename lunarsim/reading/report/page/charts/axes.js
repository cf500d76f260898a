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

  Object.assign(lunarsim, { plotted, yearsOf, shortened, tick, bandWords });
})((globalThis.lunarsim ??= {}));
