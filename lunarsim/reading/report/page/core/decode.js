"use strict";
/**
 * Columns of 16-bit codes become numbers: the embedded text is inflated once, a column is decoded when it is first used.
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {string} label
 * @property {string} units
 * @property {string} kind
 * @property {"run"|"sample"} dims
 * @property {"linear"|"log"|"symlog"|"bins"|"days"} transform
 * @property {number} low
 * @property {number} high
 * @property {number} [linear_width]
 * @property {number} steps
 * @property {number} offset  codes from the start
 * @property {number} count
 * @property {number|null} base  the earlier column from which its codes are stored as differences
 * @property {string} [family]
 * @property {string} [family_label]
 * @property {string|number} [at]
 * @property {Object<string, string>} [labels]
 */
(function (lunarsim) {
  /** Code of a run without a value, and of a date that is never reached. */
  const MISSING = 65535;
  const NEVER = 65534;
  /** Letters of base 85; in place of those that mean something in HTML stand others. */
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;.=,?@^_`{|}~";
  /** A day [ms], and the days of a year. */
  const DAY = 864e5;
  const YEAR = 365.25;

  /**
   * Return the bytes behind a text of base 85: five letters for four bytes, one more than its bytes for what is left.
   *
   * @param {string} text
   * @returns {Uint8Array}
   */
  function bytesOf(text) {
    const values = new Uint8Array(128);
    for (let at = 0; at < LETTERS.length; at += 1) values[LETTERS.charCodeAt(at)] = at;
    const bytes = new Uint8Array(4 * Math.ceil(text.length / 5));
    const last = LETTERS.length - 1;
    for (let from = 0, to = 0; from < text.length; from += 5, to += 4) {
      let word = 0;
      for (let at = from; at < from + 5; at += 1)
        word = word * 85 + (at < text.length ? values[text.charCodeAt(at)] : last);
      bytes[to] = word / 16777216;
      bytes[to + 1] = word >>> 16;
      bytes[to + 2] = word >>> 8;
      bytes[to + 3] = word;
    }
    return bytes.subarray(0, Math.floor((text.length * 4) / 5));
  }

  /**
   * Return the codes of all columns, one after the other.
   *
   * @param {string} text  base 85 of raw deflate
   * @param {Column[]} columns
   * @returns {Promise<Uint16Array>}
   */
  async function inflated(text, columns) {
    const stream = new Blob([bytesOf(text.trim())]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const codes = new Uint16Array(bytes.length / 2);
    for (const column of columns) restore(column, columns, bytes, codes);
    return codes;
  }

  /**
   * Write the codes of a column, of which the low bytes come first, then the high ones.
   *
   * @param {Column} column
   * @param {Column[]} columns
   * @param {Uint8Array} bytes
   * @param {Uint16Array} codes
   */
  function restore({ offset, count, base }, columns, bytes, codes) {
    const [low, high] = [2 * offset, 2 * offset + count];
    if (base == null) {
      for (let at = 0; at < count; at += 1) codes[offset + at] = bytes[low + at] | (bytes[high + at] << 8);
      return;
    }
    const from = columns[base].offset;
    for (let at = 0; at < count; at += 1) {
      const step = bytes[low + at] | (bytes[high + at] << 8);
      codes[offset + at] = codes[from + at] + ((step >> 1) ^ -(step & 1));
    }
  }

  /**
   * Return the number that a code stands for, as a function of the code.
   *
   * @param {Column} column
   * @returns {(code: number) => number}
   */
  function decoder(column) {
    const { low, high, steps } = column;
    if (column.kind === "code") return (code) => code;
    if (column.transform === "days") return dateOf(low, high);
    if (low === high) return () => low;
    if (column.transform === "log") {
      const [first, last] = [Math.log(low), Math.log(high)];
      return (code) => Math.exp(first + ((last - first) * code) / steps);
    }
    if (column.transform === "symlog") {
      const width = column.linear_width || 1;
      const [first, last] = [Math.asinh(low / width), Math.asinh(high / width)];
      return (code) => width * Math.sinh(first + ((last - first) * code) / steps);
    }
    const inside = column.transform === "bins" ? 0.5 : 0;
    return (code) => low + ((high - low) * (code + inside)) / steps;
  }

  /**
   * Return the decimal year of a code of days: of an even one the start of a day, of an odd one its middle.
   *
   * @param {number} first  day since 1970-01-01
   * @param {number} last
   * @returns {(code: number) => number}
   */
  function dateOf(first, last) {
    const starts = new Float64Array(last - first + 2);
    for (let at = 0; at < starts.length; at += 1) starts[at] = dayStart(first + at);
    return (code) => {
      const day = code >> 1;
      return code & 1 ? (starts[day] + starts[day + 1]) / 2 : starts[day];
    };
  }

  /** First day of each year since 1970-01-01. @type {Map<number, number>} */
  const firstDays = new Map();

  /** Return the first day of a year since 1970-01-01. @param {number} year */
  function firstDay(year) {
    if (!firstDays.has(year)) firstDays.set(year, Date.UTC(year, 0, 1) / DAY);
    return /** @type {number} */ (firstDays.get(year));
  }

  /** Return the start of a day as a decimal year, as the package does. @param {number} day  since 1970-01-01 */
  function dayStart(day) {
    let year = 1970 + Math.floor(day / 365.2425);
    if (day < firstDay(year)) year -= 1;
    if (day >= firstDay(year + 1)) year += 1;
    return year + (day - firstDay(year)) / (firstDay(year + 1) - firstDay(year));
  }

  /**
   * Return the values of a column: NaN where there is none, Infinity for a date that is never reached.
   *
   * @param {Column} column
   * @param {Uint16Array} codes  of all columns
   * @returns {Float64Array}
   */
  function decoded(column, codes) {
    const valueOf = decoder(column);
    const values = new Float64Array(column.count);
    for (let at = 0; at < values.length; at += 1) {
      const code = codes[column.offset + at];
      values[at] = code === MISSING ? NaN : code === NEVER ? Infinity : valueOf(code);
    }
    return values;
  }

  /**
   * Return how wide a step of a column is at a value, in the units of the values: 0 where they are stored exactly.
   *
   * @param {Column} column
   * @returns {(value: number) => number}
   */
  function stepAt({ kind, transform, low, high, linear_width: width = 1, steps }) {
    if (transform === "days") return () => 1 / YEAR;
    if (low === high || kind === "code" || (kind === "count" && high === steps)) return () => 0;
    if (transform === "log") return (value) => (value * Math.log(high / low)) / steps;
    const range = Math.asinh(high / width) - Math.asinh(low / width);
    if (transform === "symlog") return (value) => (Math.hypot(value, width) * range) / steps;
    return () => (high - low) / steps;
  }

  /** Return how far a stored value may lie from the true one; what is never reached is exact. @param {(value: number) => number} step @param {number} value */
  const halfStep = (step, value) => (Number.isFinite(value) ? step(value) / 2 : 0);

  Object.assign(lunarsim, { bytesOf, inflated, decoded, stepAt, halfStep, dayStart, DAY });
})((globalThis.lunarsim ??= {}));
