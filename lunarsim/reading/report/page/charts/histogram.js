"use strict";
/** The weighted distribution of an outcome, on which a range can be drawn with the pointer. */
(function (lunarsim) {
  const { drawn } = lunarsim;
  const BINS = 36;
  const HEIGHT = 200;
  const MARGIN = { top: 26, right: 12, bottom: 36, left: 46 };

  /**
   * Return the bins of an outcome: edges, and where dates that are never reached are put (NaN where all are reached).
   *
   * @param {Float64Array} values
   * @param {Uint32Array} order
   * @param {boolean} isDate
   * @param {number} end
   * @param {boolean} [isCount]  whether values are whole, so that bins end between numbers
   */
  function binsOf(values, order, isDate, end, isCount = false) {
    let last = order.length - 1;
    while (last >= 0 && values[order[last]] === Infinity) last -= 1;
    const hasNever = isDate && last < order.length - 1;
    if (last < 0) return { edges: hasNever ? [end - 1, end] : [0, 1], never: hasNever ? end + 1.5 : NaN };
    const [low, far] = [values[order[0]], values[order[last]]];
    if (isCount) {
      const width = Math.ceil((far - low + 1) / BINS);
      const bins = Math.ceil((far - low + 1) / width);
      return { edges: Array.from({ length: bins + 1 }, (_, at) => low - 0.5 + at * width), never: NaN };
    }
    const high = hasNever ? Math.max(end, far) : far > low ? far : low + (Math.abs(low) || 1) * 0.01;
    const step = (high - low) / BINS;
    const edges = Array.from({ length: BINS + 1 }, (_, at) => (at === BINS ? high : low + at * step));
    return { edges, never: hasNever ? high + 1.5 * step : NaN };
  }

  /**
   * Return the picture of the distribution with a brush.
   *
   * @param {number} width
   * @param {{edges: number[], never: number, shares: number[], neverShare: number, label: string, isDate: boolean, isCount: boolean, end: number, color: string}} what
   * @param {{low: number, high: number}|null} range
   * @param {(range: {low: number, high: number}|null) => void} chosen
   */
  function histogram(width, { edges, never, shares, neverShare, label, isDate, isCount, end, color }, range, chosen) {
    const { d3 } = globalThis;
    const step = edges[1] - edges[0];
    const far = Number.isNaN(never) ? edges[edges.length - 1] : never + 0.5 * step;
    const x = d3.scaleLinear([edges[0], far], [MARGIN.left, width - MARGIN.right]);
    const y = d3.scaleLinear([0, Math.max(...shares, neverShare, 1e-9)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
    const svg = drawn("svg", {
      class: "histogram",
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      "aria-hidden": "true",
    });
    for (const value of y.ticks(4))
      svg.append(
        drawn("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value), class: "grid" }),
        drawn(
          "text",
          { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end", class: "tick" },
          `${Number((100 * value).toFixed(1))} %`,
        ),
      );
    const lastTick = x(edges[edges.length - 1]) - (Number.isNaN(never) ? 0 : 46);
    for (const value of x.ticks(Math.max(2, Math.floor(width / 90)))) {
      if (value > edges[edges.length - 1] || (!Number.isNaN(never) && x(value) > lastTick)) continue;
      svg.append(
        drawn(
          "text",
          { x: x(value), y: HEIGHT - MARGIN.bottom + 15, "text-anchor": "middle", class: "tick" },
          isDate ? String(value) : lunarsim.tick(value),
        ),
      );
    }
    shares.forEach((share, bin) =>
      svg.append(
        drawn("rect", {
          x: x(edges[bin]) + 0.5,
          width: Math.max(0.5, x(edges[bin + 1]) - x(edges[bin]) - 1),
          y: y(share),
          height: y(0) - y(share),
          fill: color,
        }),
      ),
    );
    if (!Number.isNaN(never)) {
      svg.append(
        drawn("rect", {
          x: x(never - 0.5 * step) + 1,
          width: Math.max(2, x(far) - x(never - 0.5 * step) - 1),
          y: y(neverShare),
          height: y(0) - y(neverShare),
          fill: lunarsim.filling(color, "lines"),
        }),
        drawn(
          "text",
          { x: width - MARGIN.right, y: HEIGHT - MARGIN.bottom + 15, "text-anchor": "end", class: "tick" },
          `not by ${lunarsim.endOf(end)}`,
        ),
      );
    }
    svg.append(
      drawn("text", { x: width - MARGIN.right, y: HEIGHT - 4, "text-anchor": "end", class: "tick" }, `${label} →`),
      drawn("text", { x: 2, y: 10, class: "tick" }, "↑ share of runs"),
    );
    svg.append(brushOn(x, width, range, chosen, isCount));
    return svg;
  }

  /**
   * Return a brush; of whole numbers its ends lie between them, so that a bar is inside or outside.
   *
   * @param {any} x @param {number} width @param {any} range @param {(range: any) => void} chosen @param {boolean} isCount
   */
  function brushOn(x, width, range, chosen, isCount) {
    const { d3 } = globalThis;
    const layer = drawn("g", { class: "brush" });
    const brush = d3.brushX().extent([
      [MARGIN.left, MARGIN.top - 6],
      [width - MARGIN.right, HEIGHT - MARGIN.bottom],
    ]);
    const selection = d3.select(layer).call(brush);
    if (range)
      selection.call(
        brush.move,
        (isCount ? [Math.ceil(range.low) - 0.5, Math.floor(range.high) + 0.5] : [range.low, range.high]).map((value) =>
          x(Math.min(Math.max(value, x.domain()[0]), x.domain()[1])),
        ),
      );
    brush.on("end", (event) => {
      if (!event.sourceEvent) return;
      chosen(event.selection ? chosenRange(event.selection.map(x.invert), isCount) : null);
    });
    return layer;
  }

  /** Return a drawn range; of whole numbers from the first to the last one inside, one at least. @param {number[]} ends @param {boolean} isCount */
  function chosenRange([low, high], isCount) {
    if (!isCount) return { low, high };
    const [first, last] = [Math.ceil(low), Math.floor(high)];
    const middle = Math.round((low + high) / 2);
    return first <= last ? { low: first, high: last } : { low: middle, high: middle };
  }

  Object.assign(lunarsim, { binsOf, chosenRange, histogram });
})((globalThis.lunarsim ??= {}));
