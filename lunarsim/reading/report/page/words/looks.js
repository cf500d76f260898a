"use strict";
/** Colors of Okabe and Ito (2008), each with a second sign for a gray print: dashes for lines, hatches for areas. */
(function (lunarsim) {
  const COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
  const DASHES = ["", "7 3", "8 3 2 3", "2 3", "9 3 2 2 2 2", "1 4", "12 4"];
  const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "wye", "cross"];

  /** Color and hatch of each cause of delay; kindred causes share a color. */
  const CAUSES = {
    shelving: ["#CC79A7", "dots"],
    slip: ["#0072B2", ""],
    budget: ["#0072B2", "lines"],
    cooperation: ["#CC79A7", ""],
    technology_cutoff: ["#CC79A7", "lines"],
    prerequisite: ["#56B4E9", ""],
    vehicle: ["#E69F00", ""],
    pad: ["#E69F00", "lines"],
    window: ["#999999", ""],
    launch_failure: ["#D55E00", ""],
    landing_failure: ["#D55E00", "lines"],
    power: ["#009E73", ""],
    commissioning: ["#009E73", "lines"],
    repair: ["#444444", ""],
    readiness: ["#444444", "lines"],
  };
  const MORE = [
    ["#F0E442", ""],
    ["#F0E442", "lines"],
    ["#F0E442", "dots"],
    ["#ffffff", "dots"],
  ];

  /** Color of what has come of a mission, by words in the name of its outcome. */
  const OUTCOMES = [
    [/success|arrived/i, "#009E73", "circle"],
    [/partial/i, "#56B4E9", "diamond"],
    [/crew lost|loss of crew/i, "#000000", "times"],
    [/abort|crew safe/i, "#E69F00", "times"],
    [/launch|cruise|descent|touchdown|landing|lost|loss|fail/i, "#D55E00", "times"],
    [/withdrawn|given up|shelved/i, "#CC79A7", "square"],
  ];

  /** @param {number} at */
  const lookOf = (at) => ({
    color: COLORS[at % COLORS.length],
    dash: DASHES[at % DASHES.length],
    symbol: SYMBOLS[at % SYMBOLS.length],
  });

  /** Return color and hatch of a cause. @param {string} cause @param {number} at  its place among those that are not known */
  const causeLook = (cause, at) => {
    const [color, hatch] = /** @type {any} */ (CAUSES)[cause] || MORE[at % MORE.length];
    return { color, hatch };
  };

  /** Return color and symbol of an outcome. @param {string} words */
  const outcomeLook = (words) => {
    const [, color, symbol] = OUTCOMES.find(([pattern]) => /** @type {RegExp} */ (pattern).test(words)) || [
      null,
      "#666666",
      "circle",
    ];
    return { color: /** @type {string} */ (color), symbol: /** @type {string} */ (symbol) };
  };

  /**
   * Return the name under which a color with a hatch can fill an area; the pattern is added to the page once.
   *
   * @param {string} color
   * @param {string} hatch  "", "lines" or "dots"
   */
  function filling(color, hatch) {
    if (!hatch) return color;
    const id = `hatch-${color.slice(1)}-${hatch}`;
    if (!document.getElementById(id)) {
      const { drawn } = lunarsim;
      const sign =
        hatch === "lines"
          ? drawn("path", { d: "M-1,7 L7,-1 M-1,1 L1,-1 M5,7 L7,5", stroke: "#ffffff", "stroke-width": 1.3 })
          : drawn("circle", { cx: 3, cy: 3, r: 1.2, fill: color === "#ffffff" ? "#555555" : "#ffffff" });
      const pattern = drawn(
        "pattern",
        { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
        drawn("rect", { width: 6, height: 6, fill: color }),
        sign,
      );
      document.getElementById("hatches")?.append(pattern);
    }
    return `url(#${id})`;
  }

  /**
   * Return the sign of a lever value beside its name: a short line in its color and dashes.
   *
   * @param {number} at
   */
  function sign(at) {
    const { color, dash } = lookOf(at);
    return lunarsim.drawn(
      "svg",
      { class: "sign", width: 26, height: 10, "aria-hidden": "true" },
      lunarsim.drawn("line", {
        x1: 1,
        x2: 25,
        y1: 5,
        y2: 5,
        stroke: color,
        "stroke-width": 3,
        "stroke-dasharray": dash || null,
      }),
    );
  }

  /**
   * Return the sign of an area beside its name.
   *
   * @param {string} fill
   */
  function patch(fill) {
    return lunarsim.drawn(
      "svg",
      { class: "sign", width: 16, height: 12, "aria-hidden": "true" },
      lunarsim.drawn("rect", { x: 0.5, y: 0.5, width: 15, height: 11, fill, stroke: "#888888", "stroke-width": 0.5 }),
    );
  }

  Object.assign(lunarsim, { COLORS, lookOf, causeLook, outcomeLook, filling, sign, patch });
})((globalThis.lunarsim ??= {}));
