"use strict";
/** The runs within a range of an outcome, held by crossfilter, so that a drag over many runs stays quick. */
(function (lunarsim) {
  /**
   * Return a selection over the runs of one lever combination.
   *
   * A date that is never reached has a place of its own beyond the end, so that it can be selected as well.
   *
   * @param {Float64Array} values
   * @param {Float64Array} weights
   * @param {number} never  where dates that are never reached are put
   */
  function selectionOf(values, weights, never) {
    const runs = [];
    for (let run = 0; run < values.length; run += 1) {
      if (weights[run] > 0 && !Number.isNaN(values[run]))
        runs.push({ run, at: values[run] === Infinity ? never : values[run] });
    }
    const filter = globalThis.crossfilter(runs);
    const dimension = filter.dimension((one) => one.at);
    return {
      size: runs.length,
      /** Select what lies from low to high, both included. @param {number} low @param {number} high */
      choose(low, high) {
        dimension.filterFunction((/** @type {number} */ at) => at >= low && at <= high);
      },
      clear: () => dimension.filterAll(),
      /** Return 1 for each run that is selected. */
      inside() {
        const mask = new Uint8Array(values.length);
        for (const { run } of filter.allFiltered()) mask[run] = 1;
        return mask;
      },
      /** Return the first selected runs in ascending order of the outcome. @param {number} many */
      first: (many) => dimension.bottom(many).map((one) => one.run),
    };
  }

  /** Return the normal quantile that the largest of many independent deviations exceeds in a tenth of cases. @param {number} many */
  function chanceBound(many) {
    const t = Math.sqrt(-2 * Math.log(0.1 / (2 * Math.max(1, many))));
    return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  }

  Object.assign(lunarsim, { selectionOf, chanceBound });
})((globalThis.lunarsim ??= {}));
