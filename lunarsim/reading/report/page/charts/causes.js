"use strict";
/** Why so late: the mean delay of a milestone against the plan, by cause. */
(function (lunarsim) {
  const { element } = lunarsim;
  const DAYS = 365.25;
  /** Causes below this share of the longest bar are drawn together. */
  const SMALL = 0.01;

  /**
   * Add the card of a milestone's causes of delay.
   *
   * @param {any} page
   * @param {Element} place
   * @param {string} title
   * @param {number[]} columns  one a cause
   */
  function causeCard(page, place, title, columns) {
    const { sweep } = page;
    const causes = columns.map((column, at) => ({
      column,
      label: sweep.about.columns[column].label,
      ...lunarsim.causeLook(String(sweep.about.columns[column].at), at),
    }));
    lunarsim.card(page, place, {
      title: `${title}: delay by cause`,
      draw,
      lead: "Mean over the runs, against the plan; a milestone that is not reached counts to the end of the simulation.",
    });

    /** @param {number} width */
    function draw(width) {
      const bars = lunarsim.compared(page).map((one) => ({
        label: one.label,
        means: causes.map(
          ({ column }) =>
            lunarsim.weightedMean(sweep.of(column, one.combination), sweep.runWeights(one.combination)).mean / DAYS,
        ),
      }));
      const longest = Math.max(...bars.map(({ means }) => total(means, Math.abs)), 1e-9);
      const drawnCauses = causes
        .map((cause, at) => ({ ...cause, at }))
        .filter(({ at }) => bars.some(({ means }) => Math.abs(means[at]) > SMALL * longest));
      return {
        picture: picture(width, bars, drawnCauses),
        below: legend(drawnCauses),
        text: words(title, bars, drawnCauses),
        table: () => causeTable(bars),
      };
    }

    /** @param {any[]} bars */
    function causeTable(bars) {
      const rows = causes.map(({ label }, at) => [label, ...bars.map(({ means }) => years(means[at]))]);
      return {
        head: ["Mean delay [years] by cause", ...bars.map(({ label }) => label)],
        rows: [...rows, ["Sum", ...bars.map(({ means }) => years(total(means)))]],
      };
    }
  }

  /** @param {number} value */
  const years = (value) => (Number.isNaN(value) ? "–" : lunarsim.number(Math.round(value * 100) / 100));

  /** @param {number[]} means @param {(value: number) => number} [of] */
  const total = (means, of = (value) => value) =>
    means.reduce((sum, mean) => sum + (Number.isNaN(mean) ? 0 : of(mean)), 0);

  /** @param {number} width @param {any[]} bars @param {any[]} causes */
  function picture(width, bars, causes) {
    const { Plot } = globalThis;
    const isNarrow = width < 460;
    const parts = bars.flatMap(({ label, means }) =>
      causes.map(({ at, color, hatch }) => ({ label, years: means[at] || 0, fill: lunarsim.filling(color, hatch) })),
    );
    const sums = bars.map(({ label, means }) => ({
      label,
      years: total(means),
      at: total(means, (value) => Math.max(0, value)),
    }));
    const longest = Math.max(...bars.map(({ label }) => label.length));
    return lunarsim.plotted(width, {
      height: (isNarrow ? 50 : 40) * bars.length + 60,
      marginLeft: isNarrow ? 8 : Math.min(190, 18 + 6.8 * longest),
      marginRight: 46,
      x: { label: "Mean delay [years] →", grid: true, ticks: Math.floor(width / 90) },
      y: {
        domain: bars.map(({ label }) => label),
        label: null,
        padding: isNarrow ? 0.6 : 0.35,
        axis: isNarrow ? null : "left",
        tickSize: 0,
      },
      marks: [
        Plot.barX(parts, { x: "years", y: "label", fill: "fill", stroke: "#ffffff", strokeWidth: 0.6, order: null }),
        Plot.ruleX([0]),
        Plot.text(sums, {
          x: "at",
          y: "label",
          text: (sum) => years(sum.years),
          dx: 6,
          textAnchor: "start",
          fill: "#22303c",
        }),
        ...(isNarrow
          ? [Plot.text(bars, { x: 0, y: "label", text: "label", textAnchor: "start", dx: 3, dy: -18, fill: "#22303c" })]
          : []),
      ],
    });
  }

  /** @param {any[]} causes */
  function legend(causes) {
    const keys = causes.map(({ label, color, hatch }) =>
      element("span", { class: "key" }, lunarsim.patch(lunarsim.filling(color, hatch)), label),
    );
    return element("div", { class: "legend" }, ...keys);
  }

  /** @param {string} title @param {any[]} bars @param {any[]} causes */
  function words(title, bars, causes) {
    const parts = bars.map(({ label, means }) => {
      const largest = causes
        .map(({ at, label: name }) => ({ name, mean: means[at] }))
        .filter(({ mean }) => mean > 0)
        .sort((one, other) => other.mean - one.mean)
        .slice(0, 3);
      return `${label}: ${years(total(means))} years in all${largest.length ? `, most by ${largest.map(({ name, mean }) => `${name} (${years(mean)})`).join(", ")}` : ""}`;
    });
    return `Mean delay of “${title}” by cause. ${parts.join("; ")}.`;
  }

  Object.assign(lunarsim, { causeCard });
})((globalThis.lunarsim ??= {}));
