"use strict";
/**
 * Conditions on what happens in a run, in the words of the command line: change_7.outcome=lost, station_basic_year<=2040.
 *
 * @typedef {object} Event
 * @property {string} text  as `lunarsim show --given` takes it
 * @property {string} words  for readers
 * @property {number} column
 * @property {(value: number) => boolean} holds
 */
(function (lunarsim) {
  const FORM = /^([\w.]+)(<=|!=|=|>)(\w[\w.-]*)$/;
  const NEVER = "never";
  const YEAR = /^\d{4}(\.\d+)?$/;
  const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

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
          holds: (code) => codes.includes(code),
        };
      const date = thing.dates.find((one) => one.name === name);
      if (date) return ofDate(text, thing, date, sign, value);
    }
    return null;
  }

  /**
   * Return a condition on a date, which is exact for whole years and for days: dates are stored as days.
   *
   * @param {string} text @param {any} thing @param {any} date @param {string} sign @param {string} value
   * @returns {Event|null}
   */
  function ofDate(text, thing, { column, field }, sign, value) {
    const isNever = value === NEVER;
    const at = SIGNS.indexOf(isNever ? sign + value : sign);
    const dayAfter = endOfDay(value);
    const year = dayAfter ?? (YEAR.test(value) ? Number(value) : NaN);
    if (at < 0 || (!isNever && !(year >= 1900 && year <= 2300))) return null;
    const isBy = (/** @type {number} */ when) => (dayAfter == null ? when <= year : when < year);
    const holds = [
      (/** @type {number} */ when) => Number.isFinite(when),
      (/** @type {number} */ when) => when === Infinity,
      isBy,
      (/** @type {number} */ when) => !Number.isNaN(when) && !isBy(when),
    ][at];
    const said = SAID[field][at] + (isNever ? "" : ` ${value}`);
    // Beside a whole number stands the start of that year, beside another one the date itself.
    const words = isNever || (dayAfter == null && Number.isInteger(year)) ? said : said.replace("the start of ", "");
    return { text, words: `${lunarsim.capital(thing.label)}: ${words}`, column, holds };
  }

  /** Return the end of a day such as 2026-08-27 as a decimal year, null of what is none. @param {string} value */
  function endOfDay(value) {
    const [, year, month, day] = (DAY.exec(value) || []).map(Number);
    const time = Date.UTC(year, month - 1, day);
    if (!year || new Date(time).getUTCDate() !== day || month < 1 || month > 12) return null;
    return lunarsim.dayStart(time / lunarsim.DAY + 1);
  }

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
    for (const { column, holds } of events) {
      const values = sweep.of(column, combination);
      for (let run = 0; run < mask.length; run += 1) if (mask[run] && !holds(values[run])) mask[run] = 0;
    }
    return mask;
  }

  Object.assign(lunarsim, { choicesOf, eventOf, agreeing });
})((globalThis.lunarsim ??= {}));
