"use strict";
/** What is taken to have happened: a list of events to choose from, those that are chosen, and how many runs agree. */
(function (lunarsim) {
  const { element } = lunarsim;
  const FIRST_YEAR = 2040;

  /**
   * Fill the panel of events.
   *
   * @param {any} page
   * @param {HTMLElement} place
   */
  function eventPanel(page, place) {
    const { about } = page.sweep;
    const things = about.events || [];
    if (!things.length) {
      if (about.why_no_events) place.replaceChildren(element("p", { class: "why-not" }, about.why_no_events));
      return { show() {} };
    }
    const thing = element("select", { id: "event-thing", onchange: fillChoices }, ...groups(things));
    const choice = element("select", { id: "event-choice", onchange: showYear });
    const year = element("input", {
      type: "text",
      id: "event-year",
      value: FIRST_YEAR,
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && add(),
    });
    const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
      element("label", { class: "field", for: input.id }, element("span", {}, label), input);
    const yearField = field("Year, or day such as 2030-05-17", year);
    const chosen = element("ul", { class: "events" });
    const counted = element("p", { class: "agreeing", role: "status" });
    const line = lunarsim.copyable("", "the line for more such runs");
    const more = element("div", { class: "more-given" }, element("p", {}, "More runs in which this happens:"), line);
    place.replaceChildren(
      element(
        "fieldset",
        { class: "given" },
        element("legend", {}, "Only runs in which …"),
        chosen,
        counted,
        element(
          "details",
          { class: "data" },
          element("summary", {}, "Choose what happens"),
          field("Flight, milestone or asset", thing),
          field("What happens", choice),
          yearField,
          element("button", { type: "button", class: "more", id: "event-add", onclick: add }, "Take only these runs"),
        ),
        more,
      ),
    );
    fillChoices();

    function fillChoices() {
      const options = lunarsim.choicesOf(things[Number(thing.value)]);
      choice.replaceChildren(
        ...options.map(({ start, words, needsYear }) =>
          element("option", { value: start, "data-year": needsYear ? "1" : null }, needsYear ? `${words} …` : words),
        ),
      );
      showYear();
    }

    function showYear() {
      yearField.hidden = !choice.selectedOptions[0]?.dataset.year;
    }

    function add() {
      const text = choice.value + (yearField.hidden ? "" : year.value.trim());
      if (!lunarsim.eventOf(text, about)) {
        counted.textContent = "This is neither a year between 1900 and 2300 nor a day such as 2030-05-17.";
        return;
      }
      if (!page.state.events.includes(text)) page.state.events.push(text);
      page.changed("weights");
    }

    /** @param {string} text */
    function drop(text) {
      page.state.events = page.state.events.filter((one) => one !== text);
      page.changed("weights");
      chosen.closest("fieldset")?.querySelector("summary")?.focus();
    }

    function show() {
      const events = page.state.events.map((/** @type {string} */ text) => lunarsim.eventOf(text, about));
      chosen.replaceChildren(
        ...events.map(({ text, words }) =>
          element(
            "li",
            {},
            element("span", {}, words),
            element(
              "button",
              { type: "button", class: "clear", "aria-label": `Remove: ${words}`, onclick: () => drop(text) },
              "Remove",
            ),
          ),
        ),
      );
      counted.textContent = events.length ? `Runs that agree: ${agreeingWords(page)}.` : "";
      more.hidden = !events.length || !about.reproduce?.observe;
      line.say(more.hidden ? "" : observeLine(page));
    }
    return { show };
  }

  /** Return the things that may happen, in groups. @param {any[]} things */
  function groups(things) {
    const names = [...new Set(things.map(({ group }) => group))];
    return names.map((name) =>
      element(
        "optgroup",
        { label: name },
        ...things.flatMap(({ group, label }, at) =>
          group === name ? [element("option", { value: at }, lunarsim.capital(label))] : [],
        ),
      ),
    );
  }

  /** Return how many runs agree of those that ended well, by what is compared. @param {any} page */
  function agreeingWords(page) {
    const { sweep } = page;
    return lunarsim
      .compared(page)
      .map(({ combination, label }, _, all) => {
        const counts = sweep.counts.subarray(combination * sweep.size, (combination + 1) * sweep.size);
        const agreeing = lunarsim.agreeing(sweep, sweep.events, combination);
        let [some, many] = [0, 0];
        for (let run = 0; run < counts.length; run += 1) {
          many += counts[run];
          some += counts[run] && agreeing[run];
        }
        const words = `${some.toLocaleString("en-US")} of ${many.toLocaleString("en-US")}`;
        return all.length > 1 ? `${label} ${words}` : words;
      })
      .join(", ");
  }

  /** Return the line that simulates with what is taken to have happened. @param {any} page */
  function observeLine({ sweep, state }) {
    const words = state.events.map((/** @type {string} */ text) => (/[<>!]/.test(text) ? `'${text}'` : text));
    return sweep.about.reproduce.observe.replace("{given}", () => words.join(" "));
  }

  Object.assign(lunarsim, { eventPanel });
})((globalThis.lunarsim ??= {}));
