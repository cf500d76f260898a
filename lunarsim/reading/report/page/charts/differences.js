"use strict";
/** What a choice changes: mean differences to the first lever value that is shown, sample by sample. */
(function (lunarsim) {
  const { element, drawn } = lunarsim;

  /**
   * Add the card that compares lever values.
   *
   * @param {any} page
   * @param {Element} place
   * @param {number[]} columns
   */
  function differenceCard(page, place, columns) {
    const { sweep } = page;
    const isDate = (/** @type {number} */ column) => sweep.about.columns[column].kind === "date";
    lunarsim.card(page, place, {
      title: "Mean differences between lever values",
      lead: "Each value against the first one, in the same samples, with 90 % intervals of the estimate. A date that is not reached counts as the end of the simulation, and dates are not compared where two ends differ; an amount counts in the pairs that both have one.",
      wide: true,
      draw,
    });

    function rowsOf() {
      const [first, ...others] = lunarsim.compared(page);
      return { first, rows: columns.flatMap((column) => others.map((one) => rowOf(column, first, one))) };
    }

    /** @param {number} column @param {any} first @param {any} one */
    function rowOf(column, first, one) {
      const shift = sweep.difference(column, first.combination, one.combination);
      return {
        column,
        one,
        shift,
        chance: isDate(column) ? sweep.difference(column, first.combination, one.combination, true) : null,
      };
    }

    /** @param {number} width */
    function draw(width) {
      const { first, rows } = rowsOf();
      if (!rows.length)
        return {
          picture: element("p", {}, "Choose a second value to compare with."),
          text: "One value only.",
          table: () => ({ head: ["Nothing to compare"], rows: [] }),
        };
      const blocks = columns.map((column) =>
        blockOf(
          width,
          column,
          rows.filter((row) => row.column === column),
        ),
      );
      return {
        picture: element("div", { class: "differences" }, ...blocks),
        text: `Mean differences to ${first.label}. ${rows.slice(0, 6).map(sentence).join(" ")}`,
        table: () => differenceTable(rows),
      };
    }

    /** @param {number} width @param {number} column @param {any[]} rows */
    function blockOf(width, column, rows) {
      const what = sweep.about.columns[column];
      const name = isDate(column)
        ? `${lunarsim.capital(what.label)} [years]`
        : lunarsim.capital(lunarsim.withUnit(what.label, what.units));
      const reach = Math.max(
        ...rows.flatMap(({ shift }) => [shift.mean, shift.low, shift.high].filter(Number.isFinite).map(Math.abs)),
        1e-300,
      );
      const lines = rows.map((row) =>
        element(
          "div",
          { class: "difference" },
          element("span", { class: "key" }, lunarsim.sign(row.one.look), row.one.label),
          bar(Math.min(220, width * 0.4), row, reach),
          element("span", { class: "quantile" }, inWords(row)),
        ),
      );
      return element("div", { class: "difference-of" }, element("p", { class: "name" }, name), ...lines);
    }

    /** @param {any[]} rows */
    function differenceTable(rows) {
      return {
        stacked: "papers",
        head: [
          "Outcome",
          "Lever value",
          "Mean difference",
          "90 % interval",
          "Difference of probability",
          "90 % interval",
        ],
        rows: rows.map(({ column, one, shift, chance }) => {
          const what = sweep.about.columns[column];
          return [
            isDate(column) ? `${what.label} [years]` : lunarsim.withUnit(what.label, what.units),
            one.label,
            signed(shift.mean, isDate(column)),
            interval(shift, isDate(column)),
            chance ? lunarsim.signedShare(chance.mean) : "–",
            chance && Number.isFinite(chance.low)
              ? `${lunarsim.signedShare(chance.low)} to ${lunarsim.signedShare(chance.high)}`
              : "–",
          ];
        }),
      };
    }

    /** @param {any} row */
    function sentence({ column, one, shift }) {
      return `${lunarsim.capital(sweep.about.columns[column].label)}, ${one.label}: ${inWords({ column, one, shift, chance: null })}.`;
    }

    /** @param {any} row */
    function inWords({ column, shift, chance }) {
      if (Number.isNaN(shift.mean)) return shift.why || "no pair has both";
      const text = shiftWords(shift, isDate(column), isDate(column) ? " years" : "");
      return chance && lunarsim.signedShare(chance.mean) !== "0.00"
        ? `${text}; P ${lunarsim.signedShare(chance.mean)}`
        : text;
    }
  }

  /** Rounding of sums is no difference. @param {number} value */
  const tidy = (value) => (Math.abs(value) < 1e-12 ? 0 : value);

  /** @param {number} value @param {boolean} date */
  const signed = (value, date) => (date ? lunarsim.signedYears(tidy(value)) : lunarsim.signed(tidy(value)));

  /** @param {{low: number, high: number}} shift @param {boolean} date */
  const interval = ({ low, high }, date) => (Number.isFinite(low) ? ends(low, high, date) : "–");

  /** Return two ends with their signs. @param {number} low @param {number} high @param {boolean} date */
  function ends(low, high, date) {
    if (date) return `${signed(low, date)} to ${signed(high, date)}`;
    const { bare, full } = lunarsim.alike([low, high]);
    const sign = (/** @type {number} */ value) => (tidy(value) > 0 ? "+" : "");
    const words = full(tidy(high) || tidy(low)).replace(/^[^ ]+/, "");
    return `${sign(low)}${bare(tidy(low))} to ${sign(high)}${bare(tidy(high))}${words}`;
  }

  /**
   * Return a difference in words: 0.95 years earlier on average (0.32 to 1.58); where it may be either way, with its signs.
   *
   * @param {{mean: number, low: number, high: number}} shift
   * @param {boolean} date
   * @param {string} units  as it follows a number
   */
  function shiftWords({ mean, low, high }, date, units) {
    if (tidy(mean) === 0) return "no difference";
    if (!Number.isFinite(low)) return `${signed(mean, date)}${units} on average, without an interval`;
    if (!(low > 0 || high < 0))
      return `${signed(mean, date)}${units} on average (${interval({ low, high }, date)}), unclear`;
    const [least, most] = (mean > 0 ? [low, high] : [high, low]).map(Math.abs);
    const shown = date ? null : lunarsim.alike([mean, least, most]);
    const bare = (/** @type {number} */ value) => signed(Math.abs(value), true).replace("+", "");
    const [amount, range] = shown
      ? [shown.full(Math.abs(mean)), shown.range(least, most)]
      : [bare(mean), `${bare(least)} to ${bare(most)}`];
    const word = mean > 0 ? (date ? "later" : "more") : date ? "earlier" : "less";
    return `${amount}${units} ${word} on average (${range})`;
  }

  /** @param {number} width @param {any} row @param {number} reach */
  function bar(width, { one, shift }, reach) {
    const at = (/** @type {number} */ value) => width / 2 + (value / reach) * (width / 2 - 6);
    const { color } = lunarsim.lookOf(one.look);
    const svg = drawn(
      "svg",
      { width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
      drawn("line", { x1: width / 2, x2: width / 2, y1: 0, y2: 18, class: "zero" }),
    );
    if (Number.isFinite(shift.low))
      svg.append(
        drawn("line", { x1: at(shift.low), x2: at(shift.high), y1: 9, y2: 9, stroke: color, "stroke-width": 3 }),
      );
    if (Number.isFinite(shift.mean))
      svg.append(drawn("circle", { cx: at(shift.mean), cy: 9, r: 4.5, fill: color, stroke: "#ffffff" }));
    return svg;
  }

  Object.assign(lunarsim, { differenceCard, shiftWords });
})((globalThis.lunarsim ??= {}));
