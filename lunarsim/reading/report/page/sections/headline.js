"use strict";
/** The answers in sentences: for each headline outcome what each lever value gives and how it differs from the first. */
(function (lunarsim) {
  const { element } = lunarsim;
  /** Answers that stand open; the others are one click away. */
  const OPEN = 6;

  /** Return the columns of the answers: those that the sweep names, else its milestones. @param {any} about @returns {number[]} */
  function headlineColumns(about) {
    if ((about.headline || []).length) return about.headline;
    return (about.milestones || []).map((milestone) => milestone.column);
  }

  /**
   * Fill the answers.
   *
   * @param {any} page
   * @param {HTMLElement} place
   */
  function headline(page, place) {
    const { about } = page.sweep;
    const columns = headlineColumns(about);
    const definitions = new Map((about.milestones || []).map((milestone) => [milestone.column, milestone.definition]));
    const blocks = columns.map((column) => block(page, column, definitions.get(column) || ""));
    const held = element("p", { class: "held" });
    const rest = blocks.slice(OPEN);
    const more = rest.length
      ? element(
          "details",
          {
            class: "more-answers",
            ontoggle: () => {
              say();
              draw(true);
            },
          },
          element("summary", {}, `${rest.length} more answers`),
          ...rest.map((one) => one.box),
        )
      : null;
    place.append(
      held,
      ...blocks.slice(0, OPEN).map((one) => one.box),
      ...(more ? [more] : []),
      element(
        "p",
        { class: "holds" },
        "In the pictures: thin line, 10 to 90 % of the runs; thick line, 25 to 75 %; dot, median; an arrow, beyond the end of the simulation. Intervals in brackets after P and after differences are 90 % intervals of the estimate; differences compare the same samples.",
      ),
    );

    function say() {
      const words = lunarsim.heldWords(page);
      held.textContent = words ? `Held fixed: ${words}.` : "";
      blocks.forEach((one, at) => {
        if (at < OPEN || more?.open) one.say();
      });
    }

    /** @param {boolean} [all] */
    function draw(all = false) {
      if (all && more && !more.open) rest.forEach((one) => one.say());
      blocks.forEach((one, at) => {
        if (at < OPEN || all || more?.open)
          if (all || one.isVisible) one.draw();
          else one.isDirty = true;
      });
    }
    return {
      say,
      draw,
      blocks,
      text: () =>
        blocks
          .slice(0, 2)
          .map((one) => one.text())
          .join(" "),
    };
  }

  /** @param {any} page @param {number} column @param {string} definition */
  function block(page, column, definition) {
    const { sweep } = page;
    const what = sweep.about.columns[column];
    const isDate = what.kind === "date";
    const title = lunarsim.capital(isDate ? what.label : lunarsim.withUnit(what.label, what.units));
    const picture = element("div", { class: "picture" });
    const sentences = element("ul", { class: "sentences" });
    const lead =
      definition ||
      (title.toLowerCase().startsWith((what.description || "").toLowerCase().replace(/\.$/, ""))
        ? ""
        : what.description);
    const box = element(
      "article",
      { class: "answer follows" },
      element("h3", {}, title),
      lead ? element("p", { class: "lead" }, lunarsim.capital(lead)) : null,
      picture,
      sentences,
    );
    /** @type {any[]} */
    let figures = [];
    const one = { box, isVisible: false, isDirty: true, width: 0, say, draw, text };
    box.lunarsimBlock = one;

    function say() {
      figures = lunarsim.compared(page).map((choice) => {
        const given = isDate
          ? lunarsim.dateFigures(sweep, column, choice.combination)
          : lunarsim.amountFigures(sweep, column, choice.combination);
        return { ...choice, ...given };
      });
      const lines = figures.map((figure, at) =>
        element(
          "li",
          {},
          lunarsim.sign(figure.look),
          ...(isDate ? dateSentence(figure) : amountSentence(figure, what)),
          ...(at ? against(figures[0], figure) : []),
        ),
      );
      sentences.replaceChildren(...lines);
    }

    /** @param {any} first @param {any} figure */
    function against(first, figure) {
      const shift = sweep.difference(column, first.combination, figure.combination);
      if (Number.isNaN(shift.mean)) return shift.why ? [` Against ${first.label}: ${shift.why}.`] : [];
      const words = lunarsim.shiftWords(shift, isDate, isDate ? " years" : unitAfter(what));
      if (words === "no difference") return [` No difference to ${first.label}.`];
      const chance = isDate ? sweep.difference(column, first.combination, figure.combination, true) : null;
      const p =
        chance && lunarsim.signedShare(chance.mean) !== "0.00"
          ? `; P ${lunarsim.signedShare(chance.mean)}${Number.isNaN(chance.low) ? "" : ` (${lunarsim.signedShare(chance.low)} to ${lunarsim.signedShare(chance.high)})`}`
          : "";
      return [` Against ${first.label}: `, element("span", { class: "quantile" }, words + p), "."];
    }

    function draw() {
      one.isDirty = false;
      if (!one.width) one.width = Math.max(240, picture.clientWidth || 640);
      const domain = isDate ? lunarsim.yearsOf(sweep.about) : null;
      const strips = figures.map((figure) => ({ ...figure, text: isDate ? dateValue(figure) : figure.text }));
      picture.replaceChildren(
        lunarsim.stripPicture(
          one.width,
          strips,
          domain ? { domain, isDate: true } : lunarsim.axisOf(figures.map(({ quantiles }) => quantiles)),
        ),
      );
    }

    function text() {
      return `${title}. ${figures.map((figure) => `${figure.label}: ${isDate ? dateValue(figure) : figure.text}`).join("; ")}.`;
    }
    return one;
  }

  /** @param {any} what */
  const unitAfter = (what) => (lunarsim.unit(what.units) ? ` ${lunarsim.unit(what.units)}` : "");

  /** @param {any} figure */
  function dateValue({ quantiles, end, probability }) {
    if (Number.isNaN(probability)) return "no run counts";
    return `${lunarsim.date(quantiles[2], end)} (${lunarsim.stated(probability)})`;
  }

  /** @param {any} figure */
  function dateSentence({ label, quantiles, end, probability, low, high }) {
    const [p10, , p50, , p90] = quantiles;
    if (Number.isNaN(probability)) return [element("b", {}, label), ": no run counts."];
    const within = lunarsim.fromTo(low, high);
    const chance = `${lunarsim.stated(probability)}${within && `; ${within}`}`;
    const strong = (/** @type {string} */ text) => element("b", { class: "quantile" }, text);
    const name = element("b", {}, label);
    if (p10 === Infinity) return [name, ": ", strong(`not by ${lunarsim.endOf(end)}`), ` (${chance}).`];
    if (p50 === Infinity)
      return [
        name,
        ": ",
        strong(`not by ${lunarsim.endOf(end)}`),
        ` in the middle run (${chance}); the earliest tenth by `,
        element("span", { class: "quantile" }, p10.toFixed(1)),
        ".",
      ];
    const range =
      p90 === Infinity
        ? `from ${p10.toFixed(1)} to later than ${lunarsim.endOf(end)}`
        : `${p10.toFixed(1)} to ${p90.toFixed(1)}`;
    return [
      name,
      ": ",
      strong(p50.toFixed(1)),
      " in the middle run, ",
      element("span", { class: "quantile" }, range),
      ` in eight of ten; ${lunarsim.stated(probability)} by ${lunarsim.endOf(end)}${within && ` (${within})`}.`,
    ];
  }

  /** @param {any} figure @param {any} what */
  function amountSentence({ label, quantiles, mean, text }, what) {
    const name = element("b", {}, label);
    if (Number.isNaN(quantiles[2])) return [name, `: ${text}.`];
    if (mean === 0 && quantiles[0] === 0) return [name, ": none in any run."];
    const shown = what.kind === "share" ? lunarsim.percent : lunarsim.number;
    const average = `, mean ${shown(mean)}.`;
    return [
      name,
      ": ",
      element("b", { class: "quantile" }, `${shown(quantiles[2])}${unitAfter(what)}`),
      " in the middle run, ",
      element("span", { class: "quantile" }, `${shown(quantiles[0])} to ${shown(quantiles[4])}`),
      " in eight of ten",
      average,
    ];
  }

  Object.assign(lunarsim, { headlineColumns, headline });
})((globalThis.lunarsim ??= {}));
