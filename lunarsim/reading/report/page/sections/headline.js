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
        "In the pictures: thin line, 10 to 90 % of the runs; thick line, 25 to 75 %; dot, median; an arrow, beyond the end of the simulation. Brackets after medians, after P and after differences hold 90 % intervals of the estimate, left out where both ends read alike; differences compare the same samples.",
      ),
    );

    function say() {
      const words = lunarsim.heldWords(page);
      const given = page.sweep.events.map(({ words: said }) => said).join("; ");
      held.textContent = [words && `Held fixed: ${words}.`, given && `Only runs in which: ${given}.`].filter(Boolean).join(" ");
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
        return {
          ...choice,
          ...given,
          was: medianBefore(choice.combination, given.errors),
          median: medianInterval(choice.combination),
        };
      });
      const said = figures.map((figure, at) => ({
        figure,
        words: isDate ? dateSentence(figure) : amountSentence(figure, what),
        against: at ? against(figures[0], figure) : [],
      }));
      const lines = areSame(said)
        ? [element("li", {}, element("b", {}, `The same for ${listed(figures)}`), ...said[0].words)]
        : said.map(({ figure, words, against }) =>
            element(
              "li",
              {},
              lunarsim.sign(figure.look),
              element("b", {}, lunarsim.nameOf(page, figure.label)),
              ...words,
              ...against,
            ),
          );
      sentences.replaceChildren(...lines);
    }

    /** Return whether all say the same, and no sample differs. @param {{figure: any, words: any[]}[]} said */
    function areSame(said) {
      const plain = said.map(({ words }) => words.map((part) => part.textContent ?? part).join(""));
      const [first, ...others] = said.map(({ figure }) => figure.combination);
      const differs = (/** @type {number} */ other) => {
        const { mean, low, high } = sweep.difference(column, first, other);
        return Number.isNaN(mean) || mean !== 0 || low < 0 || high > 0;
      };
      return others.length > 0 && plain.every((text) => text === plain[0]) && !others.some(differs);
    }

    /** Return the interval of a median; of too few runs none, as of the other quantiles. @param {number} combination */
    function medianInterval(combination) {
      const isFew = sweep.effectiveOf(combination, 1, sweep.of(column, combination)) < lunarsim.FEWEST;
      return isFew ? [NaN, NaN] : sweep.medianInterval(column, combination);
    }

    /** Return the median of all runs where the sliders leave or weigh some, in words; else nothing. @param {number} combination @param {number[]} errors */
    function medianBefore(combination, errors) {
      if (!page.state.events.length && ![...page.state.sliders.values()].some((slider) => !lunarsim.isIdle(slider))) return "";
      const counts = sweep.counts.subarray(combination * sweep.size, (combination + 1) * sweep.size);
      const [values, order] = [sweep.of(column, combination), sweep.order(column, combination)];
      const [median] = lunarsim.weightedQuantiles(values, order, Float64Array.from(counts), [0.5]);
      if (Number.isNaN(median)) return "";
      if (isDate) return `was ${lunarsim.date(median, (sweep.about.end_years || [])[combination])}`;
      // Beside the median of now it has no more digits.
      return `was ${lunarsim.amountWriter(what, [median]).full(median, errors[1])}${unitAfter(what)}`;
    }

    /** @param {any} first @param {any} figure */
    function against(first, figure) {
      const shift = sweep.difference(column, first.combination, figure.combination);
      if (Number.isNaN(shift.mean)) return shift.why ? [` Against ${lunarsim.nameOf(page, first.label)}: ${shift.why}.`] : [];
      const words = lunarsim.shiftWords(shift, isDate, isDate ? "years" : lunarsim.unit(what.units));
      if (words === "no difference") return [` No difference to ${lunarsim.nameOf(page, first.label)}.`];
      const chance = isDate ? sweep.difference(column, first.combination, figure.combination, true) : null;
      const p =
        chance && lunarsim.signedShare(chance.mean) !== "0.00"
          ? `; P ${lunarsim.signedShare(chance.mean)}${Number.isNaN(chance.low) ? "" : ` (${lunarsim.signedShare(chance.low)} to ${lunarsim.signedShare(chance.high)})`}`
          : "";
      return [` Against ${lunarsim.nameOf(page, first.label)}: `, element("span", { class: "quantile" }, words + p), "."];
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

  /** Return the names of lever values in a row: 1 unit, 4 units and 16 units. @param {any[]} figures */
  const listed = (figures) => new Intl.ListFormat("en-US").format(figures.map(({ label }) => label));

  /** @param {any} what */
  const unitAfter = (what) => (lunarsim.unit(what.units) ? ` ${lunarsim.unit(what.units)}` : "");

  /** @param {any} figure */
  function dateValue({ quantiles, errors, end, probability, low, high }) {
    if (Number.isNaN(probability)) return "no run counts";
    return `${lunarsim.date(quantiles[2], end, errors[1])} (${lunarsim.stated(probability, low, high)})`;
  }

  /** @param {any} figure */
  function dateSentence({ quantiles, errors, end, probability, low, high, was, median }) {
    const [p10, , p50, , p90] = quantiles;
    const [first, middle, last] = errors;
    if (Number.isNaN(probability)) return [": no run counts."];
    const within = lunarsim.fromTo(low, high, probability);
    const stated = lunarsim.stated(probability, low, high);
    const chance = [was, `${stated}${within && `, ${within}`}`].filter(Boolean).join("; ");
    const strong = (/** @type {string} */ text) => element("b", { class: "quantile" }, text);
    if (p10 === Infinity) return [": ", strong(`not by ${lunarsim.endOf(end)}`), ` (${chance}).`];
    if (p50 === Infinity)
      return [
        ": ",
        strong(`not by ${lunarsim.endOf(end)}`),
        medianWords(median, (ends) => dateRange(ends, end)),
        ` in the middle run (${chance}); the earliest tenth by `,
        element("span", { class: "quantile" }, lunarsim.date(p10, end, first)),
        ".",
      ];
    return [
      ": ",
      strong(lunarsim.date(p50, end, middle)),
      medianWords(median, (ends) => dateRange(ends, end, [middle, middle])),
      ` in the middle run${was && ` (${was})`}, `,
      element("span", { class: "quantile" }, dateRange([p10, p90], end, [first, last])),
      ` in eight of ten; ${stated} by ${lunarsim.endOf(end)}${within && ` (${within})`}.`,
    ];
  }

  /** Return two dates as a range; one beyond the end says so. @param {number[]} ends @param {number} end @param {number[]} errors */
  function dateRange([low, high], end, errors = [NaN, NaN]) {
    const [first, last] = [low, high].map((date, at) => lunarsim.date(date, end, errors[at]));
    return high === Infinity ? `from ${first} to later than ${lunarsim.endOf(end)}` : `${first} to ${last}`;
  }

  /**
   * Return the interval of a median in brackets; nothing where there is none or both ends read alike.
   *
   * @param {number[]} ends
   * @param {(ends: number[]) => string} words
   */
  function medianWords([low, high], words) {
    if (Number.isNaN(low) || low === Infinity) return "";
    const text = words([low, high]);
    return /^(.+) to \1( [a-z]+)?$/.test(text) ? "" : ` (${text})`;
  }

  /** @param {any} figure @param {any} what */
  function amountSentence({ quantiles, errors, mean, meanError, text, was, median }, what) {
    if (Number.isNaN(quantiles[2])) return [`: ${text}.`];
    if (mean === 0 && quantiles[0] === 0) return [`: none in any run${was && ` (${was})`}.`];
    const [p10, , p50, , p90] = quantiles;
    const [first, middle, last] = errors;
    const shown = lunarsim.amountWriter(what, [p10, p50, p90, mean]);
    const average = `, mean ${shown.full(mean, meanError)}.`;
    return [
      ": ",
      element("b", { class: "quantile" }, `${shown.full(p50, middle)}${unitAfter(what)}`),
      medianWords(median, (ends) => shown.range(ends, [middle, middle])),
      ` in the middle run${was && ` (${was})`}, `,
      element("span", { class: "quantile" }, shown.range([p10, p90], [first, last])),
      " in eight of ten",
      average,
    ];
  }

  Object.assign(lunarsim, { headlineColumns, headline });
})((globalThis.lunarsim ??= {}));
