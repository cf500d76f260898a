"use strict";
/** Weighted quantiles, shares and means. A date that is never reached is Infinity and so the last of all. */
(function (lunarsim) {
  /**
   * Return the indices of values in ascending order, without those that are missing.
   *
   * @param {Float64Array} values
   * @returns {Uint32Array}
   */
  function orderOf(values) {
    let count = 0;
    for (const value of values) if (!Number.isNaN(value)) count += 1;
    const order = new Uint32Array(count);
    let at = 0;
    for (let index = 0; index < values.length; index += 1) if (!Number.isNaN(values[index])) order[at++] = index;
    return order.sort((one, other) => {
      const [left, right] = [values[one], values[other]];
      return left < right ? -1 : left > right ? 1 : one - other;
    });
  }

  /**
   * Return the total weight of what is in an order.
   *
   * @param {Uint32Array} order
   * @param {Float64Array} weights
   */
  function totalWeight(order, weights) {
    let total = 0;
    for (const index of order) total += weights[index];
    return total;
  }

  /**
   * Return weighted quantiles: the smallest value at which the cumulative weight reaches a share of the total.
   *
   * @param {Float64Array} values
   * @param {Uint32Array} order  as orderOf gives it
   * @param {Float64Array} weights
   * @param {number[]} shares  in ascending order
   * @returns {number[]}  NaN without any weight
   */
  function weightedQuantiles(values, order, weights, shares) {
    const total = totalWeight(order, weights);
    const result = new Array(shares.length).fill(NaN);
    if (!(total > 0)) return result;
    let [sum, next] = [0, 0];
    for (const index of order) {
      if (weights[index] === 0) continue;
      sum += weights[index];
      while (next < shares.length && sum >= shares[next] * total) {
        result[next] = values[index];
        next += 1;
      }
      if (next === shares.length) break;
    }
    return result;
  }

  /** Of fewer independent runs the errors of quantiles are not known either. */
  const FEWEST_FOR_ERRORS = 10;

  /**
   * Return half the widths of the 90 % intervals of weighted quantiles, at levels two binomial standard errors apart; where
   * one end lies beyond all runs or at infinity, the distance to the other one (as `quantiles_and_errors` of the package).
   *
   * @param {Float64Array} values
   * @param {Uint32Array} order
   * @param {Float64Array} weights
   * @param {number} independent  number of independent runs
   * @param {number[]} shares
   * @returns {number[]}  NaN where there is none
   */
  function quantileErrors(values, order, weights, independent, shares) {
    if (!(independent >= FEWEST_FOR_ERRORS)) return shares.map(() => NaN);
    const at = (/** @type {number} */ share) =>
      share < 0 || share > 1 ? NaN : weightedQuantiles(values, order, weights, [share])[0];
    return shares.map((share) => {
      const step = lunarsim.NINETY * Math.sqrt((share * (1 - share)) / independent);
      const [low, middle, high] = [share - step, share, share + step].map(at);
      return [(high - low) / 2, middle - low, high - middle].find(Number.isFinite) ?? NaN;
    });
  }

  /**
   * Return the share of weight that lies at or below each of some limits, of all that is in the order.
   *
   * @param {Float64Array} values
   * @param {Uint32Array} order
   * @param {Float64Array} weights
   * @param {number[]} limits  in ascending order
   * @returns {number[]}
   */
  function weightedShares(values, order, weights, limits) {
    const total = totalWeight(order, weights);
    const result = new Array(limits.length).fill(total > 0 ? 0 : NaN);
    if (!(total > 0)) return result;
    let [sum, at] = [0, 0];
    for (let limit = 0; limit < limits.length; limit += 1) {
      while (at < order.length && values[order[at]] <= limits[limit]) sum += weights[order[at++]];
      result[limit] = sum / total;
    }
    return result;
  }

  /**
   * Return the weight in each bin between neighboring edges; the last bin holds its upper edge.
   *
   * @param {Float64Array} values
   * @param {Float64Array} weights
   * @param {number[]} edges  in ascending order
   * @returns {Float64Array}
   */
  function weightedHistogram(values, weights, edges) {
    const bins = edges.length - 1;
    const [low, high] = [edges[0], edges[bins]];
    const result = new Float64Array(bins);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (!(value >= low && value <= high)) continue;
      let bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
      if (value < edges[bin]) bin -= 1;
      else if (bin < bins - 1 && value >= edges[bin + 1]) bin += 1;
      result[bin] += weights[index];
    }
    return result;
  }

  /**
   * Return the weighted mean and its standard error, over what is finite.
   *
   * @param {ArrayLike<number>} values
   * @param {Float64Array} weights
   * @returns {{mean: number, error: number, weight: number, effective: number}}
   */
  function weightedMean(values, weights) {
    let [sum, squares, products] = [0, 0, 0];
    for (let index = 0; index < values.length; index += 1) {
      if (!Number.isFinite(values[index])) continue;
      sum += weights[index];
      squares += weights[index] * weights[index];
      products += weights[index] * values[index];
    }
    if (!(sum > 0)) return { mean: NaN, error: NaN, weight: 0, effective: 0 };
    const mean = products / sum;
    let scatter = 0;
    for (let index = 0; index < values.length; index += 1) {
      if (Number.isFinite(values[index])) scatter += (weights[index] * (values[index] - mean)) ** 2;
    }
    const effective = (sum * sum) / squares;
    const error = effective > 1 ? (Math.sqrt(scatter) / sum) * Math.sqrt(effective / (effective - 1)) : NaN;
    return { mean, error, weight: sum, effective };
  }

  Object.assign(lunarsim, {
    orderOf,
    totalWeight,
    weightedQuantiles,
    quantileErrors,
    weightedShares,
    weightedHistogram,
    weightedMean,
  });
})((globalThis.lunarsim ??= {}));
