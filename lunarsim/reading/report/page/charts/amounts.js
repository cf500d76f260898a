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
   * Return quantiles of an amount, the errors of P10, P50 and P90, and what they say in words.
   *
   * @param {any} sweep
   * @param {number} column
   * @param {number} combination
   */
  function amountFigures(sweep, column, combination) {
    const { quantiles, share } = sweep.spread(column, combination, lunarsim.SHARES);
    const [values, weights] = [sweep.of(column, combination), sweep.runWeights(combination)];
    const { mean, error, effective } = lunarsim.weightedMean(values, weights);
    const [low, high] = lunarsim.probabilityInterval(share, sweep.independentOf(combination));
    if (!(share >= FEW))
      return {
        quantiles: quantiles.map(() => NaN),
        errors: lunarsim.ENDS.map(() => NaN),
        mean: NaN,
        meanError: NaN,
        share,
        low,
        high,
        text: Number.isNaN(share)
          ? "no run counts"
          : share === 0
            ? "none in any run"
            : `mostly none (${lunarsim.stated(share, low, high)})`,
      };
    const ends = endsOf(quantiles);
    const independent = sweep.independentOf(combination, values);
    const errors = lunarsim.errorsOfEnds(sweep, column, combination, quantiles, lunarsim.decimals);
    const certain = share < 1 ? `, ${lunarsim.stated(share, low, high)}` : "";
    return {
      quantiles,
      errors,
      mean,
      // Runs that share a sample say as much as one of them.
      meanError: independent > 0 ? lunarsim.NINETY * error * Math.sqrt(Math.max(1, effective / independent)) : NaN,
      share,
      low,
      high,
      text: lunarsim.amountWriter(sweep.about.columns[column], ends).spread(ends, errors) + certain,
    };
  }

  /** @param {any} what @param {any[]} strips */
  function amountTable(what, strips) {
    return {
      stacked: "figures",
      head: [lunarsim.withUnit(what.label, what.units), "P10", "P50", "P90", "mean", "share of runs that have one"],
      rows: strips.map(({ label, quantiles, errors, mean, meanError, share }) => {
        const ends = endsOf(quantiles);
        const { full } = lunarsim.amountWriter(what, [...ends, mean]);
        const cells = ends.map((value, at) => full(value, errors[at]));
        return [label, ...cells, full(mean, meanError), lunarsim.percent(share)];
      }),
    };
  }

  /** Return P10, P50 and P90. @param {number[]} quantiles @returns {number[]} */
  const endsOf = (quantiles) => lunarsim.ENDS.map((/** @type {number} */ at) => quantiles[at]);

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
