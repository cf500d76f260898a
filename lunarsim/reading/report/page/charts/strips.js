"use strict";
/**
 * Ranges of an outcome side by side, one row each: P10 to P90 as a thin line, P25 to P75 as a thick one, P50 as a dot.
 *
 * @typedef {object} Strip
 * @property {string} label
 * @property {number} look
 * @property {number[]} quantiles  P10, P25, P50, P75, P90; Infinity beyond the end
 * @property {string} text  what stands at the right
 */
(function (lunarsim) {
  const { drawn } = lunarsim;
  const ROW = 26;
  /** Mean width of a letter [px]. */
  const LETTER = 6.7;
  const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9];
  /** Where P10, P50 and P90 stand among the quantiles of a strip. */
  const ENDS = [0, 2, 4];

  /**
   * Return the picture of strips.
   *
   * @param {number} width
   * @param {Strip[]} strips
   * @param {{domain: [number, number], log?: boolean, isDate?: boolean}} axis
   */
  function stripPicture(width, strips, { domain, log = false, isDate = false }) {
    const isNarrow = width < 460;
    const left = isNarrow ? 4 : Math.min(170, 16 + LETTER * Math.max(...strips.map(({ label }) => label.length)));
    const right = 24 + LETTER * Math.max(...strips.map(({ text }) => text.length));
    // Above its range a row has its name and its value, in two lines where they are too long for one.
    const isFolded = isNarrow && strips.some(({ label, text }) => LETTER * (label.length + text.length + 2) > width);
    const rowHeight = isNarrow ? ROW + (isFolded ? 31 : 16) : ROW;
    const end = width - (isNarrow ? 14 : Math.min(right, width / 2));
    const scale = log
      ? globalThis.d3.scaleLog(domain, [left + 6, end])
      : globalThis.d3.scaleLinear(domain, [left + 6, end]);
    const height = rowHeight * strips.length + 24;
    const bottom = height - 20;
    const svg = drawn("svg", {
      class: "strips",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
    const hasValues = strips.some(({ quantiles }) => !Number.isNaN(quantiles[2]));
    const ticks = !hasValues
      ? []
      : scale
          .ticks(Math.max(2, Math.floor((end - left) / 80)))
          .filter((/** @type {number} */ value) => !log || /^[125]/.test(value.toExponential()));
    for (const value of log ? thinned(ticks, Math.floor((end - left) / 60)) : ticks) {
      const x = scale(value);
      svg.append(
        drawn("line", { x1: x, x2: x, y1: 2, y2: bottom, class: "grid" }),
        drawn(
          "text",
          { x, y: height - 5, "text-anchor": "middle", class: "tick" },
          isDate ? String(value) : lunarsim.tick(value),
        ),
      );
    }
    strips.forEach((strip, row) =>
      svg.append(
        ...stripMarks(strip, rowHeight * row + rowHeight - ROW / 2, { scale, domain, left, end, isNarrow, isFolded }),
      ),
    );
    return svg;
  }

  /** @param {number[]} ticks @param {number} most */
  function thinned(ticks, most) {
    const step = Math.ceil(ticks.length / Math.max(2, most));
    return ticks.filter((_, at) => at % step === 0);
  }

  /** @param {Strip} strip @param {number} y @param {any} frame */
  function stripMarks({ label, look, quantiles, text }, y, { scale, domain, left, end, isNarrow, isFolded }) {
    const { color, dash } = lunarsim.lookOf(look);
    const at = (/** @type {number} */ value) =>
      value === Infinity ? end + 8 : scale(Math.min(domain[1], Math.max(domain[0], value)));
    const marks = isNarrow
      ? (isFolded ? [label, text] : [`${label}: ${text}`]).map((line, at, all) =>
          drawn("text", { x: left, y: y - 14 - 15 * (all.length - 1 - at), class: at ? "value" : "name" }, line),
        )
      : [
          drawn("text", { x: 2, y: y + 4, class: "name" }, lunarsim.shortened(label, 24)),
          drawn("text", { x: end + 14, y: y + 4, class: "value" }, text),
        ];
    const [p10, p25, p50, p75, p90] = quantiles;
    if (Number.isNaN(p50)) return marks;
    if (p10 !== Infinity) {
      marks.push(
        drawn("line", {
          x1: at(p10),
          x2: at(p90),
          y1: y,
          y2: y,
          stroke: color,
          "stroke-width": 2,
          "stroke-dasharray": dash || null,
        }),
      );
    }
    if (p25 !== Infinity)
      marks.push(
        drawn("line", {
          x1: at(p25),
          x2: at(p75),
          y1: y,
          y2: y,
          stroke: color,
          "stroke-width": 8,
          "stroke-opacity": 0.45,
        }),
      );
    if (p50 !== Infinity)
      marks.push(drawn("circle", { cx: at(p50), cy: y, r: 5, fill: color, stroke: "#ffffff", "stroke-width": 1.2 }));
    if (p90 === Infinity)
      marks.push(
        drawn("path", { d: `M${end + 2},${y - 5} l7,5 l-7,5`, fill: "none", stroke: color, "stroke-width": 2 }),
      );
    return marks;
  }

  /**
   * Return the range of an axis that holds all finite quantiles, and whether it is to be logarithmic.
   *
   * @param {number[][]} quantiles
   * @returns {{domain: [number, number], log: boolean}}
   */
  function axisOf(quantiles) {
    const values = quantiles.flat().filter(Number.isFinite);
    if (!values.length) return { domain: [0, 1], log: false };
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === 0 && high === 0) return { domain: [0, 1], log: false };
    if (low > 0 && high / low > 50) return { domain: [low / 1.1, high * 1.1], log: true };
    const from = low >= 0 && low < 0.6 * high ? 0 : low - 0.06 * (high - low || Math.abs(high) || 1);
    return { domain: [from, high + 0.06 * (high - from || 1)], log: false };
  }

  /**
   * Return the errors to whose digits P10, P50 and P90 are rounded, so that they ascend also where each stands in a cell or
   * a clause of its own.
   *
   * @param {any} sweep
   * @param {number} column
   * @param {number} combination
   * @param {number[]} quantiles  all five of the strip
   * @param {(value: number, error: number) => number} [placesOf]  as of `errorsInOrder`
   * @returns {number[]}  of P10, P50 and P90
   */
  function errorsOfEnds(sweep, column, combination, quantiles, placesOf) {
    const [values, order] = [sweep.of(column, combination), sweep.order(column, combination)];
    const [weights, independent] = [sweep.runWeights(combination), sweep.independentOf(combination, values)];
    const shares = ENDS.map((at) => SHARES[at]);
    const found = lunarsim.quantileErrors(values, order, weights, independent, shares);
    return lunarsim.errorsInOrder(
      ENDS.map((at) => quantiles[at]),
      found,
      placesOf,
    );
  }

  Object.assign(lunarsim, { stripPicture, axisOf, errorsOfEnds, SHARES, ENDS });
})((globalThis.lunarsim ??= {}));
