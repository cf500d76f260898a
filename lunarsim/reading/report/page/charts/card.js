"use strict";
/**
 * A card: title, picture, text alternative and table. It is drawn when it is in view, else when the browser has time.
 *
 * @typedef {object} Drawing
 * @property {Node} picture
 * @property {string} text  what the picture shows, for readers who do not see it
 * @property {() => {head: string[], rows: (string|Node)[][]}} table
 * @property {Node} [below]  what stands visibly under the picture
 */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Columns of a table that fit a card beside another one. */
  const MANY = 3;

  /**
   * Add a card to a place and to the cards of the page.
   *
   * @param {any} page
   * @param {Element} place
   * @param {object} what
   * @param {string} what.title
   * @param {string} [what.lead]  a sentence below the title
   * @param {boolean} [what.allRuns]  whether it does not follow the sliders
   * @param {string} [what.mark]  which runs it is of then, where these are not all
   * @param {boolean} [what.wide]  whether it takes the whole width
   * @param {(width: number) => Drawing} what.draw
   */
  function card(page, place, { title, lead, allRuns = false, mark, wide = false, draw }) {
    const says = lead && !title.toLowerCase().startsWith(lead.toLowerCase().replace(/\.$/, ""));
    const picture = element("div", { class: "picture", role: "img" });
    const below = element("div", { class: "below" });
    const inside = element("div", { class: "inside" });
    const details = element("details", { class: "data" }, element("summary", {}, `Table of “${title}”`), inside);
    const heading = element("h3", {}, title, allRuns ? " " : null, allRuns ? lunarsim.allRunsMark(mark) : null);
    const figure = element(
      "figure",
      { class: `card${allRuns ? "" : " follows"}${wide ? " wide" : ""}` },
      element("figcaption", {}, heading, says ? element("p", { class: "lead" }, lunarsim.capital(lead)) : null),
      picture,
      below,
      details,
    );
    place.append(figure);
    /** @type {Drawing|null} */
    let last = null;
    const one = {
      figure,
      allRuns,
      isDirty: true,
      isVisible: false,
      width: 0,
      refresh() {
        one.isDirty = false;
        if (!one.width) one.width = Math.max(220, picture.clientWidth || place.clientWidth || 600);
        last = draw(one.width);
        if (picture.firstChild !== last.picture) picture.replaceChildren(last.picture);
        picture.setAttribute("aria-label", last.text);
        if (last.below) below.replaceChildren(last.below);
        if (details.open) one.fill();
      },
      fill() {
        if (one.isDirty || !last) one.refresh();
        if (last) inside.replaceChildren(lunarsim.table({ caption: title, ...last.table() }));
      },
    };
    details.addEventListener("toggle", () => {
      if (details.open) one.fill();
      // A table of many columns takes the whole width of the page.
      const takesAll = wide || (details.open && inside.querySelectorAll("thead th").length > MANY);
      if (figure.classList.contains("wide") === takesAll) return;
      figure.classList.toggle("wide", takesAll);
      one.width = 0;
      one.refresh();
    });
    page.cards.push(one);
    page.watcher?.observe(figure);
    return one;
  }

  Object.assign(lunarsim, { card });
})((globalThis.lunarsim ??= {}));
