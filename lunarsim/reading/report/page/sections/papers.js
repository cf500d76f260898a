"use strict";
/** What the answers rest on, in words and tables: subject, overrides, assumptions, failures, and how to reproduce. */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Assumptions that stand open; the others are one click away. */
  const FIRST = 15;

  /** Fill the head of the page. @param {any} about @param {HTMLElement} place */
  function head(about, place) {
    const facts = (about.subject || []).map((/** @type {string[]} */ [label, text]) =>
      element("div", { class: "fact" }, element("dt", {}, label), element("dd", {}, text)),
    );
    const overrides = about.overrides || [];
    const rows = overrides.map((/** @type {any[]} */ [key, label, value, usual]) => [
      label || key,
      String(value),
      usual == null ? "–" : String(usual),
      element("code", {}, String(key)),
    ]);
    place.append(
      element("p", { class: "kicker" }, "lunarsim report"),
      element("h1", {}, about.title),
      ...(about.question ? [element("p", { class: "question" }, about.question)] : []),
      element("dl", { class: "subject" }, ...facts),
      ...(about.design_note ? [element("p", { class: "thinned design-note" }, about.design_note)] : []),
      ...(about.thinned ? [element("p", { class: "thinned" }, about.thinned)] : []),
      ...(rows.length
        ? [
            element(
              "details",
              { class: "data" },
              element(
                "summary",
                {},
                `${rows.length} ${rows.length === 1 ? "value differs" : "values differ"} from the defaults`,
              ),
              lunarsim.table({
                caption: "Overrides against the defaults",
                head: ["Parameter", "Here", "Default", "Key"],
                rows,
              }),
            ),
          ]
        : []),
      ...premises(about),
      ...defaultWords(about, rows.length > 0).map((text) => element("p", { class: "holds" }, text)),
    );
  }

  /** Return what the figures of the sweep say of the premises of its mine, of all its runs. @param {any} about */
  function premises(about) {
    const said = about.premises || [];
    if (!said.length) return [];
    const each = said.map((/** @type {string} */ text) => element("li", {}, text));
    const title = element("summary", {}, "Premises of rare earths from the Moon, by the figures of this sweep");
    return [element("details", { class: "data premises" }, title, element("ul", {}, ...each))];
  }

  /** Return sentences on levers none of whose values is the default, and on values that are as by default. @param {any} about @param {boolean} differs */
  function defaultWords(about, differs) {
    const others = (about.levers || []).filter((lever) => !lever.values.includes(lever.default));
    const known = others.filter((lever) => lever.default != null);
    const compared = known.map((lever) => `${lever.label}: ${lever.values.join(", ")} (default: ${lever.default})`);
    return [
      ...(compared.length ? [`Compared: ${compared.join("; ")}.`] : []),
      ...(differs ? [] : [`${others.length ? "No other value differs" : "No value differs"} from the defaults.`]),
    ];
  }

  /** Fill the assumptions, those with the largest influence first. @param {any} about @param {HTMLElement} place */
  function assumptions(about, place) {
    const ranked = [...(about.assumptions || [])].sort((one, other) => strengthOf(other) - strengthOf(one));
    const hasInfluence = ranked.some((one) => strengthOf(one) > 0);
    const rows = ranked.map((one) => [
      lunarsim.capital(one.label),
      one.value ?? "–",
      one.range ?? "–",
      element("span", { class: `evidence ${one.evidence || ""}` }, one.evidence || "–"),
      ...(hasInfluence ? [movesMost(one.influence || {})] : []),
      one.source || "–",
    ]);
    const head = ["Assumption", "Median", "P10 to P90", "Evidence", ...(hasInfluence ? ["Moves most"] : []), "Source"];
    const words = hasInfluence
      ? "Largest influence first. Moves most: share of the variance of an outcome with its 90 % interval or, in designs that give no shares, how far the input moves it. "
      : "What each uncertain input is taken to be, and why. ";
    place.append(
      element("p", { class: "note" }, words, lunarsim.allRunsMark()),
      lunarsim.table({ caption: "Assumptions by influence", head, rows: rows.slice(0, FIRST), stacked: "papers" }),
    );
    if (rows.length <= FIRST) return;
    const rest = lunarsim.table({ caption: "Further assumptions", head, rows: rows.slice(FIRST), stacked: "papers" });
    place.append(
      element("details", { class: "data" }, element("summary", {}, `${rows.length - FIRST} more assumptions`), rest),
    );
  }

  /** Return the largest influence that a factor has on any outcome; 0 where none was found beyond luck. @param {any} one */
  const strengthOf = (one) => Math.max(0, ...Object.values(one.influence || {}).map(shareOf));

  /** Return the outcomes that an assumption moves most, a line each. @param {Object<string, any>} influence */
  function movesMost(influence) {
    const most = Object.entries(influence)
      .filter(([, one]) => shareOf(one) > 0)
      .sort(([, one], [, other]) => shareOf(other) - shareOf(one))
      .slice(0, 3);
    return element(
      "span",
      {},
      ...(most.length
        ? most.map(([outcome, one]) => element("span", { class: "moves" }, `${outcome}: ${influenceWords(one)}`))
        : ["–"]),
    );
  }

  /** @param {any} influence */
  const shareOf = (influence) =>
    influence == null ? 0 : typeof influence === "number" ? influence : (influence.share ?? influence.relative ?? 0);

  /** @param {any} influence */
  function influenceWords(influence) {
    if (influence.effect != null) return `by ${lunarsim.number(influence.effect)} ${lunarsim.unit(influence.units)}`.trim();
    if (typeof influence === "number" || influence.low == null) return lunarsim.percent(shareOf(influence));
    return `${lunarsim.percent(influence.share)} (${lunarsim.percent(Math.max(0, influence.low))} to ${lunarsim.percent(influence.high)})`;
  }

  /** Fill what failed. @param {any} about @param {HTMLElement} place */
  function failures(about, place) {
    const { counts = [], texts = [] } = about.failures || {};
    const rows = counts.map((one) => [one.status, one.runs.toLocaleString("en-US")]);
    place.append(
      element(
        "p",
        {},
        "Runs that did not end well are left out of all figures; the line of state says how much of the weight they hold. ",
        lunarsim.allRunsMark(),
      ),
    );
    if (rows.length) place.append(lunarsim.table({ caption: "Runs by status", head: ["Status", "Runs"], rows }));
    if (texts.length)
      place.append(
        lunarsim.table({
          caption: "What was recorded",
          head: ["Error", "Runs", "One of them again"],
          rows: texts.map((one) => [one.text, String(one.runs), element("code", {}, one.replay || "")]),
        }),
      );
  }

  /** Fill how to reproduce. @param {any} about @param {HTMLElement} place */
  function reproduce(about, place) {
    const made = about.reproduce || {};
    const line = (/** @type {string} */ words, /** @type {string|null|undefined} */ text) =>
      text ? [element("p", {}, words), lunarsim.copyable(text, words.toLowerCase())] : [];
    place.append(
      ...line("The command that made this sweep", made.command),
      ...line("To run what is missing", made.resume),
      ...(made.store ? [element("p", {}, "The stored dataset: ", element("code", {}, made.store))] : []),
    );
    const versions = [
      ...(made.versions || []),
      ...(made.seed == null ? [] : [["seed", String(made.seed)]]),
      ...(made.created ? [["simulated", made.created]] : []),
    ];
    if (versions.length)
      place.append(
        lunarsim.table({
          caption: "Versions",
          stacked: "papers",
          head: ["What", "Version"],
          rows: versions.map(([label, text]) => [label, String(text)]),
        }),
      );
    place.append(
      element(
        "p",
        { class: "holds" },
        "Weighted quantiles: the smallest value whose cumulative weight reaches the share; a date that is not reached counts as the last of all. A weight belongs to a sample and is the same for all its replicates and lever values. Dates are stored to the day, other values to 1 part in 65,000 of their range, inputs and causes of delay to 1 in 4,000, yearly series to 1 in 1,000.",
      ),
    );
  }

  Object.assign(lunarsim, { strengthOf, papers: { head, assumptions, failures, reproduce } });
})((globalThis.lunarsim ??= {}));
