"use strict";
/** When: the probability that a milestone is reached by a date, by lever value. */
(function (lunarsim) {
  const { element } = lunarsim;
  const POINTS = 180;
  /** Part of a year after which a date stands for its end. */
  const LAST_DAYS = 0.99;
  /** A promised day is over at its end [year]. */
  const A_DAY = 1 / 365;

  /**
   * Add the card of a date.
   *
   * @param {any} page
   * @param {Element} place
   * @param {number} column
   * @param {string} [definition]
   */
  function dateCard(page, place, column, definition) {
    const { about } = page.sweep;
    const { label, description } = about.columns[column];
    const { promised } = (about.milestones || []).find((one) => one.column === column) || {};
    lunarsim.card(page, place, { title: lunarsim.capital(label), lead: definition || description, draw });
    /** The picture and what its frame depends on: while that stays, only the curves are drawn again. */
    let [kept, frame] = [/** @type {any} */ (null), ""];

    /** @param {number} width */
    function draw(width) {
      const years = lunarsim.yearsOf(about);
      const limits = Array.from({ length: POINTS }, (_, at) => years[0] + ((years[1] - years[0]) * at) / (POINTS - 1));
      const curves = lunarsim.compared(page).map((one) => ({
        ...one,
        ...lunarsim.dateFigures(page.sweep, column, one.combination),
        shares: sharesOf(one.combination, limits),
        ...promiseOf(one.combination),
      }));
      const asked = JSON.stringify([width, years, curves.map((curve) => [curve.look, curve.promised])]);
      if (asked !== frame || !redrawn(kept, limits, curves))
        [kept, frame] = [picture(width, years, limits, curves), asked];
      return {
        picture: kept,
        text: words(curves),
        below: element("div", {}, lunarsim.table(quantileTable(curves)), ...promiseTable(curves)),
        table: () => yearTable(years, curves),
      };
    }

    /** @param {number} combination @param {number[]} limits */
    function sharesOf(combination, limits) {
      const { sweep } = page;
      return lunarsim.weightedShares(
        sweep.of(column, combination),
        sweep.order(column, combination),
        sweep.runWeights(combination),
        limits,
      );
    }

    /** Return the promised date, and the probability by then with its interval; nothing of other milestones. @param {number} combination */
    function promiseOf(combination) {
      const date = promised?.[combination];
      if (date == null) return { promised: null, byThen: NaN, between: [NaN, NaN] };
      const [byThen] = sharesOf(combination, [date + A_DAY]);
      return {
        promised: date,
        byThen,
        between: lunarsim.probabilityInterval(byThen, page.sweep.independentOf(combination)),
      };
    }

    /** @param {any[]} curves */
    function words(curves) {
      const parts = curves.map(
        ({ label: name, quantiles, errors, end, probability, low, high, promised: date, byThen, between }) =>
          `${name}: P50 ${lunarsim.date(quantiles[2], end, errors[1])}, ${lunarsim.stated(probability, low, high)} by ${lunarsim.endOf(end)}${date == null ? "" : `, promised ${promise(date)}, ${lunarsim.stated(byThen, ...between)} by then`}`,
      );
      return `Probability over time that “${label}” is reached. ${parts.join("; ")}.`;
    }

    /** @param {number[]} years @param {any[]} curves */
    function yearTable(years, curves) {
      const limits = [];
      for (let year = Math.ceil(years[0] / 5) * 5; year < years[1]; year += 5) limits.push(year);
      limits.push(years[1]);
      const columns = curves.map(({ combination }) => sharesOf(combination, limits));
      return {
        head: ["Reached by the start of", ...curves.map((curve) => curve.label)],
        rows: limits.map((year, at) => [
          lunarsim.endOf(year),
          ...columns.map((shares) => lunarsim.probability(shares[at])),
        ]),
      };
    }
  }

  /** @param {number} width @param {number[]} years @param {number[]} limits @param {any[]} curves */
  function picture(width, years, limits, curves) {
    const { Plot } = globalThis;
    const lines = curves.map(({ look, shares }) => {
      const { color, dash } = lunarsim.lookOf(look);
      return Plot.line(limits, {
        x: limits,
        y: shares,
        stroke: color,
        strokeWidth: 2.4,
        strokeDasharray: dash || null,
      });
    });
    return lunarsim.plotted(width, {
      height: 220,
      marginLeft: 40,
      marginRight: 16,
      x: { domain: years, label: "Year →", tickFormat: "d", ticks: Math.min(8, Math.floor(width / 70)) },
      y: { domain: [0, 1], label: "↑ Probability that it is reached by then", ticks: 5, grid: true },
      marks: [Plot.ruleY([0]), ...promiseMarks(years, curves), ...lines],
    });
  }

  /** Return a line at each date that was promised, with its word beside it. @param {number[]} years @param {any[]} curves */
  function promiseMarks(years, curves) {
    const { Plot } = globalThis;
    const dates = [...new Set(curves.flatMap(({ promised }) => (promised == null ? [] : [promised])))];
    return dates.flatMap((date) => {
      const isLate = date > (years[0] + years[1]) / 2;
      const said = {
        x: [date],
        text: [`promised: ${promise(date)}`],
        frameAnchor: "top",
        textAnchor: isLate ? "end" : "start",
        dx: isLate ? -4 : 4,
        fill: "currentColor",
        stroke: "white",
        strokeWidth: 4,
      };
      return [Plot.ruleX([date], { stroke: "currentColor", strokeDasharray: "2 3" }), Plot.text([date], said)];
    });
  }

  /** Draw curves again in their frame, which saves most of the time; false where it has no curve of each. @param {any} kept @param {number[]} limits @param {any[]} curves */
  function redrawn(kept, limits, curves) {
    const [x, y] = [kept.scale("x"), kept.scale("y")];
    const line = globalThis.d3
      .line(
        (share, at) => x.apply(limits[at]),
        (share) => y.apply(share),
      )
      .defined((share) => !Number.isNaN(share));
    const paths = kept.querySelectorAll('[aria-label="line"] path');
    if (paths.length !== curves.length) return false;
    curves.forEach(({ shares }, at) => paths[at].setAttribute("d", line(shares) || ""));
    return true;
  }

  /** @param {any[]} curves */
  function quantileTable(curves) {
    return {
      caption: `Date [year] that is reached in 10, 50 and 90 % of the runs; P${curves.some(({ low }) => !Number.isNaN(low)) ? " with its 90 % interval" : ""}`,
      stacked: "dates",
      head: ["", "P10", "P50", "P90", `P by ${lunarsim.endOf(Math.max(...curves.map(({ end }) => end)))}`],
      rows: curves.map(({ label, look, quantiles, errors, end, probability, low, high }) => [
        element("span", { class: "key" }, lunarsim.sign(look), label),
        ...lunarsim.ENDS.map((/** @type {number} */ place, /** @type {number} */ at) =>
          quantile(lunarsim.date(quantiles[place], end, errors[at])),
        ),
        chance(probability, low, high),
      ]),
    };
  }

  /** Return the table of an official milestone's promised date and how likely it is kept; nothing of others. @param {any[]} curves */
  function promiseTable(curves) {
    const kept = curves.filter(({ promised }) => promised != null);
    if (!kept.length) return [];
    return [
      lunarsim.table({
        caption: `Date that was promised; P that it is reached by then${kept.some(({ between }) => !Number.isNaN(between[0])) ? ", with its 90 % interval" : ""}`,
        head: ["", "Promised", "P by then"],
        rows: kept.map(({ label, look, promised, byThen, between: [low, high] }) => [
          element("span", { class: "key" }, lunarsim.sign(look), label),
          promise(promised),
          chance(byThen, low, high),
        ]),
      }),
    ];
  }

  /** Return a probability with its interval. @param {number} value @param {number} low @param {number} high */
  function chance(value, low, high) {
    if (Number.isNaN(value)) return "–";
    const within = lunarsim.fromTo(low, high, value);
    return element(
      "span",
      {},
      lunarsim.probability(value, low, high),
      within ? element("span", { class: "within" }, ` (${within})`) : null,
    );
  }

  /** Return a promised date, mostly the end of a year, which is no date of the next one. @param {number} year */
  const promise = (year) => (year % 1 > LAST_DAYS ? `end of ${Math.floor(year)}` : year.toFixed(1));

  /** @param {string} text */
  const quantile = (text) => element("span", { class: "quantile" }, text);

  /**
   * Return quantiles of a date and the errors of P10, P50 and P90, the probability that it is reached with its interval, and the end of the simulation.
   *
   * @param {any} sweep
   * @param {number} column
   * @param {number} combination
   */
  function dateFigures(sweep, column, combination) {
    const { quantiles, share } = sweep.spread(column, combination, lunarsim.SHARES);
    const [low, high] = lunarsim.probabilityInterval(share, sweep.independentOf(combination));
    const errors = lunarsim.errorsOfEnds(sweep, column, combination, quantiles);
    return { quantiles, errors, probability: share, low, high, end: (sweep.about.end_years || [])[combination] };
  }

  Object.assign(lunarsim, { dateCard, dateFigures });
})((globalThis.lunarsim ??= {}));
