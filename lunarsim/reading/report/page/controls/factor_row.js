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
    low.addEventListener("keydown", (event) => step(event, "low"));
    high.addEventListener("keydown", (event) => step(event, "high"));

    const quantiles = () => lunarsim.quantilesOf(factor, STEPS, lunarsim.inFocus(page).combination);
    const stops = () => lunarsim.stopsOf(quantiles());

    /** A thumb stays where a number begins or ends, so that what a cut shows is what it keeps. @param {string} moved */
    function take(moved) {
      const { begins, ends } = stops();
      let [from, to] = [Number(low.value), Number(high.value)];
      if (moved === "low") from = Math.min(nearest(begins, from), last(begins, to));
      if (moved === "high") to = Math.max(nearest(ends, to), ends.find((end) => end > from) ?? STEPS);
      const at = quantiles();
      put({ low: at.begins[from], high: at.ends[to], tilt: Number(tilt.value) });
    }

    /** A key leads to the next stop of a thumb. @param {KeyboardEvent} event @param {"low"|"high"} thumb */
    function step(event, thumb) {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      const own = thumb === "low" ? low : high;
      const { begins, ends } = stops();
      const all = thumb === "low" ? begins : ends;
      const now = Number(own.value);
      own.value = String((way > 0 ? all.find((stop) => stop > now) : last(all, now)) ?? now);
      take(thumb);
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
      const at = quantiles();
      low.value = String(stepsAt(at.begins, slider.low)[0]);
      high.value = String(stepsAt(at.ends, slider.high)[1]);
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

  /** Return the steps whose quantile is nearest, the first and the last one. @param {number[]} quantiles @param {number} u */
  function stepsAt(quantiles, u) {
    const away = quantiles.map((one) => Math.abs(one - u));
    const least = Math.min(...away);
    return [away.indexOf(least), away.lastIndexOf(least)];
  }

  /** @param {number[]} stops @param {number} at */
  const nearest = (stops, at) =>
    stops.reduce((best, stop) => (Math.abs(stop - at) < Math.abs(best - at) ? stop : best), stops[0]);

  /** Return the last stop before a place. @param {number[]} stops @param {number} at */
  const last = (stops, at) => stops.filter((stop) => stop < at).pop() ?? stops[0];

  /** @param {string} label */
  function thumb(label) {
    return element("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": label });
  }

  Object.assign(lunarsim, { factorRow });
})((globalThis.lunarsim ??= {}));
