"use strict";
/** One factor among the sliders: a cut with two thumbs and a tilt. */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Steps of a cut over the quantiles 0 to 1, at which the physical values are exact. */
  const STEPS = 64;

  /**
   * Return the row of a factor.
   *
   * @param {any} page
   * @param {any} factor
   */
  function factorRow(page, factor) {
    const name = lunarsim.capital(factor.label);
    const range = element("span", { class: "range" });
    const filled = element("span", { class: "filled" });
    const low = thumb(`Lowest ${name}`);
    const high = thumb(`Highest ${name}`);
    const tilt = element("input", {
      type: "range",
      min: -lunarsim.STEEPEST,
      max: lunarsim.STEEPEST,
      step: 0.25,
      "aria-label": `Tilt of ${name}`,
    });
    const tiltWords = element("span", { class: "tilt-words" });
    const clear = element(
      "button",
      {
        type: "button",
        class: "clear",
        "aria-label": `Reset ${name}`,
        onclick: () => put({ low: 0, high: 1, tilt: 0 }),
      },
      "Reset",
    );
    const row = element(
      "div",
      { class: "factor", role: "group", "aria-label": name, title: factor.about || null },
      element("div", { class: "factor-head" }, element("span", { class: "factor-name" }, name), clear),
      element(
        "div",
        { class: "factor-facts" },
        range,
        element(
          "span",
          { class: `evidence ${factor.evidence || ""}`, title: factor.source || null },
          factor.evidence || "",
        ),
      ),
      element("div", { class: "two" }, element("span", { class: "track" }), filled, low, high),
      element("div", { class: "tilt" }, element("span", {}, "Tilt"), tilt, tiltWords),
    );

    low.addEventListener("input", () => take("low"));
    high.addEventListener("input", () => take("high"));
    tilt.addEventListener("input", () => take("tilt"));

    /** @param {string} moved */
    function take(moved) {
      let [from, to] = [Number(low.value), Number(high.value)];
      if (from >= to) {
        if (moved === "low") from = Math.max(0, to - 1);
        else to = Math.min(STEPS, from + 1);
      }
      put({ low: from / STEPS, high: to / STEPS, tilt: Number(tilt.value) });
    }

    /** @param {{low: number, high: number, tilt: number}} slider */
    function put(slider) {
      if (lunarsim.isIdle(slider)) page.state.sliders.delete(factor.key);
      else page.state.sliders.set(factor.key, slider);
      show();
      page.changed("weights");
    }

    function show() {
      const slider = page.state.sliders.get(factor.key) || { low: 0, high: 1, tilt: 0 };
      const { combination } = lunarsim.inFocus(page);
      low.value = String(slider.low * STEPS);
      high.value = String(slider.high * STEPS);
      tilt.value = String(slider.tilt);
      const words = lunarsim.rangeWords(factor, slider.low, slider.high, combination);
      range.textContent = words;
      for (const input of [low, high])
        input.setAttribute(
          "aria-valuetext",
          `${words}, quantiles ${slider.low.toFixed(2)} to ${slider.high.toFixed(2)}`,
        );
      const towards = slider.tilt
        ? `${slider.tilt > 0 ? "high" : "low"} ×${lunarsim.number(Math.exp(2 * Math.abs(slider.tilt)), 2)}`
        : "none";
      tiltWords.textContent = towards;
      tilt.setAttribute(
        "aria-valuetext",
        slider.tilt ? `towards ${slider.tilt > 0 ? "high" : "low"} values, tilt ${slider.tilt}` : "no tilt",
      );
      filled.style.left = `${100 * slider.low}%`;
      filled.style.right = `${100 * (1 - slider.high)}%`;
      row.classList.toggle("active", !lunarsim.isIdle(slider));
      clear.hidden = lunarsim.isIdle(slider);
    }

    show();
    return { row, show, factor, text: `${factor.label} ${factor.key} ${factor.group || ""}`.toLowerCase() };
  }

  /** @param {string} label */
  function thumb(label) {
    return element("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": label });
  }

  Object.assign(lunarsim, { factorRow });
})((globalThis.lunarsim ??= {}));
