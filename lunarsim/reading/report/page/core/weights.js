"use strict";
/**
 * Weights of samples: each slider cuts a factor to a range of its quantile u, or tilts it towards one of its ends.
 *
 * @typedef {object} Condition
 * @property {Float64Array} u  quantile of each sample
 * @property {number} low  first quantile that counts
 * @property {number} high  last quantile that counts
 * @property {number} tilt  0 for none; the weight is exp(tilt (2u - 1))
 */
(function (lunarsim) {
  /** Below this effective number of runs quantiles are not to be relied on. */
  const FEWEST = 50;

  /**
   * Return the weight of each sample: the product over conditions of 0 outside a cut, 1 inside, and of its tilt.
   *
   * @param {number} samples
   * @param {Condition[]} conditions
   * @returns {Float64Array}
   */
  function sampleWeights(samples, conditions) {
    const weights = new Float64Array(samples).fill(1);
    for (const { u, low, high, tilt } of conditions) {
      for (let sample = 0; sample < samples; sample += 1) {
        const inside = u[sample] >= low && u[sample] <= high;
        if (!inside) weights[sample] = 0;
        else if (tilt) weights[sample] *= Math.exp(tilt * (2 * u[sample] - 1));
      }
    }
    return weights;
  }

  /**
   * Return the effective number of weights: the square of their sum over the sum of their squares.
   *
   * @param {Float64Array} weights
   * @param {Uint8Array} [counts]  1 for each that counts; left out, all do
   * @returns {number}
   */
  function effectiveNumber(weights, counts) {
    let [sum, squares] = [0, 0];
    for (let index = 0; index < weights.length; index += 1) {
      if (counts && !counts[index]) continue;
      sum += weights[index];
      squares += weights[index] * weights[index];
    }
    return squares > 0 ? (sum * sum) / squares : 0;
  }

  /**
   * Return the weight of each run of a lever combination: that of its sample, 0 where the run does not count.
   *
   * @param {Float64Array} weights  by sample
   * @param {number} replicates
   * @param {Uint8Array} counts  by run, sample by sample
   * @returns {Float64Array}
   */
  function runWeights(weights, replicates, counts) {
    const result = new Float64Array(counts.length);
    for (let run = 0; run < result.length; run += 1) {
      if (counts[run]) result[run] = weights[replicates === 1 ? run : Math.floor(run / replicates)];
    }
    return result;
  }

  Object.assign(lunarsim, { FEWEST, sampleWeights, effectiveNumber, runWeights });
})((globalThis.lunarsim ??= {}));
