"use strict";
/** The list of sliders over factors, those that matter first, and the line for more runs of what they leave. */
(function (lunarsim) {
  const { element } = lunarsim;
  const FIRST = 10;
  /** Fewest samples that the line for more runs asks for. */
  const LEAST = 200;

  /**
   * Fill the panel of sliders.
   *
   * @param {any} page
   * @param {HTMLElement} place
   */
  function sliderPanel(page, place) {
    const { about } = page.sweep;
    if (!about.slidable || !about.factors.length) {
      const why = about.why_not || "This sweep has no uncertain inputs, so there is nothing to narrow.";
      place.replaceChildren(element("p", { class: "why-not" }, why));
      return { show() {} };
    }
    const { strong, others } = ranked(about);
    const rows = [...strong, ...others].map((factor) => lunarsim.factorRow(page, factor));
    const unranked = element("p", { class: "holds unranked" }, "No influence beyond luck was found for these, by name:");
    const list = element(
      "div",
      { class: "factors" },
      ...rows.slice(0, strong.length).map(({ row }) => row),
      strong.length ? unranked : null,
      ...rows.slice(strong.length).map(({ row }) => row),
    );
    const order = strong.length
      ? "The strongest ones come first, as under “What it rests on”."
      : "By name: no influence beyond luck was found for any of them.";
    const found = element("p", { class: "found", role: "status" });
    const search = element("input", {
      type: "search",
      id: "factor-search",
      autocomplete: "off",
      placeholder: "power, launch, price …",
      oninput: filter,
    });
    let isWhole = false;
    const more = element("button", {
      type: "button",
      class: "more",
      onclick: () => {
        isWhole = !isWhole;
        filter();
      },
    });
    const line = lunarsim.copyable("", "the line for more runs");
    const left = element("p", {});
    const lineBox = element(
      "div",
      { class: "more-runs" },
      element("p", {}, "More runs of what the cuts leave (tilts are left out):"),
      line,
      left,
    );
    const focus = element("div", {});
    function showFocus() {
      const all = lunarsim.compared(page);
      const at = all.findIndex((one) => one.value === page.state.focus);
      const labels = all.map((one) => one.label);
      focus.replaceChildren(
        ...(all.length < 2
          ? []
          : [
              lunarsim.select("Physical ranges at", "slider-focus", labels, Math.max(0, at), (chosen) => {
                page.state.focus = all[chosen].value;
                page.changed("levers");
              }),
            ]),
      );
    }

    function filter() {
      const words = search.value.trim().toLowerCase();
      let many = 0;
      rows.forEach((one, at) => {
        const fits = words
          ? words.split(/\s+/).every((/** @type {string} */ word) => one.text.includes(word))
          : isWhole || at < FIRST || one.row.classList.contains("active");
        one.row.hidden = !fits;
        many += fits ? 1 : 0;
      });
      more.hidden = Boolean(words) || rows.length <= FIRST;
      unranked.hidden = rows.slice(strong.length).every(({ row }) => row.hidden);
      more.textContent = isWhole ? "Show the first ones only" : `Show all ${rows.length} inputs`;
      found.textContent = words ? `${many} of ${rows.length} inputs` : "";
    }

    function show() {
      showFocus();
      for (const one of rows) one.show();
      filter();
      showLine();
    }

    function showLine() {
      const { line: text, missing, holds } = moreRuns(page);
      lineBox.hidden = !text && !missing.length;
      line.hidden = !text;
      line.say(text);
      const cannot = missing.length ? `Cannot be cut on a line: ${missing.join(", ")}.` : "";
      left.textContent = [cannot, holds].filter(Boolean).join(" ");
    }

    place.replaceChildren(
      element("p", { class: "lead" }, order),
      element("label", { class: "field", for: "factor-search" }, element("span", {}, "Find an input"), search),
      found,
      focus,
      list,
      more,
      lineBox,
    );
    show();
    return { show, showLine };
  }

  /** Return the factors that matter beyond luck, the strongest first, and the others by name. @param {any} about */
  function ranked(about) {
    const strengths = new Map(about.assumptions.map((one) => [one.key, lunarsim.strengthOf(one)]));
    const strength = (factor) => strengths.get(factor.key) ?? 0;
    return {
      strong: about.factors.filter(strength).sort((one, other) => strength(other) - strength(one)),
      others: about.factors
        .filter((factor) => !strength(factor))
        .sort((one, other) => one.label.localeCompare(other.label, "en")),
    };
  }

  /**
   * Return the line that simulates more runs within the cuts, empty without any, and what it cannot hold.
   *
   * @param {any} page
   * @returns {{line: string, missing: string[], holds: string}}  holds: for which lever value its numbers are
   */
  function moreRuns({ sweep, state }) {
    const { about } = sweep;
    const { combination, label } = lunarsim.inFocus({ sweep, state });
    let differ = false;
    let line = (about.reproduce || {}).more_runs || "";
    const words = [];
    const missing = [];
    for (const factor of about.factors) {
      const slider = state.sliders.get(factor.key);
      if (!slider || (slider.low <= 0 && slider.high >= 1)) continue;
      const cut = lunarsim.cutLine(factor, slider.low, slider.high, combination);
      if (cut === null) {
        missing.push(lunarsim.capital(factor.label));
        continue;
      }
      // What the line says of the same key already gives way to the cut.
      if (factor.word) line = line.replace(`${factor.word} `, "");
      words.push(cut);
      differ ||= factor.grid.tables.length > 1;
    }
    if (!words.length || !line) return { line: "", missing, holds: "" };
    const holds = differ
      ? `The cuts are those at ${label}; at other lever values the same quantiles are other numbers.`
      : "";
    const samples = String(Math.max(LEAST, about.samples));
    return { line: line.replace("{samples}", samples).replace("{cuts}", () => words.join(" ")), missing, holds };
  }

  /** Return the slider conditions as weights take them. @param {any} page */
  function conditions({ sweep, state }) {
    return sweep.about.factors
      .filter((factor) => state.sliders.has(factor.key))
      .map((factor) => ({ u: sweep.values(factor.column), ...state.sliders.get(factor.key) }));
  }

  Object.assign(lunarsim, { sliderPanel, conditions });
})((globalThis.lunarsim ??= {}));
