"use strict";
/** The rule of figures of the package's tables: as many digits as the interval supports, in units that read well. */
(function (lunarsim) {
  /** Between these the largest figure of a range reads well in the units that it has. */
  const [LEAST, MOST] = [0.1, 1e6];
  const DIGITS = 3;
  /** Of an error two digits count up to this, one above. */
  const TWO_DIGITS_UP_TO = 3.55;
  /** Units of a kind with their sizes; of units of no kind there are millions, billions and trillions. */
  const KINDS = [
    { mg: 1e-6, g: 1e-3, kg: 1, t: 1e3, "million t": 1e9 },
    { USD: 1, "million USD": 1e6, "billion USD": 1e9, "trillion USD": 1e12 },
    { W: 1e-3, kW: 1, MW: 1e3, GW: 1e6, TW: 1e9 },
    { Wh: 1e-3, kWh: 1, MWh: 1e3, GWh: 1e6, TWh: 1e9 },
    { days: 1 / 365.25, years: 1 },
  ];
  const LARGE = { "": 1, million: 1e6, billion: 1e9, trillion: 1e12 };
  /** What is measured, the year of its money, and what it is per. */
  const PARTS = /^(.*?)( of \d{4})?((?: per |\/).*)?$/;

  /**
   * Return the units in which figures that stand together are read, and what figures are multiplied by.
   *
   * @param {string} units
   * @param {number[]} values
   * @returns {{units: string, factor: number}}
   */
  function scaleOf(units, values) {
    const sizes = values.filter(Number.isFinite).map(Math.abs);
    const largest = Number(Math.max(0, ...sizes).toPrecision(DIGITS));
    if (largest === 0 || (largest >= LEAST && largest < MOST)) return { units, factor: 1 };
    const [, over, year = "", under = ""] = PARTS.exec(units) || ["", units];
    const known = KINDS.find((kind) => over in kind);
    const kind = known || Object.fromEntries(Object.entries(LARGE).map(([word, size]) => [`${word} ${over}`.trim(), size]));
    const own = /** @type {any} */ (kind)[over];
    const names = Object.entries(kind).filter(([, size]) => (largest * own) / size >= 1);
    const [chosen, size] = names[names.length - 1] || Object.entries(kind)[0];
    return { units: `${chosen}${year}${under}`, factor: own / size };
  }

  /** Return the decimal places, negative before the point, that an error supports; null where it says nothing. @param {number} error */
  function supportedPlaces(error) {
    if (!(error > 0) || !Number.isFinite(error)) return null;
    const exponent = Math.floor(Math.log10(error));
    return (error / 10 ** exponent < TWO_DIGITS_UP_TO ? 1 : 0) - exponent;
  }

  /** Return the decimals of a date whose error is known or not: it stands to the tenth of a year or the year. @param {number} error */
  const placesOfYear = (error) => ((supportedPlaces(error) ?? 1) < 1 ? 0 : 1);

  /**
   * Return the errors to whose digits quantiles are rounded, of a date where nothing else is said, so that they still ascend.
   *
   * @param {number[]} values  in ascending order
   * @param {number[]} errors
   * @param {(value: number, error: number) => number} [placesOf]
   */
  function errorsInOrder(values, errors, placesOf = (_, error) => placesOfYear(error)) {
    const found = [...errors];
    for (let round = 0; round < found.length; round += 1)
      for (let at = 0; at + 1 < found.length; at += 1) {
        const [one, next] = [at, at + 1].map((place) =>
          Number.isFinite(values[place]) ? toPlaces(values[place], placesOf(values[place], found[place])) : values[place],
        );
        if (one <= next || !Number.isFinite(next)) continue;
        found.fill(Math.max(...found.slice(at, at + 2).filter(Number.isFinite)), at, at + 2);
      }
    return found;
  }

  /** Return how many decimals of a number are shown; negative where not even all digits before the point are. @param {number} value @param {number} error */
  function decimals(value, error) {
    const own = value ? DIGITS - 1 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(DIGITS))))) : 0;
    return Math.min(own, supportedPlaces(error) ?? own);
  }

  /** Return a number to some places. @param {number} value @param {number} places */
  const toPlaces = (value, places) =>
    places < 0 ? Math.round(value / 10 ** -places) * 10 ** -places : Number(value.toFixed(Math.min(places, 20)));

  /** @type {Intl.NumberFormat[]} */
  const writers = [];
  /** Return what writes numbers with as many decimals; made once, as making it is slow. @param {number} count */
  const writer = (count) =>
    (writers[count] ??= new Intl.NumberFormat("en-US", { minimumFractionDigits: count, maximumFractionDigits: count }));

  /**
   * Return a number to the digits that its error supports, without its sign where that is asked.
   *
   * @param {number} value
   * @param {number} [error]  half the width of its interval
   * @param {boolean} [isSigned]
   */
  function roundedTo(value, error = NaN, isSigned = false) {
    if (!Number.isFinite(value)) return "–";
    const places = decimals(value, error);
    const shown = toPlaces(value, places);
    if (shown === 0) return "0";
    const text =
      Math.abs(shown) < 1e-4 ? lunarsim.number(Math.abs(shown), 2) : writer(Math.max(0, places)).format(Math.abs(shown));
    return `${shown < 0 ? "−" : isSigned ? "+" : ""}${text}`;
  }

  /**
   * Return what writes the amounts of a column that stand together: in one scale, each to the digits that its error
   * supports; numbers of things are whole, shares in percent.
   *
   * @param {{kind: string}} column
   * @param {number[]} values
   * @returns {{full: (value: number, error?: number) => string, range: (ends: number[], errors?: number[]) => string,
   *   spread: (values: number[], errors: number[]) => string}}  with the word of the scale, a range with that once, and
   *   the middle with its range
   */
  function amountWriter({ kind }, values) {
    const isWhole = kind === "count";
    const { units, factor } = isWhole || kind === "share" ? { units: "", factor: 1 } : scaleOf("", values);
    const bare = (/** @type {number} */ value, error = NaN) => {
      if (kind === "share") return lunarsim.percent(value);
      return isWhole && Number.isInteger(value) ? writer(0).format(value) : roundedTo(value * factor, error * factor);
    };
    const worded = (/** @type {string} */ text) => (units && text !== "0" ? `${text} ${units}` : text);
    const texts = (/** @type {number[]} */ some, /** @type {number[]} */ errors) => {
      const ordered = errorsInOrder(some, errors, decimals);
      return some.map((value, at) => bare(value, ordered[at]));
    };
    return {
      full: (value, error) => worded(bare(value, error)),
      range: (ends, errors = ends.map(() => NaN)) => worded(texts(ends, errors).join(" to ")),
      spread: (some, errors) => {
        const [low, middle, high] = texts(some, errors);
        return worded(low === high ? middle : `${middle} (${low} to ${high})`);
      },
    };
  }

  /** Return an error that supports the first digit of a number alone. @param {number} value */
  const firstDigit = (value) => 5 * 10 ** Math.floor(Math.log10(Math.abs(value)));

  /** Return an end of an interval, which always shows on which side of zero it lies. @param {number} value @param {number} error @param {boolean} isSigned */
  function endText(value, error, isSigned) {
    const text = roundedTo(value, error, isSigned);
    return text === "0" && value ? roundedTo(value, firstDigit(value), isSigned) : text;
  }

  /** Return a bound with its units, rounded up to two digits. @param {number} value @param {string} units */
  function boundWords(value, units) {
    const { units: shown, factor } = scaleOf(units, [value]);
    const scaled = value * factor;
    const step = 10 ** (Math.floor(Math.log10(scaled)) - 1);
    const bound = Math.ceil(scaled / step - 1e-9) * step;
    const text = bound < 1e-4 ? lunarsim.number(bound, 2) : lunarsim.writer(bound < 1 ? 5 : 1).format(bound);
    return withUnits(text, shown);
  }

  /** @param {string} text @param {string} units */
  function withUnits(text, units) {
    if (/^[+−]?1$/.test(text) && (units === "days" || units === "years")) return `${text} ${units.slice(0, -1)}`;
    return units ? `${text} ${units}` : text;
  }

  /** Rounding of sums is no difference. @param {number} value */
  const tidy = (value) => (Math.abs(value) < 1e-12 ? 0 : value);

  /**
   * Return a mean difference in words: 0.95 years earlier on average (0.32 to 1.58); where it may be either way, with its
   * signs. What lies within a bound, or below the step to which values are stored, is said as such.
   *
   * @param {{mean: number, low: number, high: number, step?: number}} shift
   * @param {boolean} isDate
   * @param {string} units  of the figures; of dates years
   */
  function shiftWords({ mean, low, high, step = 0 }, isDate, units) {
    [mean, low, high] = [mean, low, high].map(tidy);
    if (mean === 0 && (low === high || Number.isNaN(low))) return step ? `less than ${boundWords(step, units)} on average` : "no difference";
    const word = mean > 0 ? (isDate ? "later" : "more") : isDate ? "earlier" : "less";
    const isBelow = Math.abs(mean) < step;
    if (Number.isNaN(low))
      return isBelow
        ? `less than ${boundWords(step, units)} on average, without an interval`
        : `${signedWords(mean, units)} on average, without an interval`;
    const scale = scaleOf(units, [low, mean, high]);
    const error = Math.max((high - low) / 2, step) * scale.factor;
    const [middle, least, most] = [mean, low, high].map((value) => value * scale.factor);
    if (low <= 0 && high >= 0) {
      const bound = Math.max(-low, high, step);
      if (isBelow || roundedTo(middle, error) === "0") return `no difference beyond ${boundWords(bound, units)}`;
      const ends = [least, most].map((end) => endText(end, error, true)).join(" to ");
      return `${withUnits(roundedTo(middle, error, true), scale.units)} on average (${ends}), unclear`;
    }
    if (isBelow) return `less than ${boundWords(step, units)} ${word} on average`;
    const ends = [least, most].map(Math.abs).sort((one, other) => one - other);
    const texts = ends.map((end) => endText(end, error, false));
    const amount = withUnits(endText(Math.abs(middle), error, false), scale.units);
    return `${amount} ${word} on average${texts[0] === texts[1] ? "" : ` (${texts.join(" to ")})`}`;
  }

  /** Return a number with its sign and units. @param {number} value @param {string} units */
  function signedWords(value, units) {
    const scale = scaleOf(units, [value]);
    return withUnits(roundedTo(value * scale.factor, NaN, true), scale.units);
  }

  /**
   * Return the cells of a table for a mean difference and its interval, in the units that they have.
   *
   * @param {{mean: number, low: number, high: number, step?: number}} shift
   * @returns {[string, string]}
   */
  function shiftCells({ mean, low, high, step = 0 }) {
    [mean, low, high] = [mean, low, high].map(tidy);
    const error = Math.max((high - low) / 2, step);
    const middle = mean && Math.abs(mean) < step ? `within ${roundedTo(step, firstDigit(step))}` : roundedTo(mean, error, true);
    return [middle, Number.isNaN(low) ? "–" : `${endText(low, error, true)} to ${endText(high, error, true)}`];
  }

  Object.assign(lunarsim, { amountWriter, decimals, placesOfYear, errorsInOrder, scaleOf, roundedTo, boundWords, shiftWords, shiftCells });
})((globalThis.lunarsim ??= {}));
