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
 * @property {"linear"|"log"|"symlog"} transform
 * @property {number} low
 * @property {number} high
 * @property {number} [linear_width]
 * @property {number} offset  bytes from the start of the buffer
 * @property {number} count
 * @property {string} [family]
 * @property {string} [family_label]
 * @property {string|number} [at]
 * @property {Object<string, string>} [labels]
 */
(function (lunarsim) {
  /** Code of a run without a value, and of a date that is never reached. */
  const MISSING = 65535;
  const NEVER = 65534;
  /** The largest code of a number. */
  const STEPS = 65000;

  /**
   * Return the bytes behind a text of base64 of raw deflate.
   *
   * @param {string} text
   * @returns {Promise<Uint8Array>}
   */
  async function inflated(text) {
    const packed = atob(text.trim());
    const bytes = new Uint8Array(packed.length);
    for (let index = 0; index < packed.length; index += 1) bytes[index] = packed.charCodeAt(index);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /**
   * Return the codes of a column.
   *
   * @param {Column} column
   * @param {Uint8Array} bytes  all columns, one after the other
   * @param {string} [filter]  "shuffle": of each column the low bytes come first, then the high ones
   * @returns {Uint16Array}
   */
  function codesOf({ offset, count }, bytes, filter) {
    const codes = new Uint16Array(count);
    const [step, high] = filter === "shuffle" ? [1, offset + count] : [2, offset + 1];
    for (let index = 0; index < count; index += 1)
      codes[index] = bytes[offset + step * index] | (bytes[high + step * index] << 8);
    return codes;
  }

  /**
   * Return the number that a code stands for, as a function of the code.
   *
   * @param {Column} column
   * @returns {(code: number) => number}
   */
  function decoder(column) {
    const { low, high } = column;
    if (column.kind === "code") return (code) => code;
    if (low === high) return () => low;
    if (column.transform === "log") {
      const [first, last] = [Math.log(low), Math.log(high)];
      return (code) => Math.exp(first + ((last - first) * code) / STEPS);
    }
    if (column.transform === "symlog") {
      const width = column.linear_width || 1;
      const [first, last] = [Math.asinh(low / width), Math.asinh(high / width)];
      return (code) => width * Math.sinh(first + ((last - first) * code) / STEPS);
    }
    return (code) => low + ((high - low) * code) / STEPS;
  }

  /**
   * Return the values of a column: NaN where there is none, Infinity for a date that is never reached.
   *
   * @param {Column} column
   * @param {Uint8Array} bytes  all columns, one after the other
   * @param {string} [filter]
   * @returns {Float64Array}
   */
  function decoded(column, bytes, filter) {
    const valueOf = decoder(column);
    return Float64Array.from(codesOf(column, bytes, filter), (code) =>
      code === MISSING ? NaN : code === NEVER ? Infinity : valueOf(code),
    );
  }

  Object.assign(lunarsim, { inflated, decoded });
})((globalThis.lunarsim ??= {}));
