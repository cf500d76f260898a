"use strict";
/** What a quantile of a factor stands for: its physical value, by the distribution that it has at a lever value. */
(function (lunarsim) {
  /** Quantiles that differ by less are the same. */
  const SAME = 1e-8;

  /**
   * Return the physical value of a factor at a quantile; null where the distribution has no bound.
   *
   * @param {any} factor
   * @param {number} u
   * @param {number} combination
   * @param {boolean} [isUpper]  whether a cut ends there: of whole numbers the last one below
   * @returns {number|null|undefined}  undefined where none is known
   */
  function physicalAt(factor, u, combination, isUpper = false) {
    const { grid } = factor;
    if (!grid) return undefined;
    const which = grid.by_lever[combination] ?? 0;
    const table = grid.tables[which];
    if (grid.begins) return table[numberAt(grid.begins[which], u, isUpper)];
    const at = Math.min(Math.max(u, 0), 1) * (table.length - 1);
    const below = Math.floor(at);
    const [low, high] = [table[below], table[Math.min(below + 1, table.length - 1)]];
    if (at === below) return low;
    if (low === null || high === null) return low ?? high;
    return low + (high - low) * (at - below);
  }

  /** Return the last step whose number begins at a quantile or before it; of an upper end before it. @param {number[]} begins @param {number} u @param {boolean} isUpper */
  function numberAt(begins, u, isUpper) {
    const limit = isUpper ? u - SAME : u + SAME;
    let step = 0;
    while (step + 1 < begins.length && begins[step + 1] <= limit) step += 1;
    return step;
  }

  /**
   * Return the two ends of a cut in words; at 0 and 1 what the runs have, as distributions may reach far out.
   *
   * @param {any} factor
   * @param {number} low
   * @param {number} high
   * @param {number} combination
   */
  function rangeWords(factor, low, high, combination) {
    const { grid } = factor;
    if (!grid) return `quantile ${low.toFixed(2)} to ${high.toFixed(2)}`;
    const stored = (grid.stored || [])[grid.by_lever[combination] ?? 0] || [];
    const from = low <= 0 && stored[0] != null ? stored[0] : physicalAt(factor, low, combination);
    const to = high >= 1 && stored[1] != null ? stored[1] : physicalAt(factor, high, combination, true);
    const [one, other] = [from, to].map((value) => endWords(factor, value));
    const units = lunarsim.unit(factor.units);
    return `${one === other ? one : `${one} to ${other}`}${units ? ` ${units}` : ""}`;
  }

  /** @param {any} factor @param {number|null|undefined} value */
  function endWords(factor, value) {
    if (value == null) return "no limit";
    return factor.grid.labels ? (factor.grid.labels[Math.round(value)] ?? String(value)) : lunarsim.number(value);
  }

  /** Return a value of a factor with its unit. @param {any} factor @param {number} u @param {number} combination */
  function valueWords(factor, u, combination) {
    const value = physicalAt(factor, u, combination);
    return `${endWords({ grid: {}, ...factor }, value)} ${lunarsim.unit(factor.units)}`.trim();
  }

  /**
   * Return the override that samples a factor in a cut alone; null where the command line has no form for it.
   *
   * @param {any} factor
   * @param {number} low
   * @param {number} high
   * @param {number} combination
   */
  function cutLine(factor, low, high, combination) {
    if (!factor.cut || !factor.grid) return null;
    const stored = (factor.grid.stored || [])[factor.grid.by_lever[combination] ?? 0] || [];
    const end = (u, other, isUpper) => {
      const value = physicalAt(factor, u, combination, isUpper) ?? other;
      // The ends of a distribution keep all digits: rounded, they may lie outside of what is allowed.
      return u <= 0 || u >= 1 ? String(value) : String(Number(Number(value).toPrecision(6)));
    };
    const [from, to] = [end(low, stored[0], false), end(high, stored[1], true)];
    if (!Number.isFinite(Number(from)) || !Number.isFinite(Number(to))) return null;
    // No interval holds a single value.
    if (Number(from) === Number(to)) return `'${factor.key}=${from}'`;
    return `'${factor.cut.replace("{low}", from).replace("{high}", to)}'`;
  }

  /**
   * Return the quantiles at which a cut can begin and end, by the steps of its thumbs: of whole numbers, where one begins
   * and where the one just below ends, so that all of a number is kept or left out.
   *
   * @param {any} factor
   * @param {number} steps  into which the quantiles 0 to 1 are cut
   * @param {number} combination
   * @returns {{begins: number[], ends: number[]}}
   */
  function quantilesOf(factor, steps, combination) {
    const { grid } = factor;
    const which = (grid && grid.by_lever[combination]) ?? 0;
    if (grid && grid.begins) return { begins: grid.begins[which], ends: grid.ends[which] };
    const even = Array.from({ length: steps + 1 }, (_, step) => step / steps);
    return { begins: even, ends: even };
  }

  /**
   * Return the steps at which the thumbs of a cut stop: of whole numbers one for each.
   *
   * @param {{begins: number[], ends: number[]}} quantiles
   * @returns {{begins: number[], ends: number[]}}
   */
  function stopsOf({ begins, ends }) {
    const steps = begins.map((_, step) => step);
    return {
      begins: steps.filter((step) => step === 0 || (step < steps.length - 1 && begins[step] !== begins[step - 1])),
      ends: steps.filter((step) => step > 0 && ends[step] !== ends[step + 1]),
    };
  }

  Object.assign(lunarsim, { physicalAt, rangeWords, valueWords, cutLine, quantilesOf, stopsOf });
})((globalThis.lunarsim ??= {}));
