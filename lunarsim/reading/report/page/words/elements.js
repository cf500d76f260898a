"use strict";
/** Elements of the page. Text goes in as text only, so nothing of a store is ever read as markup. */
(function (lunarsim) {
  const SVG = "http://www.w3.org/2000/svg";

  /**
   * Return a new element with attributes and children; texts become text nodes.
   *
   * @param {string} name
   * @param {Object<string, any>} [attributes]  class, for, aria-..., or a listener as onclick
   * @param {...(Node|string|null|undefined)} children
   * @returns {any}
   */
  function element(name, attributes = {}, ...children) {
    return filled(document.createElement(name), attributes, children);
  }

  /**
   * Return a new element of a picture.
   *
   * @param {string} name
   * @param {Object<string, any>} [attributes]
   * @param {...(Node|string|null|undefined)} children
   * @returns {any}
   */
  function drawn(name, attributes = {}, ...children) {
    return filled(document.createElementNS(SVG, name), attributes, children);
  }

  /** @param {Element} node @param {Object<string, any>} attributes @param {(Node|string|null|undefined)[]} children */
  function filled(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value == null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : String(value));
    }
    node.append(...children.filter((child) => child != null).map((child) => /** @type {Node|string} */ (child)));
    return node;
  }

  /**
   * Return a table in a scroller of its own; stacked names how rows break up where they have no room, as in a narrow card.
   *
   * @param {{caption?: string, head: string[], rows: (string|Node)[][], firstIsHead?: boolean, stacked?: string}} content
   */
  function table({ caption, head, rows, firstIsHead = true, stacked = "" }) {
    const body = rows.map((row) =>
      element(
        "tr",
        { role: "row" },
        ...row.map((cell, at) => {
          const heads = at === 0 && firstIsHead;
          const isFigure = typeof cell === "string" && /^[<>+−–\d]/.test(cell) && cell.length < 40;
          return element(
            heads ? "th" : "td",
            {
              scope: heads ? "row" : null,
              role: heads ? "rowheader" : "cell",
              class: isFigure && !heads ? "figure" : null,
              "data-head": stacked && !heads ? head[at] : null,
            },
            cell,
          );
        }),
      ),
    );
    return element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": caption || "Table" },
      element(
        "table",
        { class: stacked ? `stacked ${stacked}` : null, role: "table" },
        caption ? element("caption", {}, caption) : null,
        element(
          "thead",
          { role: "rowgroup" },
          element(
            "tr",
            { role: "row" },
            ...head.map((text) => element("th", { scope: "col", role: "columnheader" }, text)),
          ),
        ),
        element("tbody", { role: "rowgroup" }, ...body),
      ),
    );
  }

  /** Return the mark of what does not follow the sliders. @param {string} [runs]  which runs it is of */
  function allRunsMark(runs = "all runs") {
    return element("span", { class: "mark", title: `Of ${runs}; does not follow the sliders.` }, runs);
  }

  /**
   * Return a line of code with a button that copies it.
   *
   * @param {string} text
   * @param {string} label  what is copied
   */
  function copyable(text, label) {
    const code = element("code", { tabindex: "0" }, text);
    const said = element("span", { class: "said", role: "status" });
    const button = element(
      "button",
      { type: "button", class: "copy", "aria-label": `Copy ${label}`, onclick: copy },
      "Copy",
    );
    async function copy() {
      try {
        await navigator.clipboard.writeText(code.textContent);
        said.textContent = "Copied.";
      } catch {
        getSelection()?.selectAllChildren(code);
        said.textContent = "Selected: press Ctrl+C.";
      }
      setTimeout(() => (said.textContent = ""), 4000);
    }
    const box = element("div", { class: "line" }, code, button, said);
    return Object.assign(box, { say: (/** @type {string} */ line) => (code.textContent = line) });
  }

  Object.assign(lunarsim, { element, drawn, table, allRunsMark, copyable });
})((globalThis.lunarsim ??= {}));
