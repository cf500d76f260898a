"use strict";
/** The line that is always in view: the effective number of runs, what it allows, and the way back. */
(function (lunarsim) {
  const { element } = lunarsim;
  const PAUSE = 900;
  /** What is said of rows that are not a random sample. */
  const DESIGNED = "Not a random sample: medians, ranges and P describe the rows of the design.";
  /** What is said of runs that were not simulated, by their status. */
  const WORDS = {
    excluded: "are excluded by the design",
    "not needed": "were not needed",
    "not run": "are not simulated yet",
  };

  /**
   * Fill the line of state.
   *
   * @param {any} page
   * @param {HTMLElement} place
   * @param {HTMLElement} live  the live region that screen readers announce
   */
  function statusLine(page, place, live) {
    const { about } = page.sweep;
    const isSingle = about.samples === 1;
    const most = isSingle ? about.replicates : about.samples;
    const isSample = !about.why_no_events;
    const figure = element("strong", { class: "effective" });
    const box = element(
      "span",
      {},
      isSample ? "Effective runs: " : "Rows: ",
      figure,
      ` of ${lunarsim.number(most, 9)}${isSample ? ` ${isSingle ? "runs of one sample" : "samples"}` : ""}`,
    );
    const words = element("span", { class: "effective-words" });
    const meter = element(
      "span",
      { class: "meter", "aria-hidden": "true" },
      element("span", { class: "meter-filled" }),
    );
    const reset = element("button", { type: "button", class: "reset", onclick: () => page.reset() }, "Reset all");
    place.replaceChildren(box, meter, words, reset);
    /** @type {any} */
    let timer = 0;

    function show() {
      const effective = leastEffective(page);
      const isFew = effective < lunarsim.FEWEST;
      figure.textContent = effective >= 10 || effective === 0 ? String(Math.floor(effective)) : effective.toFixed(1);
      document.body.classList.toggle("few", isFew && isSample);
      /** @type {HTMLElement} */ (meter.firstElementChild).style.width = `${(100 * effective) / (most || 1)}%`;
      words.textContent = (isSample ? meaning(page.state, isFew, effective) : DESIGNED) + leftOut(page.sweep.leftOut());
      reset.hidden = !page.state.sliders.size && !page.state.events.length;
      clearTimeout(timer);
      if (page.isReady)
        timer = setTimeout(
          () => (live.textContent = `${box.textContent}. ${words.textContent} ${page.headlineText()}`),
          PAUSE,
        );
    }
    return { show };
  }

  /** @param {any} state @param {boolean} isFew @param {number} effective */
  function meaning({ sliders, events }, isFew, effective) {
    const moved = sliders.size;
    if (effective === 0) return events.length ? "No run agrees with all of this." : "No run lies in these ranges.";
    if (isFew) return `Below ${lunarsim.FEWEST}, quantiles rest on too few runs and are grayed.`;
    const parts = [
      moved ? `${moved} input${moved > 1 ? "s" : ""} narrowed or tilted` : "",
      events.length ? `${events.length} event${events.length > 1 ? "s" : ""} given` : "",
    ].filter(Boolean);
    return parts.length ? `${parts.join(", ")}.` : "All inputs as simulated.";
  }

  /** Return the effective number of the lever value that has fewest, apart from those without any run. @param {any} page */
  function leastEffective(page) {
    const each = lunarsim.compared(page).map(({ combination }) => page.sweep.effectiveOf(combination));
    const some = each.filter((number) => number > 0);
    return some.length ? Math.min(...some) : 0;
  }

  /** Return the words for runs that do not count. @param {{share: number, others: Map<string, number>}} runs */
  function leftOut({ share, others }) {
    const failed =
      share > 0 ? ` ${lunarsim.percent(share)} of the weight lies in runs that did not end well; they are left out.` : "";
    const rest = [...others].map(([word, runs]) => ` ${lunarsim.number(runs, 9)} runs ${WORDS[word] || word}.`);
    return failed + rest.join("");
  }

  Object.assign(lunarsim, { statusLine });
})((globalThis.lunarsim ??= {}));
