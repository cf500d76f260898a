"use strict";
/** Series over time: the median of the runs and the band that holds 80 % of them, by lever value. */
(function (lunarsim) {
  /**
   * Add the card of a series that has a column a year.
   *
   * @param {any} page
   * @param {Element} place
   * @param {number[]} columns  in the order of their years
   */
  function seriesCard(page, place, columns) {
    const { sweep } = page;
    const what = sweep.about.columns[columns[0]];
    const title = lunarsim.capital(lunarsim.withUnit(what.family_label || what.label, what.units));
    const years = columns.map((column) => Number(sweep.about.columns[column].at));
    lunarsim.card(page, place, { title, lead: what.description, draw });

    /** @param {number} width */
    function draw(width) {
      const bands = lunarsim.compared(page).map((one) => {
        const quantiles = columns.map((column) => sweep.spread(column, one.combination).quantiles);
        return {
          ...one,
          low: quantiles.map(([low]) => low),
          middle: quantiles.map(([, middle]) => middle),
          high: quantiles.map(([, , high]) => high),
        };
      });
      return {
        picture: bandPicture(width, years, bands, what.units),
        text: `${title} by year: median and 10 to 90 % of the runs. ${bands.map(({ label, middle }) => peak(label, years, middle)).join("; ")}.`,
        table: () => bandTable(years, bands, title),
      };
    }
  }

  /**
   * Add the card of a series whose quantiles were computed from all runs.
   *
   * @param {any} page
   * @param {Element} place
   * @param {{title: string, units: string, note?: string, year: number[], bands: {label: string, look: number, low: number[], middle: number[], high: number[]}[]}} what
   */
  function fixedSeriesCard(page, place, { title, units, note, year, bands }) {
    const heading = lunarsim.capital(lunarsim.withUnit(title, units));
    lunarsim.card(page, place, {
      title: heading,
      lead: note,
      allRuns: true,
      draw: (width) => ({
        picture: bandPicture(width, year, bands, units),
        text: `${heading} by month: median and 10 to 90 % of all runs. ${bands.map(({ label, middle }) => peak(label, year, middle)).join("; ")}.`,
        below: lunarsim.element(
          "div",
          { class: "legend" },
          ...bands.map(({ label, look }) => lunarsim.element("span", { class: "key" }, lunarsim.sign(look), label)),
        ),
        table: () => {
          const kept = year.map((_, at) => at).filter((at) => at % Math.ceil(year.length / 31) === 0);
          const pick = (/** @type {number[]} */ values) => kept.map((at) => values[at]);
          return bandTable(
            pick(year),
            bands.map((band) => ({ ...band, low: pick(band.low), middle: pick(band.middle), high: pick(band.high) })),
            heading,
          );
        },
      }),
    });
  }

  /** Return what years are counted from: where the start differs between lever values, from the start. @param {number[]} years */
  const yearWords = (years) => (years[0] < 1000 ? "Years from the start" : "Year");

  /** @param {string} label @param {number[]} years @param {number[]} middle */
  function peak(label, years, middle) {
    let at = 0;
    middle.forEach((value, index) => {
      if (value > (middle[at] ?? -Infinity)) at = index;
    });
    return `${label}: the median is largest in ${yearWords(years).toLowerCase()} ${Math.floor(years[at])}, with ${lunarsim.number(middle[at])}`;
  }

  /** @param {number} width @param {number[]} years @param {any[]} bands @param {string} units */
  function bandPicture(width, years, bands, units) {
    const { Plot } = globalThis;
    const finite = (/** @type {number[]} */ values) => values.map((value) => (Number.isFinite(value) ? value : NaN));
    const areas = bands.map(({ look, low, high }) =>
      Plot.areaY(years, {
        x: years,
        y1: finite(low),
        y2: finite(high),
        fill: lunarsim.lookOf(look).color,
        fillOpacity: 0.16,
      }),
    );
    const lines = bands.map(({ look, middle }) => {
      const { color, dash } = lunarsim.lookOf(look);
      return Plot.lineY(years, {
        x: years,
        y: finite(middle),
        stroke: color,
        strokeWidth: 2.2,
        strokeDasharray: dash || null,
      });
    });
    return lunarsim.plotted(width, {
      height: 220,
      marginLeft: 64,
      marginRight: 16,
      x: { label: `${yearWords(years)} →`, tickFormat: "d", ticks: Math.min(8, Math.floor(width / 70)) },
      y: { label: `↑ ${lunarsim.unit(units) || "share"}`, grid: true, ticks: 5, tickFormat: lunarsim.tick, zero: true },
      marks: [...areas, Plot.ruleY([0]), ...lines],
    });
  }

  /** @param {number[]} years @param {any[]} bands @param {string} title */
  function bandTable(years, bands, title) {
    return {
      head: [`${title}: P50 (P10 to P90)`, ...bands.map(({ label }) => label)],
      rows: years.map((year, at) => [
        String(Math.floor(year)),
        ...bands.map(({ low, middle, high }) => bandCell(low[at], middle[at], high[at])),
      ]),
    };
  }

  /** Return a median with its range, which may go to a line of its own. @param {number} low @param {number} middle @param {number} high */
  function bandCell(low, middle, high) {
    const shown = lunarsim.alike([low, middle, high]);
    return lunarsim.element(
      "span",
      {},
      shown.full(middle),
      " ",
      lunarsim.element("span", { class: "within" }, `(${shown.range(low, high)})`),
    );
  }

  Object.assign(lunarsim, { seriesCard, fixedSeriesCard });
})((globalThis.lunarsim ??= {}));
