"use strict";
/** Amounts: the spread of an outcome over the runs, by lever value. */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Where fewer runs than this share have an amount, figures of those few are not shown as if they were of all. */
  const FEW = 0.5;

  /**
   * Add the card of an amount.
   *
   * @param {any} page
   * @param {Element} place
   * @param {number} column
   */
  function amountCard(page, place, column) {
    const what = page.sweep.about.columns[column];
    lunarsim.card(page, place, {
      title: lunarsim.capital(lunarsim.withUnit(what.label, what.units)),
      lead: what.description,
      draw,
    });

    /** @param {number} width */
    function draw(width) {
      const strips = lunarsim
        .compared(page)
        .map((one) => ({ ...one, ...amountFigures(page.sweep, column, one.combination) }));
      const axis = lunarsim.axisOf(strips.map(({ quantiles }) => quantiles));
      return {
        picture: lunarsim.stripPicture(width, strips, axis),
        text: `${what.label}, median with 10 and 90 % of the runs. ${strips.map(({ label, text }) => `${label}: ${text}`).join("; ")}.`,
        table: () => amountTable(what, strips),
      };
    }
  }

  /**
   * Return quantiles of an amount and what they say in words.
   *
   * @param {any} sweep
   * @param {number} column
   * @param {number} combination
   */
  function amountFigures(sweep, column, combination) {
    const { quantiles, share } = sweep.spread(column, combination, lunarsim.SHARES);
    const { mean } = lunarsim.weightedMean(sweep.of(column, combination), sweep.runWeights(combination));
    const [low, high] = lunarsim.probabilityInterval(share, sweep.independentOf(combination));
    if (!(share >= FEW))
      return {
        quantiles: quantiles.map(() => NaN),
        mean: NaN,
        share,
        low,
        high,
        text: Number.isNaN(share)
          ? "no run counts"
          : share === 0
            ? "none in any run"
            : `mostly none (${lunarsim.stated(share, low, high)})`,
      };
    const [p10, , p50, , p90] = quantiles;
    const shown = lunarsim.together(sweep.about.columns[column], [p10, p50, p90]);
    const certain = share < 1 ? `, ${lunarsim.stated(share, low, high)}` : "";
    return {
      quantiles,
      mean,
      share,
      low,
      high,
      text: `${shown.full(p50)} (${shown.range(p10, p90)})${certain}`,
    };
  }

  /** @param {any} what @param {any[]} strips */
  function amountTable(what, strips) {
    return {
      stacked: "figures",
      head: [lunarsim.withUnit(what.label, what.units), "P10", "P50", "P90", "mean", "share of runs that have one"],
      rows: strips.map(({ label, quantiles, mean, share }) => [
        label,
        ...[0, 2, 4].map((at) => lunarsim.number(quantiles[at])),
        lunarsim.number(mean),
        lunarsim.percent(share),
      ]),
    };
  }

  /** Return a sentence on what strips hold. */
  function stripWords() {
    return element(
      "p",
      { class: "holds" },
      "Thin line: 10 to 90 % of the runs. Thick line: 25 to 75 %. Dot: median. At the right: P50 (P10 to P90).",
    );
  }

  Object.assign(lunarsim, { amountCard, amountFigures, stripWords });
})((globalThis.lunarsim ??= {}));
