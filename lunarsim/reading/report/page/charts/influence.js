"use strict";
/** What matters: how far each factor moves an outcome, or its share of the variance, computed from all runs. */
(function (lunarsim) {
  const MOST = 12;

  /**
   * Add the card of the influence of factors on one outcome, at the lever values in focus.
   *
   * @param {any} page
   * @param {Element} place
   * @param {any[]} entries  of all_runs.tornado, one a combination of levers
   */
  function influenceCard(page, place, entries) {
    const outcome = entries[0].outcome;
    lunarsim.card(page, place, { title: lunarsim.capital(outcome), lead: entries[0].note, allRuns: true, draw });

    /** @param {number} width */
    function draw(width) {
      const { combination } = lunarsim.inFocus(page);
      const what =
        entries.find((entry) => entry.combination === combination) ||
        entries.find((entry) => entry.combination == null);
      const missing = "There are no such figures at the lever values chosen.";
      if (!what)
        return {
          picture: lunarsim.element("p", { class: "empty" }, missing),
          text: missing,
          table: () => ({ head: [missing], rows: [] }),
        };
      const isShare = what.rows.every((row) => row.low == null || (row.share_low === undefined && row.share != null));
      const size = (row) => (isShare ? row.share || 0 : Math.max(Math.abs(row.low || 0), Math.abs(row.high || 0)));
      const rows = [...what.rows].sort((one, other) => size(other) - size(one)).slice(0, MOST);
      const words = [
        what.lever ? `At ${what.lever}.` : "",
        isShare ? "" : "Plain: the factor is low; hatched: it is high.",
      ]
        .filter(Boolean)
        .join(" ");
      return {
        picture: isShare ? dots(width, rows) : tornado(width, rows, what),
        text: `What moves “${outcome}” most${what.lever ? ` at ${what.lever}` : ""}: ${rows
          .slice(0, 5)
          .map(({ label }) => label)
          .join(", ")}.`,
        below: words ? lunarsim.element("p", { class: "holds" }, words) : undefined,
        table: () => tableOf(rows, what, isShare),
      };
    }
  }

  /** @param {any[]} rows @param {any} what @param {boolean} isShare */
  function tableOf(rows, what, isShare) {
    const shareOf = (row) =>
      within(row.share, row.share_low ?? (isShare ? row.low : null), row.share_high ?? (isShare ? row.high : null));
    if (isShare)
      return {
        head: ["Factor", "Share of the variance (90 % interval)"],
        rows: rows.map((row) => [row.label, shareOf(row)]),
      };
    const signed = what.is_date ? lunarsim.signedYears : lunarsim.signed;
    const hasShares = rows.some(({ share }) => share != null);
    return {
      stacked: "papers",
      head: [
        `Factor: difference of ${lunarsim.withUnit(what.outcome, what.is_date ? "years" : what.units)}`,
        "where it is low",
        "where it is high",
        ...(hasShares ? ["Share of the variance (90 % interval)"] : []),
      ],
      rows: rows.map((row) => [row.label, signed(row.low), signed(row.high), ...(hasShares ? [shareOf(row)] : [])]),
    };
  }

  /** @param {number|null} share @param {number|null} low @param {number|null} high */
  function within(share, low, high) {
    if (share == null) return "–";
    return low == null || high == null
      ? lunarsim.percent(share)
      : `${lunarsim.percent(share)} (${lunarsim.percent(Math.max(0, low))} to ${lunarsim.percent(high)})`;
  }

  /** @param {number} width @param {any[]} rows */
  const frame = (width, rows) =>
    lunarsim.namedRows(
      width,
      rows.map(({ key }) => key),
      rows.map(({ label }) => label),
    );

  /** @param {number} width @param {any[]} rows */
  function dots(width, rows) {
    const { Plot } = globalThis;
    const whiskers = rows
      .map((row) => ({ key: row.key, low: row.share_low ?? row.low, high: row.share_high ?? row.high }))
      .filter(({ low, high }) => low != null && high != null);
    const { options, names } = frame(width, rows);
    return lunarsim.plotted(width, {
      ...options,
      x: {
        label: "Share of the variance [%] →",
        percent: true,
        grid: true,
        ticks: Math.max(3, Math.floor(width / 120)),
        zero: true,
      },
      marks: [
        ...names,
        Plot.ruleX([0]),
        Plot.ruleY(whiskers, {
          y: "key",
          x1: (row) => Math.max(0, row.low),
          x2: "high",
          stroke: lunarsim.COLORS[0],
          strokeWidth: 3,
          strokeOpacity: 0.5,
        }),
        Plot.dot(rows, { y: "key", x: "share", fill: lunarsim.COLORS[0], r: 4.5 }),
      ],
    });
  }

  /** @param {number} width @param {any[]} rows @param {any} what */
  function tornado(width, rows, what) {
    const { Plot } = globalThis;
    const { options, names } = frame(width, rows);
    return lunarsim.plotted(width, {
      ...options,
      x: {
        label: `${lunarsim.withUnit("Difference", what.is_date ? "years" : what.units)} →`,
        grid: true,
        ticks: Math.max(3, Math.floor(width / 120)),
        tickFormat: lunarsim.tick,
      },
      color: { legend: false },
      marks: [
        ...names,
        Plot.barX(rows, { y: "key", x1: 0, x2: "low", fill: lunarsim.COLORS[5] }),
        Plot.barX(rows, { y: "key", x1: 0, x2: "high", fill: lunarsim.filling(lunarsim.COLORS[1], "lines") }),
        Plot.ruleX([0]),
      ],
    });
  }

  /**
   * Add the card of a discovery: the ranges of factors within which a target is mostly met, at the lever values in focus.
   *
   * @param {any} page
   * @param {Element} place
   * @param {any[]} entries  of all_runs.discovery, one a combination of levers
   */
  function discoveryCard(page, place, entries) {
    const { target } = entries[0];
    const ends = ({ low, high, units }) =>
      `${lunarsim.alike([low, high]).range(low, high)} ${lunarsim.unit(units)}`.trim();
    const searched = entries.find(({ samples }) => samples);
    const mark = searched ? `first ${lunarsim.number(searched.samples, 9)} samples` : "as simulated";
    lunarsim.card(page, place, { title: target, allRuns: true, mark, draw });

    /** @param {number} width */
    function draw(width) {
      const { combination } = lunarsim.inFocus(page);
      const what =
        entries.find((entry) => entry.combination === combination) ||
        entries.find((entry) => entry.combination == null);
      const missing =
        (what && what.why_not) || (!(what && what.rows && what.rows.length) && "Not searched at the lever values chosen.");
      if (missing)
        return {
          picture: lunarsim.element("p", { class: "empty" }, missing),
          text: missing,
          table: () => ({ head: [missing], rows: [] }),
        };
      return {
        picture: boxPicture(width, what.rows, ends),
        text: `${target}: ${what.rows.map((row) => `${row.label} from ${ends(row)}`).join("; ")}.`,
        below: lunarsim.element("p", { class: "holds" }, boxWords(what)),
        table: () => ({
          head: ["Factor", "Range of the box", "Its quantiles"],
          rows: what.rows.map((row) => [row.label, ends(row), `${row.u_low.toFixed(2)} to ${row.u_high.toFixed(2)}`]),
        }),
      };
    }
  }

  /** Return what a box holds, in words. @param {any} what */
  function boxWords(what) {
    const within =
      what.density_low == null
        ? ""
        : ` (90 % interval ${lunarsim.percent(what.density_low)} to ${lunarsim.percent(what.density_high)})`;
    const at = what.lever ? `At ${what.lever}: where` : "Where";
    const note = what.note ? ` ${what.note}` : "";
    return `${at} all of these inputs lie in the ranges drawn, ${lunarsim.percent(what.density)} of the runs meet the target${within}, against ${lunarsim.percent(what.base_rate)} of all that were searched; the box holds ${lunarsim.percent(what.coverage)} of the runs that meet it.${note}`;
  }

  /** @param {number} width @param {any[]} rows @param {(row: any) => string} ends */
  function boxPicture(width, rows, ends) {
    const { Plot } = globalThis;
    return lunarsim.plotted(width, {
      height: 46 * rows.length + 56,
      marginLeft: 8,
      marginRight: 16,
      x: { domain: [0, 1], label: "Quantile of the input: 0 lowest, 1 highest →", ticks: 5 },
      y: { domain: rows.map(({ key }) => key), axis: null, padding: 0.72, label: null },
      marks: [
        Plot.barX(rows, { y: "key", x1: 0, x2: 1, fill: "#e3e8ee" }),
        Plot.barX(rows, { y: "key", x1: "u_low", x2: "u_high", fill: lunarsim.COLORS[2] }),
        Plot.text(rows, {
          y: "key",
          x: 0,
          dy: -16,
          textAnchor: "start",
          fill: "#22303c",
          text: (row) => lunarsim.shortened(`${row.label}: ${ends(row)}`, Math.floor(width / 6.6)),
        }),
      ],
    });
  }

  Object.assign(lunarsim, { influenceCard, discoveryCard });
})((globalThis.lunarsim ??= {}));
