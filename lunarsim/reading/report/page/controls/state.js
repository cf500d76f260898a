"use strict";
/**
 * What the reader has chosen, and the same as a text in the fragment of the page's address.
 *
 * @typedef {object} State
 * @property {Map<string, {low: number, high: number, tilt: number}>} sliders  by key of the factor
 * @property {string[]} events  what happens in the runs that count, as the command line has it
 * @property {number} by  lever whose values are compared
 * @property {number[]} at  value of each other lever
 * @property {number[]} shown  values of the compared lever that are drawn
 * @property {number} focus  the one of them whose runs are explored and whose physical ranges are shown
 * @property {number|null} outcome  column that is explored
 * @property {{low: number, high: number}|null} brush  range of it that is looked into
 * @property {{sample: number, replicate: number}|null} run  run whose story is shown
 */
(function (lunarsim) {
  /** Most values of a lever that can be told apart in a picture. */
  const MOST = 7;
  const STEEPEST = 4;

  /**
   * Return the state in which a page opens.
   *
   * @param {any} about
   * @returns {State}
   */
  function opening(about) {
    const lengths = about.levers.map((lever) => lever.values.length);
    const by = Math.max(
      0,
      lengths.findIndex((/** @type {number} */ length) => length > 1),
    );
    return {
      sliders: new Map(),
      events: [],
      by,
      at: lengths.map(() => 0),
      shown: shownFirst(lengths[by] || 1),
      focus: 0,
      outcome: null,
      brush: null,
      run: null,
    };
  }

  /** Return which of many values are shown at first: all, or some from the first to the last. @param {number} many */
  function shownFirst(many) {
    const few = Math.min(many, many > MOST ? 4 : MOST);
    return Array.from({ length: few }, (_, at) => (few === 1 ? 0 : Math.round((at * (many - 1)) / (few - 1))));
  }

  /** Return whether no slider does anything. @param {{low: number, high: number, tilt: number}} slider */
  const isIdle = ({ low, high, tilt }) => low <= 0 && high >= 1 && tilt === 0;

  /**
   * Return the fragment that stands for a state; what is as it opens is left out.
   *
   * @param {State} state
   * @param {any} about
   */
  function written(state, about) {
    const first = opening(about);
    const parts = [];
    for (const [key, slider] of state.sliders) {
      if (isIdle(slider)) continue;
      const tilt = slider.tilt ? `,${slider.tilt}` : "";
      parts.push(`${encodeURIComponent(key)}=${slider.low},${slider.high}${tilt}`);
    }
    if (state.events.length) parts.push(`~given=${encodeURIComponent(state.events.join(";"))}`);
    if (state.by !== first.by) parts.push(`~by=${state.by}`);
    if (state.at.join() !== first.at.join()) parts.push(`~at=${state.at.join()}`);
    if (
      state.shown.join() !==
      (state.by === first.by ? first.shown : shownFirst(about.levers[state.by]?.values.length || 1)).join()
    )
      parts.push(`~shown=${state.shown.join()}`);
    if (state.focus !== (state.shown[0] ?? 0)) parts.push(`~focus=${state.focus}`);
    if (state.outcome !== null && state.outcome !== lunarsim.headlineColumns(about)[0])
      parts.push(`~outcome=${encodeURIComponent(about.columns[state.outcome].name)}.${state.outcome}`);
    if (state.brush) parts.push(`~brush=${state.brush.low},${state.brush.high}`);
    if (state.run) parts.push(`~run=${state.run.sample},${state.run.replicate}`);
    return parts.join("&");
  }

  /**
   * Return the state that a fragment stands for; parts that are not understood are left out.
   *
   * @param {string} fragment
   * @param {any} about
   * @returns {State}
   */
  function read(fragment, about) {
    const state = opening(about);
    const keys = new Set(about.slidable ? about.factors.map((factor) => factor.key) : []);
    const said = new Map();
    for (const part of fragment.replace(/^#/, "").split("&")) {
      const at = part.indexOf("=");
      if (at < 0) continue;
      try {
        said.set(decodeURIComponent(part.slice(0, at)), decodeURIComponent(part.slice(at + 1)));
      } catch {
        continue;
      }
    }
    for (const [key, text] of said) {
      const [low, high, tilt = 0] = numbers(text);
      const fits = low >= 0 && high <= 1 && low < high && Math.abs(tilt) <= STEEPEST;
      if (keys.has(key) && fits) state.sliders.set(key, { low, high, tilt });
    }
    const events = (said.get("~given") || "").split(";").filter((text) => lunarsim.eventOf(text, about));
    state.events = [...new Set(events)];
    readLevers(state, said, about);
    readRuns(state, said, about);
    return state;
  }

  /** @param {string|undefined} text @returns {number[]} */
  const numbers = (text) => (text ? text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part))) : []);

  /** @param {State} state @param {Map<string, string>} said @param {any} about */
  function readLevers(state, said, about) {
    const levers = about.levers;
    if (!levers.length) return;
    const isIndex = (/** @type {number} */ at, /** @type {number} */ many) =>
      Number.isInteger(at) && at >= 0 && at < many;
    const by = Number(said.get("~by") ?? NaN);
    if (isIndex(by, levers.length)) {
      state.by = by;
      state.shown = shownFirst(levers[by].values.length);
    }
    const at = numbers(said.get("~at"));
    if (at.length === levers.length && at.every((value, lever) => isIndex(value, levers[lever].values.length)))
      state.at = at;
    const shown = [...new Set(numbers(said.get("~shown")))];
    const many = levers[state.by].values.length;
    if (shown.length && shown.length <= MOST && shown.every((value) => isIndex(value, many)))
      state.shown = shown.sort((one, other) => one - other);
    const focus = Number(said.get("~focus") ?? NaN);
    state.focus = isIndex(focus, many) ? focus : state.shown[0];
  }

  /** @param {State} state @param {Map<string, string>} said @param {any} about */
  function readRuns(state, said, about) {
    const outcome = Number((said.get("~outcome") || "").split(".").pop() || NaN);
    if (about.columns[outcome] && about.columns[outcome].name === (said.get("~outcome") || "").split(".")[0])
      state.outcome = outcome;
    const [low, high] = numbers(said.get("~brush"));
    if (low < high) state.brush = { low, high };
    const [sample, replicate] = numbers(said.get("~run"));
    const isRun = Number.isInteger(sample) && sample >= 0 && sample < about.samples;
    if (isRun && Number.isInteger(replicate) && replicate >= 0 && replicate < about.replicates)
      state.run = { sample, replicate };
  }

  Object.assign(lunarsim, { MOST, STEEPEST, opening, shownFirst, isIdle, written, read });
})((globalThis.lunarsim ??= {}));
