"use strict";
/** Looking into the runs: a range of an outcome shows which inputs and causes of delay go with it, and the runs themselves. */
(function (lunarsim) {
  const { element } = lunarsim;
  const KINDS = new Set(["date", "amount", "count", "share"]);

  /**
   * Fill the section.
   *
   * @param {any} page
   * @param {HTMLElement} place
   */
  function explore(page, place) {
    const { sweep } = page;
    const { about } = sweep;
    const columns = about.columns
      .map((_, /** @type {number} */ at) => at)
      .filter((/** @type {number} */ at) => KINDS.has(about.columns[at].kind) && about.columns[at].dims === "run");
    if (!columns.length) return { show() {} };
    if (!columns.includes(page.state.outcome)) page.state.outcome = lunarsim.headlineColumns(about)[0] ?? columns[0];
    const outcome = outcomeField();
    const focus = focusField();
    const low = numberField("From", "brush-low");
    const high = numberField("to", "brush-high");
    const never = element(
      "button",
      { type: "button", onclick: () => choose({ low: bins.never - 0.4 * step(), high: bins.never + 0.4 * step() }) },
      "Only runs that never reach it",
    );
    const clear = element("button", { type: "button", onclick: () => choose(null) }, "Whole range");
    const said = element("p", { class: "selected", role: "status" });
    place.append(
      element("div", { class: "fields" }, outcome.field, focus.box),
      element("p", { class: "how no-print" }, "Drag over the distribution, or type a range, to see what goes with it."),
    );
    /** @type {{edges: number[], never: number}} */
    let bins = { edges: [0, 1], never: NaN };

    lunarsim.card(page, place, { title: "Distribution of the outcome", wide: true, draw: drawDistribution });
    place.append(element("div", { class: "fields brush-fields no-print" }, low.box, high.box, never, clear), said);
    const links = lunarsim.linkCards(page, place, current);
    const runs = lunarsim.runList(page, place, current);

    /** @type {any} */
    let kept = null;

    /** Return what is explored now, computed once a redraw. */
    function current() {
      if (!kept || kept.version !== page.version) kept = { ...explored(), version: page.version };
      return kept;
    }

    /** Return values, weights and the runs in the range. */
    function explored() {
      const { combination, label, look } = lunarsim.inFocus(page);
      const column = page.state.outcome;
      const what = about.columns[column];
      const values = sweep.of(column, combination);
      const end = (about.end_years || [])[combination];
      const isDate = what.kind === "date";
      bins = lunarsim.binsOf(values, sweep.order(column, combination), isDate, end, what.kind === "count");
      const weights = sweep.runWeights(combination);
      const selection = lunarsim.selectionOf(values, weights, bins.never);
      const { brush } = page.state;
      if (brush) selection.choose(brush.low, brush.high);
      return {
        combination,
        label,
        look,
        column,
        what,
        values,
        weights,
        end,
        isDate,
        bins,
        brush,
        selection,
        inside: selection.inside(),
      };
    }

    /** @param {number} width */
    function drawDistribution(width) {
      const now = current();
      const { weights, values, what, end, isDate } = now;
      let total = 0;
      let late = 0;
      for (let run = 0; run < weights.length; run += 1) {
        if (Number.isNaN(values[run])) continue;
        total += weights[run];
        if (values[run] === Infinity) late += weights[run];
      }
      const shares = Array.from(
        lunarsim.weightedHistogram(values, weights, bins.edges),
        (weight) => weight / (total || 1),
      );
      showRange(now);
      const { color } = lunarsim.lookOf(now.look);
      const title = isDate ? lunarsim.capital(what.label) : lunarsim.withUnit(lunarsim.capital(what.label), what.units);
      const figures = sweep
        .spread(now.column, now.combination)
        .quantiles.map((value) => lunarsim.figure(what, value, end));
      return {
        picture: lunarsim.histogram(
          width,
          {
            ...bins,
            shares,
            neverShare: late / (total || 1),
            label: title,
            isDate,
            isCount: what.kind === "count",
            end,
            color,
          },
          page.state.brush,
          choose,
        ),
        text: `Distribution of ${title} for ${now.label}: P10 ${figures[0]}, P50 ${figures[1]}, P90 ${figures[2]}.`,
        table: () => ({
          head: [title, "Share of runs"],
          rows: [
            ...shares.map((share, at) => [
              axisRange(bins.edges[at], bins.edges[at + 1], what.kind),
              lunarsim.percent(share),
            ]),
            ...(late ? [[`not by ${lunarsim.endOf(end)}`, lunarsim.percent(late / total)]] : []),
          ],
        }),
      };
    }

    /** @param {any} now */
    function showRange(now) {
      const { brush, inside, weights } = now;
      never.hidden = Number.isNaN(bins.never);
      for (const [{ input }, end] of [
        [low, brush?.low],
        [high, brush?.high],
      ]) {
        if (input !== document.activeElement) input.value = Number.isFinite(end) ? axisValue(end) : "";
      }
      low.input.placeholder = axisValue(bins.edges[0]);
      high.input.placeholder = axisValue(Number.isNaN(bins.never) ? bins.edges[bins.edges.length - 1] : bins.never);
      let [part, all, many] = [0, 0, 0];
      for (let run = 0; run < weights.length; run += 1) {
        if (Number.isNaN(now.values[run])) continue;
        all += weights[run];
        if (inside[run]) {
          part += weights[run];
          many += 1;
        }
      }
      said.textContent = brush
        ? `In this range: ${many.toLocaleString("en-US")} runs, ${lunarsim.percent(part / all)} of the weight.`
        : "No range is chosen: all runs.";
    }

    /** @param {{low: number, high: number}|null} range */
    function choose(range) {
      // Rounded as the address has it, so that it holds the same runs when it is opened again.
      const rounded = (end) => (Number.isFinite(end) ? Number(end.toPrecision(9)) : end);
      page.state.brush = range && { low: rounded(range.low), high: rounded(range.high) };
      page.changed("brush");
    }

    /** @param {string} label @param {string} id */
    function numberField(label, id) {
      const input = element("input", { type: "number", step: "any", id, onchange: typed });
      return { input, box: element("label", { class: "field", for: id }, element("span", {}, label), input) };
    }

    /** Take a typed range; an end that is left empty is open. */
    function typed() {
      const from = low.input.value === "" ? -Infinity : Number(low.input.value);
      const to = high.input.value === "" ? Infinity : Number(high.input.value);
      if (from === -Infinity && to === Infinity) choose(null);
      else if (from < to) choose({ low: from, high: to });
      else said.textContent = "The first number must be smaller than the second.";
    }

    const step = () => bins.edges[1] - bins.edges[0];

    function outcomeField() {
      const titles = new Map(about.sections.map((section) => [section.id, section.title]));
      const groups = new Map();
      for (const column of columns) {
        const group = titles.get(about.columns[column].section) || "Outcomes";
        groups.set(group, [...(groups.get(group) || []), column]);
      }
      const field = element(
        "select",
        {
          id: "explore-outcome",
          onchange: () => {
            page.state.outcome = Number(field.value);
            page.state.brush = null;
            page.changed("brush");
          },
        },
        ...[...groups].map(([title, list]) =>
          element(
            "optgroup",
            { label: title },
            ...list.map((/** @type {number} */ column) =>
              element(
                "option",
                { value: column, selected: column === page.state.outcome },
                lunarsim.capital(
                  lunarsim.withUnit(
                    about.columns[column].label,
                    about.columns[column].kind === "date" ? "" : about.columns[column].units,
                  ),
                ),
              ),
            ),
          ),
        ),
      );
      return {
        select: field,
        field: element("label", { class: "field", for: "explore-outcome" }, element("span", {}, "Outcome"), field),
      };
    }

    function focusField() {
      const box = element("span", {});
      const fill = () => {
        const all = lunarsim.compared(page);
        box.replaceChildren(
          ...(all.length > 1
            ? [
                lunarsim.select(
                  "Runs of",
                  "explore-focus",
                  all.map(({ label }) => label),
                  all.findIndex(({ value }) => value === page.state.focus),
                  (at) => {
                    page.state.focus = all[at].value;
                    page.state.brush = null;
                    page.state.run = null;
                    page.changed("levers");
                  },
                ),
              ]
            : []),
        );
      };
      fill();
      return { box, fill };
    }

    return {
      show() {
        outcome.select.value = String(page.state.outcome);
        focus.fill();
        runs.show();
      },
      links,
    };
  }

  /** @param {number} value */
  const axisValue = (value) => String(Number(value.toPrecision(6)));

  /** @param {number} low @param {number} high @param {string} kind */
  function axisRange(low, high, kind) {
    if (kind === "date") return `${low.toFixed(1)} to ${high.toFixed(1)}`;
    if (kind !== "count") return lunarsim.alike([low, high]).range(low, high);
    const [first, last] = [low + 0.5, high - 0.5].map((value) => lunarsim.number(value, 9));
    return first === last ? first : `${first} to ${last}`;
  }

  Object.assign(lunarsim, { explore });
})((globalThis.lunarsim ??= {}));
