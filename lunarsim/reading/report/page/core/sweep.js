"use strict";
/**
 * The sweep in the page: its columns, decoded and sorted once, and the weights that the sliders give its runs.
 *
 * A combination is one value of each lever; within it runs lie sample by sample, replicates innermost.
 */
(function (lunarsim) {
  const OK = "ok";
  /** What becomes of runs that were simulated. */
  const ENDED = new Set([OK, "failed", "timed out", "infeasible"]);

  class Sweep {
    /**
     * @param {any} about  what the sweep is, as it stands in the page
     * @param {Uint16Array} codes  its columns
     */
    constructor(about, codes) {
      this.about = about;
      this.codes = codes;
      this.shape = about.levers.map((lever) => lever.values.length);
      this.combinations = this.shape.reduce((/** @type {number} */ all, /** @type {number} */ one) => all * one, 1);
      this.samples = about.samples;
      this.replicates = about.replicates;
      this.size = this.samples * this.replicates;
      /** @type {Map<number, Float64Array>} */
      this.decodedColumns = new Map();
      /** @type {Map<string, Uint32Array>} */
      this.orders = new Map();
      /** 1 for each run that counts. */
      this.counts = this.#counting();
      /** @type {Float64Array} */
      this.weights = new Float64Array(0);
      /** @type {Event[]} */
      this.events = [];
      /** @type {Map<number, Float64Array>} */
      this.weightsOfRuns = new Map();
      this.weigh([]);
    }

    /** Return for each run whether it counts: 1 where its status is ok. */
    #counting() {
      const counts = new Uint8Array(this.combinations * this.size).fill(1);
      if (this.about.status_column == null) return counts;
      const status = this.values(this.about.status_column);
      for (let run = 0; run < counts.length; run += 1) counts[run] = status[run] === 1 ? 1 : 0;
      return counts;
    }

    /**
     * Give each sample the weight that the conditions make, and each run in which not all events happen none.
     *
     * @param {Condition[]} conditions
     * @param {Event[]} [events]
     */
    weigh(conditions, events = []) {
      this.events = events;
      this.isWeighted = conditions.length > 0 || events.length > 0;
      this.weights = lunarsim.sampleWeights(this.samples, conditions);
      this.weightsOfRuns = new Map();
    }

    /**
     * Return the effective number of samples of one combination, in which more runs may have failed than in others.
     *
     * A sample counts by the mean weight of its runs that ended well: its own weight, times the share of them in which all
     * events happen. Replicates of a single sample are what is independent in it.
     *
     * @param {number} combination
     * @param {number} [together]  samples in turn that count as one
     * @param {Float64Array|null} [values]  by run; only runs that have a value count
     * @returns {number}
     */
    effectiveOf(combination, together = 1, values = null) {
      const weights = this.runWeights(combination);
      const counts = this.#countsOf(combination);
      const isThere = (/** @type {number} */ run) => counts[run] && !(values && Number.isNaN(values[run]));
      if (this.samples === 1) return lunarsim.effectiveNumber(weights, values ? counts.map((_, run) => (isThere(run) ? 1 : 0)) : counts);
      const groups = new Float64Array(Math.ceil(this.samples / together));
      for (let sample = 0; sample < this.samples; sample += 1) {
        let [sum, many] = [0, 0];
        for (let run = sample * this.replicates; run < (sample + 1) * this.replicates; run += 1) {
          if (!isThere(run)) continue;
          sum += weights[run];
          many += 1;
        }
        if (many) groups[Math.floor(sample / together)] += sum / many;
      }
      return lunarsim.effectiveNumber(groups);
    }

    /**
     * Return how many independent samples the runs of one combination are worth: 0 where none is, as where all samples
     * share their chance.
     *
     * @param {number} combination
     * @param {Float64Array|null} [values]  by run; only runs that have a value count
     * @returns {number}
     */
    independentOf(combination, values = null) {
      const together = this.#together();
      return together ? this.effectiveOf(combination, together, values) : 0;
    }

    /**
     * Return the 90 % interval of a median: the quantiles at the ends of the interval of one half (Woodruff 1952).
     *
     * @param {number} column
     * @param {number} combination
     * @returns {[number, number]}  NaN where there is none
     */
    medianInterval(column, combination) {
      const values = this.of(column, combination);
      const ends = lunarsim.probabilityInterval(0.5, this.independentOf(combination, values));
      if (Number.isNaN(ends[0])) return [NaN, NaN];
      const [low, high] = lunarsim.weightedQuantiles(
        values,
        this.order(column, combination),
        this.runWeights(combination),
        ends,
      );
      return [low, high];
    }

    /** Return for each run of a combination whether it ended well. @param {number} combination */
    #countsOf(combination) {
      return this.counts.subarray(combination * this.size, (combination + 1) * this.size);
    }

    /** Return how many samples in turn belong together; 0 where none are independent. */
    #together() {
      return this.samples === 1 ? 1 : (this.about.group_rows ?? 1);
    }

    /**
     * Return all values of a column.
     *
     * @param {number} column
     * @returns {Float64Array}
     */
    values(column) {
      const known = this.decodedColumns.get(column);
      if (known) return known;
      const values = lunarsim.decoded(this.about.columns[column], this.codes);
      this.decodedColumns.set(column, values);
      return values;
    }

    /**
     * Return the values of a column for one combination of levers.
     *
     * @param {number} column
     * @param {number} combination
     * @returns {Float64Array}
     */
    of(column, combination) {
      const values = this.values(column);
      if (this.about.columns[column].dims === "sample") return values;
      return values.subarray(combination * this.size, (combination + 1) * this.size);
    }

    /**
     * Return the ascending order of the values of a column for one combination, sorted when it is first asked for.
     *
     * @param {number} column
     * @param {number} combination
     * @returns {Uint32Array}
     */
    order(column, combination) {
      const key = `${column}/${combination}`;
      const known = this.orders.get(key);
      if (known) return known;
      const order = lunarsim.orderOf(this.of(column, combination));
      this.orders.set(key, order);
      return order;
    }

    /**
     * Return the weight of each run of a combination.
     *
     * @param {number} combination
     * @returns {Float64Array}
     */
    runWeights(combination) {
      const known = this.weightsOfRuns.get(combination);
      if (known) return known;
      const weights = lunarsim.runWeights(this.weights, this.replicates, this.#countsOf(combination));
      if (this.events.length) {
        const agreeing = lunarsim.agreeing(this, this.events, combination);
        for (let run = 0; run < weights.length; run += 1) if (!agreeing[run]) weights[run] = 0;
      }
      this.weightsOfRuns.set(combination, weights);
      return weights;
    }

    /**
     * Return quantiles of a column for one combination, and the share of runs that have a finite value.
     *
     * @param {number} column
     * @param {number} combination
     * @param {number[]} [shares]
     */
    spread(column, combination, shares = [0.1, 0.5, 0.9]) {
      const values = this.of(column, combination);
      const order = this.order(column, combination);
      const weights = this.runWeights(combination);
      const quantiles = lunarsim.weightedQuantiles(values, order, weights, shares);
      let [all, finite] = [0, 0];
      for (let run = 0; run < weights.length; run += 1) {
        all += weights[run];
        if (Number.isFinite(values[run])) finite += weights[run];
      }
      return { quantiles, share: all > 0 ? finite / all : NaN };
    }

    /**
     * Return the weighted share of runs that did not end well among those that were simulated, and how many runs were
     * not simulated: excluded, not needed, or not run yet.
     *
     * @returns {{share: number, others: Map<string, number>}}  runs by their status in words
     */
    leftOut() {
      const { status_column: column } = this.about;
      const others = new Map();
      if (column == null) return { share: 0, others };
      const status = this.values(column);
      const labels = this.about.columns[column].labels || {};
      let [all, out] = [0, 0];
      for (let run = 0; run < status.length; run += 1) {
        const word = labels[status[run]] ?? "not run";
        if (!ENDED.has(word)) {
          others.set(word, (others.get(word) || 0) + 1);
          continue;
        }
        const weight = this.weights[Math.floor((run % this.size) / this.replicates)];
        all += weight;
        if (word !== OK) out += weight;
      }
      return { share: all > 0 ? out / all : 0, others };
    }

    /**
     * Return mean differences of a column between two combinations, sample by sample, with the 90 % interval.
     *
     * A date that is not reached counts as the end of the simulation, and dates are not compared where the two ends
     * differ; only pairs count that both have a value. While nothing is weighted, the figures are those of the package's
     * tables (BCa intervals), where the page holds them; else intervals are Student's, of weighted means. Those of
     * probabilities are Agresti and Min's in any case.
     *
     * @param {number} column
     * @param {number} first  the combination that is compared with
     * @param {number} second
     * @param {boolean} reached  compare whether there is a finite value instead of the value
     * @returns {{mean: number, low: number, high: number, step: number, why: string}}  below which step the page cannot tell
     *   a mean, as values are stored in steps; and why a mean is not given, where that is by rule
     */
    difference(column, first, second, reached = false) {
      const isDate = this.about.columns[column].kind === "date";
      const ends = this.about.end_years || [];
      if (isDate && ends[first] !== ends[second])
        return { mean: NaN, low: NaN, high: NaN, step: 0, why: "not compared, as the simulations end at different dates" };
      const known = (this.about.differences || {})[`${column}/${first}/${second}`];
      if (known && !this.isWeighted) {
        const [mean, low, high] = known.slice(reached ? 3 : 0).map((/** @type {number|null} */ one) => one ?? NaN);
        return { mean, low, high, step: 0, why: "" };
      }
      const shown = (/** @type {number} */ value) => {
        if (reached) return Number.isFinite(value) ? 1 : 0;
        return isDate && value === Infinity ? ends[first] : value;
      };
      const [ones, others] = [this.of(column, first), this.of(column, second)];
      const [oneWeights, otherWeights] = [this.runWeights(first), this.runWeights(second)];
      const steps = new Float64Array(this.size).fill(NaN);
      const stepAt = lunarsim.stepAt(this.about.columns[column]);
      // Runs that are stored alike may differ by less than a step where it is known that some do.
      const mayDiffer = Boolean(known && known[0]);
      let [unsure, pairs] = [0, 0];
      for (let run = 0; run < this.size; run += 1) {
        if (oneWeights[run] === 0 || otherWeights[run] === 0) continue;
        const from = shown(ones[run]);
        const step = shown(others[run]) - from;
        steps[run] = Math.abs(step) <= lunarsim.ROUNDING * Math.abs(from) ? 0 : step;
        if (Number.isNaN(step)) continue;
        pairs += oneWeights[run];
        if (!reached && (steps[run] !== 0 || mayDiffer))
          unsure += oneWeights[run] * (lunarsim.halfStep(stepAt, ones[run]) + lunarsim.halfStep(stepAt, others[run]));
      }
      const isSingle = this.samples === 1;
      const found = lunarsim[reached ? "shareDifference" : "meanInterval"](
        isSingle ? steps : lunarsim.meansOf(steps, this.replicates),
        isSingle ? oneWeights : this.weights,
        this.#together(),
      );
      return { ...found, step: unsure / (pairs || 1), why: "" };
    }
  }

  Object.assign(lunarsim, { Sweep });
})((globalThis.lunarsim ??= {}));
