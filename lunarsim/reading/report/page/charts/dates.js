"use strict";
/** When: the probability that a milestone is reached by a date, by lever value. */
(function (lunarsim) {
  const { element } = lunarsim;
  const POINTS = 180;

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
    lunarsim.card(page, place, { title: lunarsim.capital(label), lead: definition || description, draw });
    /** The picture and what its frame depends on: while that stays, only the curves are drawn anew. */
    let [kept, frame] = [/** @type {any} */ (null), ""];

    /** @param {number} width */
    function draw(width) {
      const years = lunarsim.yearsOf(about);
      const limits = Array.from({ length: POINTS }, (_, at) => years[0] + ((years[1] - years[0]) * at) / (POINTS - 1));
      const curves = lunarsim.compared(page).map((one) => ({
        ...one,
        ...lunarsim.dateFigures(page.sweep, column, one.combination),
        shares: sharesOf(one.combination, limits),
      }));
      const asked = JSON.stringify([width, years, curves.map(({ look }) => look)]);
      if (asked !== frame || !redrawn(kept, limits, curves))
        [kept, frame] = [picture(width, years, limits, curves), asked];
      return {
        picture: kept,
        text: words(curves),
        below: lunarsim.table(quantileTable(curves)),
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

    /** @param {any[]} curves */
    function words(curves) {
      const parts = curves.map(
        ({ label: name, quantiles, end, probability }) =>
          `${name}: P50 ${lunarsim.date(quantiles[2], end)}, ${lunarsim.stated(probability)} by ${lunarsim.endOf(end)}`,
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
      marks: [Plot.ruleY([0]), ...lines],
    });
  }

  /** Draw curves anew in their frame, which saves most of the time; false where it has no curve of each. @param {any} kept @param {number[]} limits @param {any[]} curves */
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
      head: ["", "P10", "P50", "P90", `P by ${lunarsim.endOf(Math.max(...curves.map(({ end }) => end)))}`],
      rows: curves.map(({ label, look, quantiles, end, probability, low, high }) => [
        element("span", { class: "key" }, lunarsim.sign(look), label),
        ...[0, 2, 4].map((at) => quantile(lunarsim.date(quantiles[at], end))),
        element(
          "span",
          {},
          lunarsim.probability(probability),
          Number.isNaN(low) ? null : element("span", { class: "within" }, ` (${lunarsim.fromTo(low, high)})`),
        ),
      ]),
    };
  }

  /** @param {string} text */
  const quantile = (text) => element("span", { class: "quantile" }, text);

  /**
   * Return quantiles of a date, the probability that it is reached with its interval, and the end of the simulation.
   *
   * @param {any} sweep
   * @param {number} column
   * @param {number} combination
   */
  function dateFigures(sweep, column, combination) {
    const { quantiles, share } = sweep.spread(column, combination, lunarsim.SHARES);
    const [low, high] = lunarsim.probabilityInterval(share, sweep.independentOf(combination));
    return { quantiles, probability: share, low, high, end: (sweep.about.end_years || [])[combination] };
  }

  Object.assign(lunarsim, { dateCard, dateFigures });
})((globalThis.lunarsim ??= {}));
