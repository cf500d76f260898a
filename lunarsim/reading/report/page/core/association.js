"use strict";
/** Which factors go with an outcome: by rank correlation over all runs, or by what differs inside and outside a brush. */
(function (lunarsim) {
  /**
   * Return the square of the rank correlation of a factor with values; a date never reached ranks last.
   *
   * @param {Float64Array} u  by sample
   * @param {Float64Array} ranks  by run, NaN where there is none
   * @param {number} replicates
   */
  function squaredCorrelation(u, ranks, replicates) {
    let [count, sumU, sumR, sumUU, sumRR, sumUR] = [0, 0, 0, 0, 0, 0];
    for (let run = 0; run < ranks.length; run += 1) {
      const rank = ranks[run];
      if (Number.isNaN(rank)) continue;
      const quantile = u[replicates === 1 ? run : Math.floor(run / replicates)];
      count += 1;
      sumU += quantile;
      sumR += rank;
      sumUU += quantile * quantile;
      sumRR += rank * rank;
      sumUR += quantile * rank;
    }
    const spread = (sumUU - (sumU * sumU) / count) * (sumRR - (sumR * sumR) / count);
    return count > 2 && spread > 1e-12 ? (sumUR - (sumU * sumR) / count) ** 2 / spread : 0;
  }

  /**
   * Return the rank of each value between 0 and 1, equal values sharing their mean rank, NaN where there is none.
   *
   * @param {Float64Array} values
   * @param {Uint32Array} order
   */
  function ranksOf(values, order) {
    const ranks = new Float64Array(values.length).fill(NaN);
    let start = 0;
    while (start < order.length) {
      let end = start;
      while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end += 1;
      for (let at = start; at <= end; at += 1) ranks[order[at]] = (start + end + 1) / 2 / order.length;
      start = end + 1;
    }
    return ranks;
  }

  /**
   * Return how far the weighted mean of values inside a selection lies from that outside, with its standard error.
   *
   * Replicates of a sample share its inputs: on each side they are one observation, their mean, by their joint weight.
   * Those of a single sample are observations of their own.
   *
   * @param {ArrayLike<number>} values  by run
   * @param {Float64Array} weights  by run
   * @param {Uint8Array} inside  by run
   * @param {number} [replicates]
   */
  function contrast(values, weights, inside, replicates = 1) {
    const together = replicates === weights.length ? 1 : replicates;
    const side = (/** @type {number} */ which) => {
      const sums = new Float64Array(weights.length / together);
      const totals = new Float64Array(sums.length);
      for (let run = 0; run < weights.length; run += 1) {
        if (inside[run] !== which || !Number.isFinite(values[run])) continue;
        sums[Math.floor(run / together)] += weights[run] * values[run];
        totals[Math.floor(run / together)] += weights[run];
      }
      return lunarsim.weightedMean(
        sums.map((sum, at) => sum / totals[at]),
        totals,
      );
    };
    const [one, other] = [side(1), side(0)];
    return {
      difference: one.mean - other.mean,
      error: Math.hypot(one.error, other.error),
      inside: one.mean,
      outside: other.mean,
    };
  }

  /**
   * Return a column of samples laid out by run.
   *
   * @param {Float64Array} bySample
   * @param {number} replicates
   */
  function byRun(bySample, replicates) {
    if (replicates === 1) return bySample;
    const result = new Float64Array(bySample.length * replicates);
    for (let run = 0; run < result.length; run += 1) result[run] = bySample[Math.floor(run / replicates)];
    return result;
  }

  Object.assign(lunarsim, { squaredCorrelation, ranksOf, contrast, byRun });
})((globalThis.lunarsim ??= {}));
