"use strict";
/** The line that is always in view: the effective number of runs, what it allows, and the way back. */
(function (lunarsim) {
  const { element } = lunarsim;
  const PAUSE = 900;

  /**
   * Fill the line of state.
   *
   * @param {any} page
   * @param {HTMLElement} place
   * @param {HTMLElement} live  where screen readers are told
   */
  function statusLine(page, place, live) {
    const { about } = page.sweep;
    const figure = element("strong", { class: "effective" });
    const words = element("span", { class: "effective-words" });
    const meter = element("span", { class: "meter", "aria-hidden": "true" }, element("span", { class: "meter-filled" }));
    const reset = element("button", { type: "button", class: "reset", onclick: () => page.reset() }, "Reset all");
    place.replaceChildren(element("span", { class: "effective-box" }, "Effective samples: ", figure, ` of ${about.samples.toLocaleString("en-US")}`), meter, words, reset);
    /** @type {any} */
    let timer = 0;

    function show() {
      const { effective } = page.sweep;
      const text = effective >= 10 || effective === 0 ? String(Math.round(effective)) : effective.toFixed(1);
      figure.textContent = text;
      const moved = page.state.sliders.size;
      const isFew = effective < lunarsim.FEWEST;
      document.body.classList.toggle("few", isFew);
      /** @type {HTMLElement} */ (meter.firstElementChild).style.width = `${(100 * effective) / about.samples}%`;
      words.textContent = meaning(moved, isFew, effective);
      reset.hidden = moved === 0;
      const out = page.sweep.shareLeftOut();
      const left = out > 0 ? ` ${lunarsim.percent(out)} of the weight lies in runs that failed or are infeasible; they are left out.` : "";
      place.classList.toggle("moved", moved > 0);
      clearTimeout(timer);
      if (page.isReady) timer = setTimeout(() => (live.textContent = `Effective samples ${text} of ${about.samples}. ${words.textContent}${left} ${page.headlineText()}`), PAUSE);
    }
    return { show };
  }

  /** @param {number} moved @param {boolean} isFew @param {number} effective */
  function meaning(moved, isFew, effective) {
    if (effective === 0) return "No run lies in these ranges.";
    if (isFew) return `Below ${lunarsim.FEWEST}, quantiles rest on too few runs and are greyed.`;
    if (!moved) return "All inputs as simulated.";
    return `${moved} input${moved > 1 ? "s" : ""} narrowed or tilted.`;
  }

  Object.assign(lunarsim, { statusLine });
})((globalThis.lunarsim ??= {}));
