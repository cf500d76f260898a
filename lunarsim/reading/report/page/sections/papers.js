"use strict";
/** What the answers rest on, in words and tables: subject, overrides, assumptions, failures, and how to reproduce. */
(function (lunarsim) {
  const { element } = lunarsim;

  /** Fill the head of the page. @param {any} about @param {HTMLElement} place */
  function head(about, place) {
    const facts = (about.subject || []).map((/** @type {string[]} */ [label, text]) => element("div", { class: "fact" }, element("dt", {}, label), element("dd", {}, text)));
    const overrides = about.overrides || [];
    const rows = overrides.map((/** @type {any[]} */ [key, label, value, usual]) => [label || key, String(value), usual == null ? "–" : String(usual), element("code", {}, String(key))]);
    place.append(
      element("p", { class: "kicker" }, "lunarsim report"),
      element("h1", {}, about.title),
      ...(about.question ? [element("p", { class: "question" }, about.question)] : []),
      element("dl", { class: "subject" }, ...facts),
      ...(about.thinned ? [element("p", { class: "thinned" }, about.thinned)] : []),
      ...(rows.length ? [element("details", { class: "data" }, element("summary", {}, `${rows.length} ${rows.length === 1 ? "value differs" : "values differ"} from the defaults`), lunarsim.table({ caption: "Overrides against the defaults", head: ["Parameter", "Here", "Default", "Key"], rows }))] : [element("p", { class: "holds" }, "No value differs from the defaults.")]));
  }

  /** Fill the assumptions, those with the largest influence first. @param {any} about @param {HTMLElement} place */
  function assumptions(about, place) {
    const list = about.assumptions || [];
    const outcomes = [...new Set(list.flatMap((/** @type {any} */ one) => Object.keys(one.influence || {})))];
    const strength = (/** @type {any} */ one) => Math.max(0, ...outcomes.map((outcome) => shareOf((one.influence || {})[outcome])));
    const ranked = [...list].sort((one, other) => strength(other) - strength(one));
    if (!ranked.length) {
      place.append(element("p", {}, "This sweep has no uncertain inputs."));
      return;
    }
    const cells = (/** @type {any} */ one) => outcomes.map((outcome) => influenceWords((one.influence || {})[outcome]));
    const rows = ranked.map((one) => [one.label, one.value ?? "–", one.range ?? "–", element("span", { class: `evidence ${one.evidence || ""}` }, one.evidence || "–"), ...cells(one), one.source || "–"]);
    const head = ["Assumption", "Value", "Range", "Evidence", ...outcomes.map((outcome) => `Influence on: ${outcome}`), "Source"];
    place.append(
      element("p", {}, "Largest influence first. ", outcomes.length ? "Influence: share of the variance, with its 90 % interval. " : "", lunarsim.allRunsMark()),
      lunarsim.table({ caption: "Assumptions by influence", head, rows: rows.slice(0, 15) }),
      ...(rows.length > 15 ? [element("details", { class: "data" }, element("summary", {}, `${rows.length - 15} more assumptions`), lunarsim.table({ caption: "Further assumptions", head, rows: rows.slice(15) }))] : []));
  }

  /** @param {any} influence */
  const shareOf = (influence) => (influence == null ? 0 : typeof influence === "number" ? influence : influence.share || 0);

  /** @param {any} influence */
  function influenceWords(influence) {
    if (influence == null) return "–";
    if (typeof influence === "number") return lunarsim.percent(influence);
    const within = influence.low == null ? "" : ` (${lunarsim.percent(Math.max(0, influence.low))} to ${lunarsim.percent(influence.high)})`;
    return `${lunarsim.percent(influence.share)}${within}`;
  }

  /** Fill what failed. @param {any} about @param {HTMLElement} place */
  function failures(about, place) {
    const { counts = [], texts = [] } = about.failures || {};
    const rows = counts.map((/** @type {any} */ one) => [one.status, one.runs.toLocaleString("en-US")]);
    place.append(element("p", {}, "Runs that did not end well are left out of all figures; the line of state says how much of the weight they hold. ", lunarsim.allRunsMark()));
    if (rows.length) place.append(lunarsim.table({ caption: "Runs by status", head: ["Status", "Runs"], rows }));
    if (texts.length) place.append(lunarsim.table({ caption: "What was recorded", head: ["Error", "Runs", "One of them again"], rows: texts.map((/** @type {any} */ one) => [one.text, String(one.runs), element("code", {}, one.replay || "")]) }));
  }

  /** Fill how to reproduce. @param {any} about @param {HTMLElement} place */
  function reproduce(about, place) {
    const made = about.reproduce || {};
    const line = (/** @type {string} */ words, /** @type {string|null|undefined} */ text) => (text ? [element("p", {}, words), lunarsim.copyable(text, words.toLowerCase())] : []);
    place.append(...line("The command that made this sweep", made.command), ...line("To run what is missing", made.resume), ...(made.store ? [element("p", {}, "The stored dataset: ", element("code", {}, made.store))] : []));
    const versions = [...(made.versions || []), ...(made.seed == null ? [] : [["seed", String(made.seed)]]), ...(made.created ? [["simulated", made.created]] : [])];
    if (versions.length) place.append(lunarsim.table({ caption: "Versions", head: ["What", "Version"], rows: versions.map(([label, text]) => [label, String(text)]) }));
    place.append(element("p", { class: "holds" }, "Weighted quantiles: the smallest value whose cumulative weight reaches the share; a date that is not reached counts as the last of all. A weight belongs to a sample and is the same for all its replicates and lever values. Values are stored to 1 part in 65,000 of their range."));
  }

  Object.assign(lunarsim, { papers: { head, assumptions, failures, reproduce } });
})((globalThis.lunarsim ??= {}));
