"use strict";
/** What a quantile of a factor stands for: its physical value, by the distribution that it has at a lever value. */
(function (lunarsim) {
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
    const at = Math.min(Math.max(u, 0), 1) * (table.length - 1);
    const below = Math.floor(at);
    if (at === below && isUpper && grid.uppers) return grid.uppers[which][at];
    const [low, high] = [table[below], table[Math.min(below + 1, table.length - 1)]];
    if (at === below) return low;
    if (low === null || high === null) return low ?? high;
    return factor.discrete || factor.kind === "count" ? low : low + (high - low) * (at - below);
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
   * Return the steps at which a cut can begin and end: of whole numbers those between which lie all of a number.
   *
   * @param {any} factor
   * @param {number} steps  into which the quantiles 0 to 1 are cut
   * @param {number} combination
   * @returns {{begins: number[], ends: number[]}}
   */
  function stopsOf(factor, steps, combination) {
    const all = Array.from({ length: steps + 1 }, (_, step) => step);
    if (!factor.grid || !factor.grid.uppers) return { begins: all.slice(0, -1), ends: all.slice(1) };
    const from = (/** @type {number} */ step) => physicalAt(factor, step / steps, combination);
    const to = (/** @type {number} */ step) => physicalAt(factor, step / steps, combination, true);
    return {
      begins: all.filter((step) => step === 0 || (step < steps && from(step) !== from(step - 1))),
      ends: all.filter((step) => step === steps || (step > 0 && to(step) !== to(step + 1))),
    };
  }

  Object.assign(lunarsim, { physicalAt, rangeWords, valueWords, cutLine, stopsOf });
})((globalThis.lunarsim ??= {}));
