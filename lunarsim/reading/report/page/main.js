"use strict";
/**
 * The page: it reads what is embedded, builds the sections and redraws them when the reader moves a slider.
 *
 * Sentences follow at once, and so do the pictures in view; the others follow when the browser has time.
 */
(function (lunarsim) {
  /** Time in which pictures out of view may be drawn in one go [ms]. */
  const IDLE = 8;
  /** Widths below this have the sliders above the answers, folded [px]. */
  const NARROW = 992;
  /** Pause after which the address follows the state [ms]. */
  const PAUSE = 250;

  class Page {
    /** @param {any} about @param {Uint16Array} codes */
    constructor(about, codes) {
      this.about = about;
      this.sweep = new lunarsim.Sweep(about, codes);
      this.state = lunarsim.read(location.hash, about);
      /** @type {any[]} */
      this.cards = [];
      this.isReady = false;
      /** Counts redraws, so that what several pictures need is computed once in each. */
      this.version = 0;
      this.isAsked = false;
      /** @type {any} */
      this.timer = 0;
      this.written = location.hash.replace(/^#/, "");
      this.watcher = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "120px" });
    }

    build() {
      const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
      lunarsim.papers.head(this.about, place("head"));
      this.#weigh();
      lunarsim.leverChoice(this, place("levers-choice"));
      /** @type {any} */
      this.answers = lunarsim.headline(this, place("answers-body"));
      for (const one of this.answers.blocks) this.watcher.observe(one.box);
      this.explored = lunarsim.sections(this, place("sections"), place("contents"));
      this.status = lunarsim.statusLine(this, place("status"), place("live"));
      this.events = lunarsim.eventPanel(this, place("events"));
      this.sliders = lunarsim.sliderPanel(this, place("sliders"));
      if (innerWidth < NARROW) place("panel").removeAttribute("open");
      this.redraw("levers");
      this.isReady = true;
      addEventListener("hashchange", () => this.#addressed());
      addEventListener("beforeprint", () => this.#open());
      addEventListener("resize", () => this.#resized());
      document.documentElement.dataset.ready = "true";
      document.getElementById(this.written)?.scrollIntoView();
    }

    headlineText() {
      return this.answers.text();
    }

    /**
     * Ask for a redraw in the next frame.
     *
     * @param {"weights"|"levers"|"brush"|"run"} what
     */
    changed(what) {
      const order = ["run", "brush", "weights", "levers"];
      this.asked = this.isAsked && order.indexOf(this.asked) > order.indexOf(what) ? this.asked : what;
      if (this.isAsked) return;
      this.isAsked = true;
      requestAnimationFrame(() => {
        this.isAsked = false;
        this.redraw(this.asked);
      });
    }

    /**
     * Let sentences and the pictures in view follow the state.
     *
     * @param {string} what
     */
    redraw(what) {
      this.version += 1;
      const isOfAll = what === "weights" || what === "levers";
      if (isOfAll) {
        this.#weigh();
        this.answers.say();
        this.answers.draw();
        this.status.show();
        this.events.show();
        if (what === "levers") this.sliders.show();
        else this.sliders.showLine?.();
      }
      if (what !== "weights") this.explored.show();
      if (what !== "run" || this.state.run)
        for (const card of this.cards) {
          if (isOfAll ? what === "levers" || !card.allRuns : card.figure.closest(".kind-explore")) card.isDirty = true;
        }
      for (const card of this.cards) if (card.isDirty && card.isVisible) card.refresh();
      this.#later();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#write(), PAUSE);
    }

    #weigh() {
      this.sweep.weigh(
        lunarsim.conditions(this),
        this.state.events.map((/** @type {string} */ text) => lunarsim.eventOf(text, this.about)),
      );
    }

    reset() {
      this.state.sliders.clear();
      this.state.events = [];
      this.sliders.show();
      this.changed("weights");
    }

    /** Draw all that is not drawn yet, as for a print. */
    drawAll() {
      this.answers.draw(true);
      for (const card of this.cards) if (card.isDirty) card.refresh();
    }

    /** Open what is folded, but for the tables of single pictures, and draw all. */
    #open() {
      for (const details of document.querySelectorAll("main details:not(.card details), #head details"))
        details.setAttribute("open", "");
      this.answers.say();
      this.drawAll();
    }

    #later() {
      if (this.isWaiting) return;
      const later = (act) => setTimeout(() => act({ timeRemaining: () => IDLE, didTimeout: false }), 50);
      const idle = globalThis.requestIdleCallback || later;
      this.isWaiting = true;
      idle((time) => {
        this.isWaiting = false;
        const start = performance.now();
        for (const card of this.cards) {
          if (!card.isDirty) continue;
          card.refresh();
          if (time.timeRemaining() < 2 || performance.now() - start > IDLE) break;
        }
        if (this.cards.some((card) => card.isDirty)) this.#later();
      });
    }

    /** @param {IntersectionObserverEntry[]} entries */
    #seen(entries) {
      for (const { target, isIntersecting } of entries) {
        const one = /** @type {any} */ (target).lunarsimBlock || this.cards.find(({ figure }) => figure === target);
        if (!one) continue;
        one.isVisible = isIntersecting;
        if (isIntersecting && one.isDirty) (one.refresh || one.draw)();
      }
    }

    #write() {
      const text = lunarsim.written(this.state, this.about);
      if (text === this.written) return;
      this.written = text;
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    }

    #addressed() {
      const text = location.hash.replace(/^#/, "");
      if (text === this.written) return;
      if (document.getElementById(text)) {
        this.written = text;
        this.#write();
        return;
      }
      this.written = text;
      this.state = lunarsim.read(text, this.about);
      this.state.outcome ??= lunarsim.headlineColumns(this.about)[0] ?? null;
      lunarsim.leverChoice(this, document.getElementById("levers-choice"));
      this.redraw("levers");
    }

    #resized() {
      clearTimeout(this.resizing);
      this.resizing = setTimeout(() => {
        for (const one of [...this.cards, ...this.answers.blocks]) {
          one.width = 0;
          one.isDirty = true;
        }
        this.redraw("levers");
      }, 150);
    }
  }

  async function start() {
    const text = (/** @type {string} */ id) => document.getElementById(id)?.textContent || "";
    try {
      const about = JSON.parse(text("about"));
      const page = new Page(about, await lunarsim.inflated(text("data"), about.columns));
      lunarsim.page = page;
      page.build();
    } catch (fault) {
      const said = document.getElementById("fault");
      if (said) {
        said.hidden = false;
        said.textContent = `This report could not be shown: ${/** @type {Error} */ (fault).message}. A browser of 2023 or later is needed.`;
      }
      throw fault;
    }
  }

  if (globalThis.document) start();
})((globalThis.lunarsim ??= {}));
