"use strict";
/** The choice of what is compared side by side: one lever, some of its values, and a value of each other lever. */
(function (lunarsim) {
  const { element } = lunarsim;

  /**
   * Return what is drawn side by side: combination of levers, name, and place among all values for color and dashes.
   *
   * @param {any} page
   * @returns {{combination: number, label: string, look: number, value: number}[]}
   */
  function compared({ sweep, state }) {
    if (!sweep.about.levers.length) return [{ combination: 0, label: nameOfAll(state), look: 0, value: 0 }];
    return state.shown.map((/** @type {number} */ value, /** @type {number} */ look) => ({
      combination: combinationOf(sweep, state, value),
      label: sweep.about.levers[state.by].values[value],
      look,
      value,
    }));
  }

  /** Return the name of the runs of a sweep without levers: all, those that sliders and events leave, or as they weigh. @param {any} state */
  function nameOfAll({ sliders, events }) {
    const moved = [...sliders.values()];
    const isCut = moved.some(({ low, high }) => low > 0 || high < 1);
    if (events.length) return isCut ? "Given cuts and events" : "Given these events";
    if (isCut) return "Runs within the cut";
    return moved.some(({ tilt }) => tilt) ? "Runs as weighted" : "All runs";
  }

  /** Return the name of a lever value in a sentence: a bare number has its lever before it. @param {any} page @param {string} label */
  function nameOf({ sweep, state }, label) {
    const lever = sweep.about.levers[state.by];
    return lever && /^[-−\d.,]+$/.test(label) ? `${lever.label} ${label}` : label;
  }

  /** Return the combination whose runs are explored. @param {any} page */
  function inFocus(page) {
    const all = compared(page);
    return all.find(({ value }) => value === page.state.focus) || all[0];
  }

  /** @param {any} sweep @param {any} state @param {number} value */
  function combinationOf(sweep, state, value) {
    return sweep.shape.reduce(
      (/** @type {number} */ index, /** @type {number} */ length, /** @type {number} */ lever) =>
        index * length + (lever === state.by ? value : state.at[lever]),
      0,
    );
  }

  /** Return the words of the other levers' values, empty where there are none. @param {any} page */
  function heldWords({ sweep, state }) {
    const held = sweep.about.levers
      .map((lever, /** @type {number} */ at) =>
        at === state.by || lever.values.length < 2 ? null : `${lever.label}: ${lever.values[state.at[at]]}`,
      )
      .filter(Boolean);
    return held.join("; ");
  }

  /** Return the override lines of a combination. @param {any} sweep @param {number} combination */
  function overridesOf(sweep, combination) {
    const lines = [];
    let rest = combination;
    for (let lever = sweep.shape.length - 1; lever >= 0; lever -= 1) {
      const value = rest % sweep.shape[lever];
      rest = Math.floor(rest / sweep.shape[lever]);
      lines.unshift((sweep.about.levers[lever].lines || [])[value] || "");
    }
    return lines.filter(Boolean).join(" ");
  }

  /**
   * Fill the place where levers are chosen.
   *
   * @param {any} page
   * @param {HTMLElement} place
   */
  function leverChoice(page, place) {
    const { levers } = page.sweep.about;
    if (!levers.length) return;
    const fields = [];
    if (levers.filter((lever) => lever.values.length > 1).length > 1) {
      fields.push(
        select(
          "Compare",
          "lever-by",
          levers.map((lever) => lever.label),
          page.state.by,
          (by) => {
            page.state.by = by;
            page.state.shown = lunarsim.shownFirst(levers[by].values.length);
            page.state.focus = page.state.shown[0];
            leverChoice(page, place);
            page.changed("levers");
          },
        ),
      );
    }
    levers.forEach((lever, /** @type {number} */ at) => {
      if (at === page.state.by || lever.values.length < 2) return;
      fields.push(
        select(lever.label, `lever-${at}`, lever.values, page.state.at[at], (value) => {
          page.state.at[at] = value;
          page.changed("levers");
        }),
      );
    });
    place.replaceChildren(element("div", { class: "fields" }, ...fields), valueChoice(page));
  }

  /** @param {any} page */
  function valueChoice(page) {
    const { state } = page;
    const lever = page.sweep.about.levers[state.by];
    const legend = element("div", { class: "legend" });
    const words = element("legend", {});
    const fill = () => {
      const [shown, many] = [state.shown.length, lever.values.length];
      const part = many > lunarsim.MOST ? `; ${shown} of ${many} are shown, ${lunarsim.MOST} at most` : "";
      words.textContent = `${lever.label}, the colors and dashes of all pictures${part}`;
      const boxes = lever.values.map((/** @type {string} */ label, /** @type {number} */ value) => {
        const look = state.shown.indexOf(value);
        const isFull = state.shown.length >= lunarsim.MOST && look < 0;
        const box = element("input", {
          type: "checkbox",
          checked: look >= 0,
          disabled: isFull || (look >= 0 && state.shown.length === 1),
          onchange: () => {
            state.shown = box.checked
              ? [...state.shown, value].sort((one, other) => one - other)
              : state.shown.filter((one) => one !== value);
            if (!state.shown.includes(state.focus)) state.focus = state.shown[0];
            fill();
            page.changed("levers");
            const again = /** @type {HTMLElement[]} */ ([...legend.querySelectorAll("input")])[value];
            again?.focus();
          },
        });
        return element("label", { class: "key" }, box, look >= 0 ? lunarsim.sign(look) : null, label);
      });
      legend.replaceChildren(...boxes);
    };
    fill();
    return element("fieldset", { class: "choice" }, words, legend);
  }

  /**
   * Return a labeled field of choices.
   *
   * @param {string} label
   * @param {string} id
   * @param {string[]} options
   * @param {number} chosen
   * @param {(at: number) => void} act
   */
  function select(label, id, options, chosen, act) {
    const field = element(
      "select",
      { id, onchange: () => act(Number(field.value)) },
      ...options.map((text, at) => element("option", { value: at, selected: at === chosen }, text)),
    );
    return element("label", { class: "field", for: id }, element("span", {}, label), field);
  }

  Object.assign(lunarsim, { compared, nameOf, inFocus, heldWords, overridesOf, leverChoice, select });
})((globalThis.lunarsim ??= {}));
