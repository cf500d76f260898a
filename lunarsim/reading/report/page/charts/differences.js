"use strict";
/** What a choice changes: mean differences to the first lever value that is shown, sample by sample. */
(function (lunarsim) {
  const { element, drawn } = lunarsim;
  /** What is said of intervals that the page makes itself. */
  const WEIGHTED = "Intervals of weighted runs are Student’s and may differ a little from those of all runs, which are of a bootstrap.";

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
    const unitsOf = (/** @type {number} */ column) => (isDate(column) ? "years" : lunarsim.unit(sweep.about.columns[column].units));
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
        below: element("p", { class: "holds" }, sweep.isWeighted ? WEIGHTED : ""),
        text: `Mean differences to ${first.label}. ${rows.slice(0, 6).map(sentence).join(" ")}`,
        table: () => differenceTable(rows),
      };
    }

    /** @param {number} width @param {number} column @param {any[]} rows */
    function blockOf(width, column, rows) {
      const name = lunarsim.capital(sweep.about.columns[column].label);
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
            ...lunarsim.shiftCells(shift),
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
      const text = lunarsim.shiftWords(shift, isDate(column), unitsOf(column));
      return chance && lunarsim.signedShare(chance.mean) !== "0.00"
        ? `${text}; P ${lunarsim.signedShare(chance.mean)}`
        : text;
    }
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

  Object.assign(lunarsim, { differenceCard });
})((globalThis.lunarsim ??= {}));
