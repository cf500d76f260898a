"use strict";
/** One run: its launches and assets as a Gantt chart, its outcomes and inputs, and the line that replays it. */
(function (lunarsim) {
  const { element } = lunarsim;

  /**
   * Show the story of a run, or nothing.
   *
   * @param {any} page
   * @param {HTMLElement} place
   * @param {number|null} run  within the combination in focus
   * @param {(run: number) => string} runName
   */
  function runStory(page, place, run, runName) {
    if (run === null) {
      place.replaceChildren();
      return;
    }
    const { sweep } = page;
    const { about } = sweep;
    const { combination, label } = lunarsim.inFocus(page);
    const story = lunarsim.storyOf(sweep, combination, run);
    const close = element(
      "button",
      {
        type: "button",
        class: "close",
        onclick: () => {
          page.state.run = null;
          page.changed("run");
        },
      },
      "Close this run",
    );
    const replay = lunarsim.copyable(replayLine(sweep, combination, run), "the replay line");
    const heading = element("h3", {}, `One run: ${label}, ${runName(run)}`);
    const width = Math.max(240, place.clientWidth - 34);
    const figure = element(
      "figure",
      { class: "card gantt-card" },
      element(
        "figcaption",
        {},
        heading,
        element(
          "p",
          { class: "lead" },
          "First launch of each mission against its plan, its first landing, and from when each asset works.",
        ),
      ),
    );
    const counts = sweep.counts[combination * sweep.size + run];
    if (!counts) figure.append(element("p", { class: "empty" }, "This run did not end well, so it has no story."));
    else
      figure.append(
        element(
          "div",
          { class: "picture", role: "img", "aria-label": words(story) },
          lunarsim.ganttPicture(width, story, lunarsim.yearsOf(about)),
        ),
        lunarsim.ganttLegend(story),
        details("Table of launches and assets", storyTable(story)),
      );
    figure.append(
      element("p", { class: "lead" }, "Exactly this run again, with its event log:"),
      replay,
      details("What this run gave", outcomeTable(sweep, combination, run)),
      details("What this run was given", inputTable(sweep, combination, run)),
      close,
    );
    place.replaceChildren(figure);
  }

  /** @param {string} title @param {{head: string[], rows: any[][]}} content */
  function details(title, content) {
    return element(
      "details",
      { class: "data" },
      element("summary", {}, title),
      lunarsim.table({ caption: title, ...content }),
    );
  }

  /** Return the line that replays a run. @param {any} sweep @param {number} combination @param {number} run */
  function replayLine(sweep, combination, run) {
    const { about } = sweep;
    const sample = Math.floor(run / sweep.replicates);
    const template =
      (about.reproduce || {}).replay_template || "lunarsim replay {levers} sample={sample} replicate={replicate}";
    return template
      .replace("{levers}", () => lunarsim.overridesOf(sweep, combination))
      .replace("{sample}", String(about.sample_numbers ? about.sample_numbers[sample] : sample))
      .replace("{replicate}", String(run % sweep.replicates))
      .replace(/ {2,}/g, " ");
  }

  /** @param {any} story */
  function words({ flights, works }) {
    const flown = flights.filter((one) => Number.isFinite(one.launch));
    const landed = flights.filter((one) => Number.isFinite(one.landing)).length;
    return `Gantt chart of one run: ${flown.length} of ${flights.length} missions launched, ${landed} landed in working order, ${works.filter((one) => Number.isFinite(one.online)).length} assets at work. The table below lists them.`;
  }

  /** @param {any} story */
  function storyTable({ flights, works, end }) {
    return {
      head: ["Mission or asset", "Planned", "Launched or at work", "Landed", "Outcome"],
      rows: [
        ...flights.map((one) => [
          one.label,
          Number.isFinite(one.planned) ? one.planned.toFixed(1) : "–",
          lunarsim.date(one.launch, end),
          Number.isFinite(one.landing) ? one.landing.toFixed(1) : "–",
          one.outcome,
        ]),
        ...works.map((one) => [
          one.label,
          "–",
          lunarsim.date(one.online, end),
          "–",
          Number.isFinite(one.online) ? "at work" : "never",
        ]),
      ],
    };
  }

  /** @param {any} sweep @param {number} combination @param {number} run */
  function outcomeTable(sweep, combination, run) {
    const { about } = sweep;
    const kinds = new Set(["date", "amount", "count", "share"]);
    const rows = about.columns
      .map((what, /** @type {number} */ at) => ({ what, at }))
      .filter(({ what }) => kinds.has(what.kind))
      .map(({ what, at }) => [
        lunarsim.capital(what.label),
        lunarsim.figure(what, sweep.of(at, combination)[run], (about.end_years || [])[combination]),
      ]);
    return { head: ["Outcome", "In this run"], rows };
  }

  /** @param {any} sweep @param {number} combination @param {number} run */
  function inputTable(sweep, combination, run) {
    const sample = Math.floor(run / sweep.replicates);
    const rows = sweep.about.factors.map((factor) => {
      const u = sweep.values(factor.column)[sample];
      return [
        lunarsim.capital(factor.label),
        factor.grid ? lunarsim.valueWords(factor, u, combination) : "–",
        u.toFixed(2),
      ];
    });
    return { head: ["Input", "Value", "Quantile"], rows };
  }

  Object.assign(lunarsim, { runStory, replayLine });
})((globalThis.lunarsim ??= {}));
