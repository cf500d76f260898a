"use strict";
/** The sections of the page, as the sweep declares them; the kind of a section and of its columns decides what is drawn. */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Kinds that draw what was computed before; all others draw the amounts and series of their columns. */
  const WITHOUT_COLUMNS = new Set(["map", "tornado", "discovery", "levers", "assumptions"]);

  /**
   * Add all sections and return what follows the state in them.
   *
   * @param {any} page
   * @param {HTMLElement} place
   * @param {HTMLElement} contents  where their titles are listed
   */
  function sections(page, place, contents) {
    const { about } = page.sweep;
    let explored = { show() {} };
    for (const section of about.sections) {
      const body = element("div", { class: "section-body" });
      const box = element(
        "section",
        { id: section.id, class: `kind-${section.kind}`, "aria-labelledby": `title-${section.id}` },
        element("h2", { id: `title-${section.id}` }, section.title),
        ...noteOf(section.note),
        body,
      );
      place.append(box);
      fill(page, section, body);
      if (!body.childElementCount && !section.note) box.remove();
    }
    const last = place.querySelector(".kind-assumptions, .kind-failures, .kind-reproduce");
    const body = element("div", { class: "section-body" });
    const box = element(
      "section",
      { id: "explore", class: "kind-explore", "aria-labelledby": "title-explore" },
      element("h2", { id: "title-explore" }, "Explore the runs"),
      element("p", { class: "note" }, "Which inputs and causes go with an outcome, and what single runs look like."),
      body,
    );
    place.insertBefore(box, last);
    explored = lunarsim.explore(page, body);
    if (!body.childElementCount) box.remove();
    for (const one of place.querySelectorAll("section"))
      contents.append(element("a", { href: `#${one.id}` }, one.querySelector("h2")?.textContent || ""));
    return explored;
  }

  /** Return a note; a command at its end can be copied. @param {string|undefined} note */
  function noteOf(note) {
    if (!note) return [];
    const at = note.indexOf("lunarsim -");
    if (at < 0) return [element("p", { class: "note" }, note)];
    return [element("p", { class: "note" }, note.slice(0, at)), lunarsim.copyable(note.slice(at), "the command")];
  }

  /** @param {any} page @param {any} section @param {HTMLElement} body */
  function fill(page, section, body) {
    const { about } = page.sweep;
    const all = about.all_runs || {};
    const cards = () => body.appendChild(element("div", { class: "cards" }));
    if (section.kind === "dates") fillDates(page, section, cards());
    else if (section.kind === "causes") fillCauses(page, section, cards());
    else if (section.kind === "map" && all.map) lunarsim.mapCard(page, body, all.map);
    else if (section.kind === "tornado") fillGroups(page, all.tornado, "outcome", cards, lunarsim.influenceCard, body);
    else if (section.kind === "discovery")
      fillGroups(page, all.discovery, "target", cards, lunarsim.discoveryCard, body);
    else if (section.kind === "levers" && page.sweep.combinations > 1)
      lunarsim.differenceCard(page, body, section.columns.length ? section.columns : lunarsim.headlineColumns(about));
    else if (section.kind === "assumptions" && (about.assumptions || []).length)
      lunarsim.papers.assumptions(about, body);
    else if (section.kind === "failures") lunarsim.papers.failures(about, body);
    else if (section.kind === "reproduce") lunarsim.papers.reproduce(about, body);
    else if (!WITHOUT_COLUMNS.has(section.kind)) fillAmounts(page, section, body, cards);
  }

  /** @param {any} page @param {any} section @param {HTMLElement} place */
  function fillDates(page, section, place) {
    const definitions = new Map((page.about.milestones || []).map((one) => [one.column, one.definition]));
    for (const column of section.columns) lunarsim.dateCard(page, place, column, definitions.get(column));
  }

  /** @param {any} page @param {any} section @param {HTMLElement} place */
  function fillCauses(page, section, place) {
    const titles = new Map((page.about.milestones || []).map((one) => [one.id, one.label]));
    for (const [family, columns] of families(page.about, section.columns))
      lunarsim.causeCard(page, place, lunarsim.capital(titles.get(family) || family), columns);
  }

  /** @param {any} page @param {any} section @param {HTMLElement} body @param {() => HTMLElement} cards */
  function fillAmounts(page, section, body, cards) {
    const { about } = page;
    const kind = (/** @type {number} */ column) => about.columns[column].kind;
    const series = section.columns.filter((/** @type {number} */ column) => kind(column) === "year_series");
    const amounts = section.columns.filter((/** @type {number} */ column) =>
      ["amount", "count", "share"].includes(kind(column)),
    );
    const months = ((about.all_runs || {}).months || []).filter((one) => one.section === section.id);
    if (series.length || months.length) {
      body.append(element("p", { class: "holds" }, "Line: median of the runs. Band: 10 to 90 % of the runs."));
      const place = cards();
      for (const [, columns] of families(about, series)) lunarsim.seriesCard(page, place, columns);
      for (const one of groupedMonths(months)) lunarsim.fixedSeriesCard(page, place, one);
    }
    if (!amounts.length) return;
    body.append(lunarsim.stripWords());
    const place = cards();
    for (const column of amounts) lunarsim.amountCard(page, place, column);
  }

  /** @param {any[]} months */
  function groupedMonths(months) {
    const groups = new Map();
    for (const one of months) {
      const group = groups.get(one.title) || {
        title: one.title,
        units: one.units,
        note: one.note,
        year: one.year,
        bands: [],
      };
      group.bands.push({ label: one.label, look: group.bands.length, low: one.p10, middle: one.p50, high: one.p90 });
      groups.set(one.title, group);
    }
    return groups.values();
  }

  /**
   * Draw what was computed of all runs, one card for all lever values of an outcome; where there is none, say why.
   *
   * @param {any} page
   * @param {any} what  entries, or why there are none
   * @param {string} name  what the entries of a card share
   * @param {() => HTMLElement} cards
   * @param {Function} draw
   * @param {HTMLElement} body
   */
  function fillGroups(page, what, name, cards, draw, body) {
    if (what && what.why_not) body.append(element("p", { class: "why-not" }, what.why_not));
    if (!Array.isArray(what) || !what.length) return;
    const groups = new Map();
    for (const entry of what) groups.set(entry[name], [...(groups.get(entry[name]) || []), entry]);
    const place = cards();
    for (const entries of groups.values()) draw(page, place, entries);
  }

  /** Return columns by family, in their order. @param {any} about @param {number[]} columns @returns {Map<string, number[]>} */
  function families(about, columns) {
    const groups = new Map();
    for (const column of columns) {
      const { family, name } = about.columns[column];
      groups.set(family || name, [...(groups.get(family || name) || []), column]);
    }
    return groups;
  }

  Object.assign(lunarsim, { sections });
})((globalThis.lunarsim ??= {}));
