"use strict";
/** The runs of a range: a picture and a list from which one can be opened, and the story of the one that is. */
(function (lunarsim) {
  const { element } = lunarsim;
  const LISTED = 10;
  const DRAWN = 600;
  /** A click within this distance of a dot opens its run [px]. */
  const NEAR = 18;

  /**
   * Add the runs of what is explored.
   *
   * @param {any} page
   * @param {HTMLElement} place
   * @param {() => any} current  what is explored
   */
  function runList(page, place, current) {
    const { sweep } = page;
    const { about } = sweep;
    /** @type {any} */
    let across = null;
    const story = element("div", { class: "story", id: "run", tabindex: "-1" });
    const acrossBox = element("div", { class: "fields no-print" });
    if (about.factors.length) {
      acrossBox.append(
        lunarsim.select(
          "Against the input",
          "explore-across",
          ["the one that goes with it most", ...about.factors.map((factor) => lunarsim.capital(factor.label))],
          0,
          (at) => {
            across = at ? about.factors[at - 1] : null;
            page.changed("brush");
          },
        ),
      );
    }
    place.append(acrossBox);
    if (about.factors.length)
      lunarsim.card(page, place, {
        title: "Runs one by one",
        lead: "Each dot is a run; click one to open it. The list below does the same by keyboard.",
        wide: true,
        draw: drawRuns,
      });
    const list = element("div", { class: "run-list" });
    place.append(list, story);

    /** @type {Map<string, any>} */
    const found = new Map();

    /** Return the factor that goes with the outcome most, whatever the weights. @param {any} now */
    function strongest(now) {
      const key = `${now.column}/${now.combination}`;
      if (!found.has(key)) found.set(key, strongestOf(now));
      return found.get(key);
    }

    /** @param {any} now */
    function strongestOf(now) {
      const ranks = lunarsim.ranksOf(now.values, sweep.order(now.column, now.combination));
      let [best, one] = [-1, about.factors[0]];
      for (const factor of about.factors) {
        const square = lunarsim.squaredCorrelation(sweep.values(factor.column), ranks, sweep.replicates);
        if (square > best) [best, one] = [square, factor];
      }
      return one;
    }

    /** @param {number} width */
    function drawRuns(width) {
      const now = current();
      const factor = across || strongest(now);
      const points = [];
      for (let run = 0; run < now.values.length && points.length < DRAWN; run += 1) {
        if (!now.weights[run] || Number.isNaN(now.values[run])) continue;
        const u = sweep.values(factor.column)[Math.floor(run / sweep.replicates)];
        points.push({
          run,
          u,
          y: now.values[run] === Infinity ? now.bins.never : now.values[run],
          inside: now.inside[run],
        });
      }
      showList(now);
      const label = lunarsim.capital(factor.label);
      const outcome = now.isDate
        ? lunarsim.capital(now.what.label)
        : lunarsim.withUnit(lunarsim.capital(now.what.label), now.what.units);
      const cut =
        now.selection.size > points.length
          ? ` The first ${points.length} of ${now.selection.size.toLocaleString("en-US")} runs are drawn.`
          : "";
      return {
        picture: runPicture(width, points, label, outcome, now),
        text: `${outcome} of single runs against the quantile of ${label}.${cut}`,
        below:
          cut || now.brush
            ? element(
                "p",
                { class: "holds" },
                `${now.brush ? "Filled: in the range; hollow: outside. " : ""}${Number.isNaN(now.bins.never) ? "" : `Top row: not by ${lunarsim.endOf(now.end)}.`}${cut}`,
              )
            : undefined,
        table: () => ({
          head: ["Run", `Quantile of ${label}`, outcome],
          rows: points
            .slice(0, 100)
            .map(({ run, u }) => [runName(run), u.toFixed(2), lunarsim.figure(now.what, now.values[run], now.end)]),
        }),
      };
    }

    /** @param {number} width @param {any[]} points @param {string} label @param {string} outcome @param {any} now */
    function runPicture(width, points, label, outcome, now) {
      const { Plot } = globalThis;
      const { color } = lunarsim.lookOf(now.look);
      const opened = page.state.run
        ? points.filter(({ run }) => run === page.state.run.sample * sweep.replicates + page.state.run.replicate)
        : [];
      const picture = lunarsim.plotted(width, {
        height: 300,
        marginLeft: 64,
        marginRight: 16,
        x: { domain: [0, 1], label: `Quantile of the input: ${label} →` },
        y: { label: `↑ ${outcome}`, grid: true, ticks: 6, tickFormat: now.isDate ? "d" : lunarsim.tick },
        marks: [
          Plot.dot(points, {
            x: "u",
            y: "y",
            r: 3.4,
            stroke: color,
            strokeOpacity: 0.75,
            fill: (point) => (point.inside || !now.brush ? color : "#ffffff"),
            fillOpacity: 0.55,
          }),
          Plot.dot(opened, { x: "u", y: "y", r: 8, stroke: "#000000", strokeWidth: 2.5 }),
        ],
      });
      picture.classList.add("clickable");
      const [x, y] = [picture.scale("x"), picture.scale("y")];
      picture.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        const box = picture.getBoundingClientRect();
        const ratio = width / box.width;
        const [px, py] = [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio];
        const away = (point) => Math.hypot(x.apply(point.u) - px, y.apply(point.y) - py);
        const nearest = points.reduce((best, point) => (best && away(best) <= away(point) ? best : point), points[0]);
        if (nearest && away(nearest) < NEAR) open(nearest.run, true);
      });
      return picture;
    }

    /** @param {number} run */
    function runName(run) {
      const sample = Math.floor(run / sweep.replicates);
      const number = about.sample_numbers ? about.sample_numbers[sample] : sample;
      return sweep.replicates > 1 ? `sample ${number}, replicate ${run % sweep.replicates}` : `sample ${number}`;
    }

    /** @param {any} now */
    function showList(now) {
      const runs = now.selection.first(LISTED);
      const rows = runs.map((/** @type {number} */ run) => [
        element(
          "button",
          { type: "button", class: "open-run", onclick: () => open(run, true) },
          `Open ${runName(run)}`,
        ),
        lunarsim.figure(now.what, now.values[run], now.end),
      ]);
      list.replaceChildren(
        lunarsim.table({
          caption: `First ${runs.length} runs of ${now.brush ? "the range" : "all"}, lowest or earliest first`,
          head: ["Run", lunarsim.capital(now.what.label)],
          rows,
        }),
      );
    }

    /** @param {number} run @param {boolean} moves  whether the reader is taken there */
    function open(run, moves) {
      page.state.run = { sample: Math.floor(run / sweep.replicates), replicate: run % sweep.replicates };
      page.changed("run");
      if (!moves) return;
      story.scrollIntoView({
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
        block: "start",
      });
      story.focus({ preventScroll: true });
    }

    function show() {
      if (!about.factors.length) showList(current());
      const { run } = page.state;
      lunarsim.runStory(page, story, run ? run.sample * sweep.replicates + run.replicate : null, runName);
    }
    return { show };
  }

  Object.assign(lunarsim, { runList });
})((globalThis.lunarsim ??= {}));
