"use strict";
/**
 * Conditions on what happens in a run, in the words of the command line: change_7.outcome=lost, station_basic_year<=2040.
 *
 * @typedef {object} Event
 * @property {string} text  as `lunarsim show --given` takes it
 * @property {string} words  for readers
 * @property {number} column
 * @property {number|null} after  column of the date which that of the column follows
 * @property {(value: number) => boolean} holds
 */
(function (lunarsim) {
  const FORM = /^([\w.]+)(<=|!=|=|>)(\w[\w.-]*)$/;
  const NEVER = "never";
  /** Days of a year. */
  const YEAR = 365.25;

  /** What is said of a date, by what it is of: that it is reached, that it never is, by a year, not by a year. */
  const SAID = {
    launched: ["launched", "never launched", "launched by the start of", "not launched by the start of"],
    landed: ["landed in working order", "never landed", "landed by the start of", "not landed by the start of"],
    online: ["in operation", "never in operation", "in operation by the start of", "not in operation by the start of"],
    "": ["reached", "never reached", "reached by the start of", "not reached by the start of"],
  };
  const SIGNS = [`!=${NEVER}`, `=${NEVER}`, "<=", ">"];

  /**
   * Return what may be said of something that happens: the beginning of a condition and its words; a year follows where asked.
   *
   * @param {any} thing  one of about.events
   * @returns {{start: string, words: string, needsYear: boolean}[]}
   */
  function choicesOf(thing) {
    const outcome = thing.outcome;
    return [
      ...(outcome ? outcome.words.map(([word, words]) => ({ start: `${outcome.name}=${word}`, words, needsYear: false })) : []),
      ...thing.dates.flatMap(({ name, field }) =>
        SIGNS.map((sign, at) => ({ start: name + sign, words: SAID[field][at], needsYear: at > 1 })),
      ),
    ];
  }

  /**
   * Return what a condition asks for, null where it is not understood.
   *
   * @param {string} text
   * @param {any} about
   * @returns {Event|null}
   */
  function eventOf(text, about) {
    const [, name, sign, value] = FORM.exec(text) || [];
    if (!name) return null;
    for (const thing of about.events || []) {
      const words = thing.outcome && thing.outcome.name === name && sign === "=" ? thing.outcome.words : [];
      const [, said, codes] = words.find(([word]) => word === value) || [];
      if (said)
        return {
          text,
          words: `${lunarsim.capital(thing.label)}: ${said}`,
          column: thing.outcome.column,
          after: null,
          holds: (code) => codes.includes(code),
        };
      const date = thing.dates.find((one) => one.name === name);
      if (date) return ofDate(text, thing, date, sign, value);
    }
    return null;
  }

  /** @param {string} text @param {any} thing @param {any} date @param {string} sign @param {string} value @returns {Event|null} */
  function ofDate(text, thing, { column, after, field }, sign, value) {
    const isNever = value === NEVER;
    const at = SIGNS.indexOf(isNever ? sign + value : sign);
    const year = Number(value);
    if (at < 0 || (!isNever && !(year >= 1900 && year <= 2300))) return null;
    const holds = [
      (/** @type {number} */ when) => Number.isFinite(when),
      (/** @type {number} */ when) => when === Infinity,
      (/** @type {number} */ when) => when <= year,
      (/** @type {number} */ when) => when > year,
    ][at];
    const said = SAID[field][at] + (isNever ? "" : ` ${value}`);
    // Beside a whole number stands the start of that year, beside another one the date itself.
    const words = Number.isInteger(year) || isNever ? said : said.replace("the start of ", "");
    return { text, words: `${lunarsim.capital(thing.label)}: ${words}`, column, after, holds };
  }

  /** Return a date that is held as days after another one. @param {number} start @param {number} days */
  const later = (start, days) => (Number.isFinite(days) ? start + days / YEAR : days);

  /**
   * Return 1 for each run of a combination in which all happens.
   *
   * @param {any} sweep
   * @param {Event[]} events
   * @param {number} combination
   * @returns {Uint8Array}
   */
  function agreeing(sweep, events, combination) {
    const mask = new Uint8Array(sweep.size).fill(1);
    for (const { column, after, holds } of events) {
      const values = sweep.of(column, combination);
      const starts = after == null ? null : sweep.of(after, combination);
      for (let run = 0; run < mask.length; run += 1) {
        if (mask[run] && !holds(starts ? later(starts[run], values[run]) : values[run])) mask[run] = 0;
      }
    }
    return mask;
  }

  Object.assign(lunarsim, { choicesOf, eventOf, agreeing, later });
})((globalThis.lunarsim ??= {}));
