"use strict";
/** The story of one run: launches against the plan, what came of them, landings, and when each asset began to work. */
(function (lunarsim) {
  const { drawn, element } = lunarsim;
  const ROW = 19;

  /**
   * Return rows of a run's story, in the order of their dates.
   *
   * @param {any} sweep
   * @param {number} combination
   * @param {number} run  within the combination
   */
  function storyOf(sweep, combination, run) {
    const { missions = [], assets = [] } = sweep.about.gantt || {};
    const end = (sweep.about.end_years || [])[combination];
    const at = (/** @type {number|null|undefined} */ column) =>
      column == null ? NaN : sweep.of(column, combination)[run];
    const flights = missions
      .map((mission) => {
        const code = at(mission.outcome);
        const labels = mission.outcome == null ? {} : sweep.about.columns[mission.outcome].labels || {};
        const outcome = Number.isNaN(code) ? "" : labels[String(code)] || "";
        return {
          label: mission.label,
          planned: (mission.planned || [])[combination] ?? NaN,
          launch: at(mission.launch),
          landing: at(mission.landing),
          outcome,
        };
      })
      .filter((one) => !Number.isNaN(one.launch) || Number.isFinite(one.planned));
    const works = assets
      .map((asset) => ({ label: asset.label, online: at(asset.online) }))
      .filter((one) => !Number.isNaN(one.online));
    flights.sort((one, other) => dated(one) - dated(other));
    works.sort((one, other) => one.online - other.online || 0);
    return { flights, works, end };
  }

  /** @param {{launch: number, planned: number}} flight */
  const dated = ({ launch, planned }) => (Number.isFinite(launch) ? launch : 1e4 + (planned || 0));

  /**
   * Return the picture of a run's story.
   *
   * @param {number} width
   * @param {ReturnType<typeof storyOf>} story
   * @param {[number, number]} years
   */
  function ganttPicture(width, { flights, works, end }, years) {
    const isNarrow = width < 460;
    const left = isNarrow ? 128 : 230;
    const letters = Math.floor((left - 14) / 6.8);
    const first = Math.min(
      years[0],
      ...flights.map(({ planned, launch }) => Math.min(planned || Infinity, launch || Infinity)),
    );
    const x = globalThis.d3.scaleLinear([Math.floor(first), years[1]], [left, width - 14]);
    const working = works.filter(({ online }) => Number.isFinite(online));
    const height = ROW * (flights.length + working.length) + 84;
    const svg = drawn("svg", {
      class: "gantt",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
    for (const year of x.ticks(Math.max(3, Math.floor((width - left) / 70)))) {
      svg.append(
        drawn("line", { x1: x(year), x2: x(year), y1: 24, y2: height - 22, class: "grid" }),
        drawn("text", { x: x(year), y: height - 6, "text-anchor": "middle", class: "tick" }, String(year)),
      );
    }
    let y = 14;
    const heading = (/** @type {string} */ text) => {
      svg.append(drawn("text", { x: 0, y, class: "heading" }, text));
      y += ROW;
    };
    heading("Launches and landings");
    for (const flight of flights) {
      svg.append(...flightMarks(flight, { x, y, left, letters }));
      y += ROW;
    }
    y += 8;
    heading("Assets at work");
    for (const work of working) {
      svg.append(...workMarks(work, { x, y, end: Math.min(end || years[1], years[1]), letters }));
      y += ROW;
    }
    return svg;
  }

  /** @param {any} flight @param {any} frame */
  function flightMarks({ label, planned, launch, landing, outcome }, { x, y, left, letters }) {
    const { color, symbol } = lunarsim.outcomeLook(outcome);
    const marks = [
      drawn("text", { x: 0, y: y + 4, class: "name" }, lunarsim.shortened(label, letters), drawn("title", {}, label)),
    ];
    if (Number.isFinite(planned))
      marks.push(drawn("line", { x1: x(planned), x2: x(planned), y1: y - 6, y2: y + 6, class: "planned" }));
    if (Number.isFinite(planned) && Number.isFinite(launch))
      marks.push(drawn("line", { x1: x(planned), x2: x(launch), y1: y, y2: y, class: "delay" }));
    if (Number.isFinite(landing)) marks.push(...landed(x(launch), x(landing), y));
    if (Number.isFinite(launch)) marks.push(sign(symbol, x(launch), y, color));
    else
      marks.push(
        drawn(
          "text",
          { x: (Number.isFinite(planned) ? x(planned) : left) + 8, y: y + 4, class: "tick" },
          outcome || "never launched",
        ),
      );
    return marks;
  }

  /** Return the ground under a landing and, where a later flight made it, the way there. @param {number} from @param {number} to @param {number} y */
  function landed(from, to, y) {
    const ground = drawn("line", { x1: to - 6, x2: to + 6, y1: y + 8, y2: y + 8, class: "ground" });
    return to - from < 6 ? [ground] : [drawn("line", { x1: from, x2: to, y1: y, y2: y + 8, class: "until" }), ground];
  }

  /** @param {string} symbol @param {number} cx @param {number} cy @param {string} color */
  function sign(symbol, cx, cy, color) {
    if (symbol === "times")
      return drawn("path", {
        d: `M${cx - 5},${cy - 5} l10,10 m0,-10 l-10,10`,
        stroke: color,
        "stroke-width": 2.6,
        fill: "none",
      });
    if (symbol === "diamond") return drawn("path", { d: `M${cx},${cy - 6} l6,6 l-6,6 l-6,-6 z`, fill: color });
    if (symbol === "square") return drawn("rect", { x: cx - 5, y: cy - 5, width: 10, height: 10, fill: color });
    return drawn("circle", { cx, cy, r: 5, fill: color });
  }

  /** @param {any} work @param {any} frame */
  function workMarks({ label, online }, { x, y, end, letters }) {
    return [
      drawn("text", { x: 0, y: y + 4, class: "name" }, lunarsim.shortened(label, letters), drawn("title", {}, label)),
      drawn("rect", {
        x: x(online),
        y: y - 5,
        width: Math.max(2, x(end) - x(online)),
        height: 10,
        fill: lunarsim.COLORS[0],
        "fill-opacity": 0.55,
      }),
    ];
  }

  /** Return the legend of a story, and the assets that never worked in it. @param {ReturnType<typeof storyOf>} story */
  function ganttLegend({ flights, works }) {
    const flown = flights.filter(({ launch }) => Number.isFinite(launch));
    const words = [...new Set(flown.map(({ outcome }) => outcome).filter(Boolean))];
    const keys = words.map((outcome) => {
      const { color, symbol } = lunarsim.outcomeLook(outcome);
      return element(
        "span",
        { class: "key" },
        drawn("svg", { class: "sign", width: 16, height: 16, "aria-hidden": "true" }, sign(symbol, 8, 8, color)),
        outcome,
      );
    });
    const plan = element(
      "span",
      { class: "key" },
      drawn(
        "svg",
        { class: "sign", width: 26, height: 16, "aria-hidden": "true" },
        drawn("line", { x1: 2, x2: 2, y1: 2, y2: 14, class: "planned" }),
        drawn("line", { x1: 2, x2: 25, y1: 8, y2: 8, class: "delay" }),
      ),
      "planned date and delay",
    );
    const ground = element(
      "span",
      { class: "key" },
      drawn(
        "svg",
        { class: "sign", width: 16, height: 16, "aria-hidden": "true" },
        drawn("line", { x1: 2, x2: 14, y1: 12, y2: 12, class: "ground" }),
      ),
      "landed in working order, by this or a later flight",
    );
    const hasLanded = flights.some(({ landing }) => Number.isFinite(landing));
    const idle = works.filter(({ online }) => !Number.isFinite(online)).map(({ label }) => label);
    return element(
      "div",
      {},
      element("div", { class: "legend" }, plan, ...keys, ...(hasLanded ? [ground] : [])),
      idle.length ? element("p", { class: "holds" }, `Never at work in this run: ${idle.join(", ")}.`) : null,
    );
  }

  Object.assign(lunarsim, { storyOf, ganttPicture, ganttLegend });
})((globalThis.lunarsim ??= {}));
