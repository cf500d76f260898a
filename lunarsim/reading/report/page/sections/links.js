"use strict";
/** What goes with a range of an outcome: inputs whose quantiles differ inside and outside of it, and causes of delay. */
(function (lunarsim) {
  const MOST = 12;
  const DAYS = 365.25;

  /**
   * Add the cards of what goes with the range.
   *
   * @param {any} page
   * @param {Element} place
   * @param {() => any} current  what is explored
   */
  function linkCards(page, place, current) {
    const { sweep } = page;
    const { about } = sweep;
    const row = lunarsim.element("div", { class: "cards" });
    place.append(row);
    lunarsim.card(page, row, {
      title: "Inputs that go with this range",
      lead: "Mean quantile of an input in the range less that outside, with 90 % intervals. Hollow: no more than chance alone would show among so many inputs.",
      draw: (width) => drawInputs(width),
    });
    if (about.columns.some((column) => column.kind === "cause")) {
      lunarsim.card(page, row, {
        title: "Causes of delay that go with this range",
        lead: "Mean delay in the range less that outside, with 90 % intervals. Hollow: no more than chance alone would show among so many causes.",
        draw: (width) => drawCauses(width),
      });
    }

    /** @param {number} width */
    function drawInputs(width) {
      const { weights, inside, brush } = current();
      const bound = lunarsim.chanceBound(about.factors.length);
      const rows = !brush
        ? []
        : about.factors.map((factor) => {
            const found = lunarsim.contrast(
              lunarsim.byRun(sweep.values(factor.column), sweep.replicates),
              weights,
              inside,
              sweep.replicates,
            );
            return {
              ...found,
              key: factor.key,
              label: lunarsim.capital(factor.label),
            };
          });
      return drawing(
        width,
        rows,
        bound,
        "Difference of the mean quantile",
        (value) => lunarsim.signed(Math.round(value * 100) / 100 || 0),
        ["Input", "in the range", "outside"],
      );
    }

    /** @param {number} width */
    function drawCauses(width) {
      const { weights, inside, brush, combination, column } = current();
      const { id, label } = milestoneOf(column);
      const causes = about.columns
        .map((one, /** @type {number} */ at) => ({ ...one, index: at }))
        .filter((one) => one.kind === "cause" && one.family === id);
      const rows = !brush
        ? []
        : causes.map((cause) => {
            const days = sweep.of(cause.index, combination);
            const found = lunarsim.contrast(days, weights, inside, sweep.replicates);
            return {
              key: String(cause.at),
              label: cause.label,
              difference: found.difference / DAYS,
              error: found.error / DAYS,
              inside: found.inside / DAYS,
              outside: found.outside / DAYS,
            };
          });
      const found = drawing(
        width,
        rows,
        lunarsim.chanceBound(causes.length),
        "Difference of the mean delay [years]",
        (value) => lunarsim.signed(Math.round(value * 100) / 100 || 0),
        ["Cause", "in the range [years]", "outside [years]"],
      );
      return { ...found, below: lunarsim.element("p", { class: "holds" }, `Causes of delay of: ${label}.`) };
    }

    /** Return the milestone whose causes are shown: the explored one, else the first that has any. @param {number} column */
    function milestoneOf(column) {
      const caused = new Set(about.columns.filter((one) => one.kind === "cause").map((one) => one.family));
      const milestones = (about.milestones || []).filter((one) => caused.has(one.id));
      return (
        milestones.find((one) => one.column === column) ||
        milestones[0] || { id: [...caused][0], label: String([...caused][0]) }
      );
    }
  }

  /** @param {number} width @param {any[]} all @param {number} bound @param {string} axis @param {(value: number) => string} shown @param {string[]} heads */
  function drawing(width, all, bound, axis, shown, heads) {
    const strength = (row) => Math.abs(row.difference) / (row.error || Infinity);
    const rows = all
      .filter((row) => Number.isFinite(row.difference) && Number.isFinite(row.error) && row.error > 0)
      .sort((one, other) => strength(other) - strength(one));
    if (!rows.length)
      return {
        picture: lunarsim.element(
          "p",
          { class: "empty" },
          "Choose a range that holds some runs and leaves out others.",
        ),
        text: "Nothing is chosen.",
        table: () => ({ head: [heads[0]], rows: [] }),
      };
    const top = rows.slice(0, MOST);
    const clear = top.filter((row) => strength(row) > bound);
    return {
      picture: dotPicture(width, top, bound, strength, axis),
      text: clear.length
        ? `${axis}, strongest first: ${clear
            .slice(0, 5)
            .map((row) => `${row.label} ${shown(row.difference)}`)
            .join("; ")}.`
        : "Nothing differs by more than chance.",
      table: () => ({
        head: [heads[0], "difference", "90 % interval", heads[1], heads[2]],
        rows: rows.map((row) => [
          row.label,
          shown(row.difference),
          `${shown(row.difference - lunarsim.NINETY * row.error)} to ${shown(row.difference + lunarsim.NINETY * row.error)}`,
          lunarsim.number(row.inside, 2),
          lunarsim.number(row.outside, 2),
        ]),
      }),
    };
  }

  /** @param {number} width @param {any[]} rows @param {number} bound @param {(row: any) => number} strength @param {string} axis */
  function dotPicture(width, rows, bound, strength, axis) {
    const { Plot } = globalThis;
    const { options, names } = lunarsim.namedRows(
      width,
      rows.map(({ key }) => key),
      rows.map(({ label }) => label),
    );
    const color = lunarsim.COLORS[0];
    return lunarsim.plotted(width, {
      ...options,
      x: { label: `${axis} →`, grid: true, ticks: Math.max(3, Math.floor(width / 130)) },
      marks: [
        ...names,
        Plot.ruleX([0]),
        Plot.ruleY(rows, {
          y: "key",
          x1: (row) => row.difference - lunarsim.NINETY * row.error,
          x2: (row) => row.difference + lunarsim.NINETY * row.error,
          stroke: color,
          strokeWidth: 2.4,
          strokeOpacity: 0.55,
        }),
        Plot.dot(rows, {
          y: "key",
          x: "difference",
          r: 4.5,
          stroke: color,
          strokeWidth: 1.6,
          fill: (row) => (strength(row) > bound ? color : "#ffffff"),
        }),
      ],
    });
  }

  Object.assign(lunarsim, { linkCards });
})((globalThis.lunarsim ??= {}));
