"use strict";
/**
 * 90 % intervals of means and probabilities, by the rules of the package's own tables.
 *
 * What is independent are groups of samples: single ones, or the rows in turn that a design joins; without any
 * independent group there is no interval.
 */
(function (lunarsim) {
  /** Normal quantile of a 90 % interval. */
  const NINETY = 1.6448536269514722;
  /** From fewer groups Student's interval stands in any case. */
  const FEWEST_GROUPS = 10;
  /** Where fewer groups than this, and less than half, differ from what most share, only these tell of the error. */
  const FEW_DIFFER = 20;
  /** Sums taken in another order differ by less than this share of their value; that is no difference. */
  const ROUNDING = 1e-9;
  /** Coefficients of the expansion about the normal quantile; the last one makes it exact at one degree of freedom. */
  const EXPANSION = [1.523769, 1.420203, 0.983002, 0.433876, 0.308048];

  /**
   * Return the quantile of Student's distribution of a 90 % interval, within 0.1 %.
   *
   * Abramowitz and Stegun 1964, eq. 26.7.5.
   *
   * @param {number} freedom  degrees of freedom, at least 1
   */
  function student(freedom) {
    return freedom >= 1
      ? EXPANSION.reduce((sum, part, at) => sum + part / freedom ** (at + 1), NINETY)
      : NaN;
  }

  /**
   * Return the 90 % interval of a probability (Wilson), given an effective number of independent samples.
   *
   * @param {number} share
   * @param {number} effective
   * @returns {[number, number]}
   */
  function probabilityInterval(share, effective) {
    if (!(effective > 0) || Number.isNaN(share)) return [NaN, NaN];
    const square = (NINETY * NINETY) / effective;
    const center = (share + square / 2) / (1 + square);
    const half = (NINETY / (1 + square)) * Math.sqrt((share * (1 - share)) / effective + square / (4 * effective));
    // Rounding must not move an end that is exactly none or all.
    return [share > 0 ? Math.max(0, center - half) : 0, share < 1 ? Math.min(1, center + half) : 1];
  }

  /**
   * Return a weighted mean with its 90 % interval.
   *
   * Student's interval over groups; where most groups share a value, the few that differ from it are what is known.
   *
   * @param {Float64Array} values  NaN where nothing counts
   * @param {Float64Array} weights
   * @param {number} together  values in turn that belong together; 0 where none are independent
   * @returns {{mean: number, low: number, high: number}}
   */
  function meanInterval(values, weights, together) {
    const groups = groupsOf(values, weights, together || values.length);
    const weight = sumOf(groups, (group) => group.weight);
    const mean = sumOf(groups, (group) => group.sum) / weight;
    if (!together || groups.length < 2) return { mean, low: NaN, high: NaN };
    const half = halfOf(groups, weight, mean);
    const tidy = (/** @type {number} */ end) => (Math.abs(end) <= ROUNDING * Math.abs(mean) ? 0 : end);
    return { mean, low: tidy(mean - half), high: tidy(mean + half) };
  }

  /**
   * Return a weighted mean difference of probabilities with its 90 % interval, from -1 to 1.
   *
   * Agresti and Min's: a pair that differs, half of it in each direction, and one that does not are added; Student's
   * quantile has a degree of freedom for each group that differs, the added one included.
   *
   * @param {Float64Array} values  NaN where nothing counts
   * @param {Float64Array} weights
   * @param {number} together  values in turn that belong together; 0 where none are independent
   * @returns {{mean: number, low: number, high: number}}
   */
  function shareDifference(values, weights, together) {
    const groups = groupsOf(values, weights, together || values.length);
    const weight = sumOf(groups, (group) => group.weight);
    const mean = sumOf(groups, (group) => group.sum) / weight;
    if (!together || groups.length < 2) return { mean, low: NaN, high: NaN };
    const apart = groups.filter((one) => Math.abs(one.sum) > ROUNDING * one.weight);
    if (!apart.length) return { mean, low: mean, high: mean };
    const effective = effectiveOf(groups);
    const squares = sumOf(groups, (one) => ((one.sum - mean * one.weight) * effective / weight) ** 2);
    const added = (2 * effective * mean * mean) / (effective + 2) + 1;
    const half = (student(effectiveOf(apart) + 1) * Math.sqrt(squares + added)) / (effective + 2);
    const center = (effective * mean) / (effective + 2);
    return { mean, low: Math.max(-1, center - half), high: Math.min(1, center + half) };
  }

  /** @param {{sum: number, weight: number}[]} groups @param {number} weight @param {number} mean */
  function halfOf(groups, weight, mean) {
    const effective = effectiveOf(groups);
    const spread = (some, center) => Math.sqrt(sumOf(some, (one) => (one.sum - center * one.weight) ** 2)) / weight;
    if (groups.length >= FEWEST_GROUPS) {
      const shared = middleOf(groups, weight);
      const apart = groups.filter((one) => Math.abs(one.sum / one.weight - shared) > ROUNDING * Math.abs(shared));
      const few = effectiveOf(apart) < FEW_DIFFER && 2 * sumOf(apart, (one) => one.weight) < weight;
      if (few) return student(Math.max(1, effectiveOf(apart))) * spread(apart, shared);
    }
    return student(effective - 1) * spread(groups, mean) * Math.sqrt(effective / (effective - 1));
  }

  /** @param {Float64Array} values @param {Float64Array} weights @param {number} together */
  function groupsOf(values, weights, together) {
    const groups = [];
    for (let start = 0; start < values.length; start += together) {
      let [sum, weight] = [0, 0];
      for (let at = start; at < Math.min(start + together, values.length); at += 1) {
        if (Number.isNaN(values[at])) continue;
        sum += weights[at] * values[at];
        weight += weights[at];
      }
      if (weight > 0) groups.push({ sum, weight });
    }
    return groups;
  }

  /** Return the value that half of the weight does not exceed. @param {{sum: number, weight: number}[]} groups @param {number} weight */
  function middleOf(groups, weight) {
    const means = groups.map((one) => ({ mean: one.sum / one.weight, weight: one.weight }));
    means.sort((one, other) => one.mean - other.mean);
    let sum = 0;
    return (means.find((one) => (sum += one.weight) >= weight / 2) || means[means.length - 1]).mean;
  }

  /** @param {{weight: number}[]} groups */
  function effectiveOf(groups) {
    const squares = sumOf(groups, (one) => one.weight ** 2);
    return squares > 0 ? sumOf(groups, (one) => one.weight) ** 2 / squares : 0;
  }

  /** @template T @param {T[]} all @param {(one: T) => number} of */
  const sumOf = (all, of) => all.reduce((sum, one) => sum + of(one), 0);

  /** Return the mean of the runs of each sample that have a value. @param {Float64Array} values @param {number} replicates */
  function meansOf(values, replicates) {
    if (replicates === 1) return values;
    return Float64Array.from({ length: values.length / replicates }, (_, sample) => {
      const some = values.subarray(sample * replicates, (sample + 1) * replicates).filter((one) => !Number.isNaN(one));
      return some.length ? some.reduce((sum, one) => sum + one, 0) / some.length : NaN;
    });
  }

  Object.assign(lunarsim, { meansOf, NINETY, ROUNDING, student, probabilityInterval, meanInterval, shareDifference });
})((globalThis.lunarsim ??= {}));
