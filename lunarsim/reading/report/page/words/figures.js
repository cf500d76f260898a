"use strict";
/** Figures in words: numbers, dates, shares and intervals as a reader expects them. */
(function (lunarsim) {
  /** @type {[number, string][]} */
  const LARGE = [
    [1e12, "trillion"],
    [1e9, "billion"],
    [1e6, "million"],
  ];

  /**
   * Return a number to three digits.
   *
   * @param {number} value
   * @param {number} [digits]
   * @returns {string}
   */
  function number(value, digits = 3) {
    if (!Number.isFinite(value)) return "–";
    if (value === 0) return "0";
    const size = Math.abs(value);
    for (const [unit, word] of LARGE) if (size >= unit) return `${rounded(value / unit, digits)} ${word}`;
    if (size < 1e-4) {
      const [part, power] = value.toExponential(digits - 1).split("e");
      return `${part.replace("-", "−")} × 10${raised(Number(power))}`;
    }
    return rounded(value, digits);
  }

  /** So that the rounding of floats moves no end of an interval by a digit. */
  const ROUNDING = 1e-9;

  /** Below this part of a large unit a number is not written in it: it would be mostly zeros. */
  const LEAST_PART = 0.01;

  /**
   * Return what writes numbers that stand in one range or sentence: all in the same large unit, or all without one.
   *
   * @param {number[]} values
   * @returns {{bare: (value: number) => string, full: (value: number) => string, range: (low: number, high: number) => string}}
   *   without the word of the unit, with it, and a range with it once
   */
  function alike(values) {
    const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    const [unit, word] = LARGE.find(([one]) => most >= one && least >= LEAST_PART * one) || [1, ""];
    const bare = (/** @type {number} */ value) => {
      if (!Number.isFinite(value)) return "–";
      if (most < LARGE[LARGE.length - 1][0]) return number(value);
      return value === 0 ? "0" : rounded(value / unit, 3);
    };
    const full = (/** @type {number} */ value) => (word && value ? `${bare(value)} ${word}` : bare(value));
    const range = (/** @type {number} */ low, /** @type {number} */ high) =>
      `${bare(low)} to ${bare(high)}${word && ` ${word}`}`;
    return { bare, full, range };
  }

  /** Return a probability that is an input, to three digits; one that is not exactly 0 or 1 is never shown as such. @param {number} value */
  function chance(value) {
    if (value > 0 && value < 0.001) return "<0.001";
    return value > 0.9995 && value < 1 ? ">0.999" : number(value);
  }

  /**
   * Return what writes the values of a factor that stand together.
   *
   * @param {{kind: string}|undefined} factor
   * @param {number[]} values
   */
  function ofFactor(factor, values) {
    if (factor?.kind !== "probability") return alike(values);
    const range = (/** @type {number} */ low, /** @type {number} */ high) => `${chance(low)} to ${chance(high)}`;
    return { bare: chance, full: chance, range };
  }

  /** @type {Intl.NumberFormat[]} */
  const writers = [];

  /** Return what writes numbers with at most some decimals; made once, as making it is slow. @param {number} decimals */
  const writer = (decimals) =>
    (writers[decimals] ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: decimals }));

  /** @param {number} value @param {number} digits */
  function rounded(value, digits) {
    const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
    const step = 10 ** Math.max(0, whole - digits);
    const text = writer(Math.max(0, digits - whole)).format(step > 1 ? Math.round(value / step) * step : value);
    return text.replace("-", "−");
  }

  /** @param {number} power */
  function raised(power) {
    return String(power).replace(/./g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
  }

  /** Return a number with its sign. @param {number} value */
  function signed(value) {
    return value > 0 ? `+${number(value)}` : number(value);
  }

  /** Return a difference of dates with its sign: to a tenth of a year, below a year to a hundredth. @param {number} value */
  function signedYears(value) {
    if (!Number.isFinite(value)) return "–";
    const text = Math.abs(value).toFixed(Math.abs(value) < 0.995 ? 2 : 1);
    return Number(text) === 0 ? "0" : `${value > 0 ? "+" : "−"}${text}`;
  }

  /** Return a difference of probabilities, or an end of its interval, with its sign. @param {number} value */
  function signedShare(value) {
    if (!Number.isFinite(value)) return "–";
    const text = Math.abs(value).toFixed(2);
    return Number(text) === 0 ? "0.00" : `${value > 0 ? "+" : "−"}${text}`;
  }

  /** Return the end of a simulation as it stands beside dates: 2056.5, 2056. @param {number} year */
  function endOf(year) {
    return Number.isFinite(year) ? year.toFixed(1).replace(".0", "") : "the horizon";
  }

  /**
   * Return a quantile of a date, to the tenth of a year or the year that its error supports; beyond the end it says so.
   *
   * @param {number} value
   * @param {number} end
   * @param {number} [error]
   */
  function date(value, end, error = NaN) {
    if (Number.isNaN(value)) return "–";
    return value === Infinity ? `not by ${endOf(end)}` : value.toFixed(lunarsim.placesOfYear(error));
  }

  /**
   * Return a probability; one that is not exactly 0 or 1 is never shown as such. Where all or none of some runs agree, or
   * nearly so, the end of its interval stands for it, as far as it is known: few runs are sure of nothing.
   *
   * @param {number} value @param {number} [low] @param {number} [high]
   */
  function probability(value, low = NaN, high = NaN) {
    if (Number.isNaN(value)) return "–";
    // Where all of the interval rounds to a hundredth from an end, the digits are known.
    const known = [value, low, high].every((each) => ["0.01", "0.99"].includes(each.toFixed(2)));
    if (isAtAnEnd(value, low, high) && !known) {
      if (value > HALF && Number.isFinite(low)) return `>${(Math.floor(100 * low + ROUNDING) / 100).toFixed(2)}`;
      if (value < HALF && Number.isFinite(high)) return `<${(Math.ceil(100 * high - ROUNDING) / 100).toFixed(2)}`;
    }
    const text = value.toFixed(2);
    if (value > 0 && text === "0.00") return "<0.01";
    return value < 1 && text === "1.00" ? ">0.99" : text;
  }

  const HALF = 0.5;
  /** Distance from 0 or 1 below which a probability is written as a hundredth from it at most. */
  const A_HUNDREDTH_ROUNDED = 0.015;

  /**
   * Return whether a probability and its interval are all 0 or 1 but for a hundredth (as `is_at_an_end` of the package).
   *
   * @param {number} value @param {number} low @param {number} high
   */
  function isAtAnEnd(value, low, high) {
    const end = value > HALF ? 1 : 0;
    return value === end || [value, low, high].every((each) => Math.abs(each - end) < A_HUNDREDTH_ROUNDED);
  }

  /** Return a probability with its symbol: P = 0.18, P < 0.01. @param {number} value @param {number} [low] @param {number} [high] */
  function stated(value, low, high) {
    const text = probability(value, low, high);
    return /^[<>]/.test(text) ? `P ${text[0]} ${text.slice(1)}` : `P = ${text}`;
  }

  /**
   * Return an interval of a probability: 0.10 to 0.26; empty where there is none, or a bound stands for the probability.
   *
   * @param {number} low @param {number} high @param {number} value
   */
  function fromTo(low, high, value) {
    return Number.isNaN(low) || isAtAnEnd(value, low, high) ? "" : `${probability(low)} to ${probability(high)}`;
  }

  /** Return a share in percent. @param {number} value */
  function percent(value) {
    if (Number.isNaN(value)) return "–";
    const text = `${Math.round(100 * value)}\u00a0%`;
    if (value > 0 && text === "0\u00a0%") return "<1\u00a0%";
    return value < 1 && text === "100\u00a0%" ? ">99\u00a0%" : text;
  }

  /**
   * Return a unit as it is written beside numbers; a pure number has none.
   *
   * @param {string} text  as datasets write it: kg kW-1
   */
  function unit(text) {
    if (!text || text === "1") return "";
    if (text === "MW h") return "MWh";
    const parts = text.split(" ");
    const below = parts.filter((part) => part.endsWith("-1")).map((part) => part.slice(0, -2));
    const above = parts
      .filter((part) => !part.endsWith("-1"))
      .join(" ")
      .replace("kW h", "kWh");
    return below.length ? `${above || "1"}/${below.join("/")}` : above;
  }

  /**
   * Return a name with its unit in brackets.
   *
   * @param {string} label
   * @param {string} units
   */
  function withUnit(label, units) {
    const text = unit(units);
    return text ? `${label} [${text}]` : label;
  }

  /**
   * Return what a column's value is called: a date, or a number with its unit.
   *
   * @param {{kind: string, units: string}} column
   * @param {number} value
   * @param {number} end
   */
  function figure(column, value, end) {
    if (column.kind === "date") return date(value, end);
    const text = unit(column.units);
    return column.kind === "share"
      ? percent(value)
      : text && Number.isFinite(value)
        ? `${number(value)} ${text}`
        : number(value);
  }

  /** Return a text that begins with a capital letter. @param {string} text */
  function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  Object.assign(lunarsim, {
    number,
    alike,
    ofFactor,
    writer,
    signed,
    signedYears,
    signedShare,
    endOf,
    date,
    probability,
    stated,
    fromTo,
    percent,
    unit,
    withUnit,
    figure,
    capital,
  });
})((globalThis.lunarsim ??= {}));
