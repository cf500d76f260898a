"use strict";
/** Where: the places of the scenario on a map of the Moon, numbered and listed. */
(function (lunarsim) {
  const { drawn, element } = lunarsim;

  /**
   * Add the card of the map.
   *
   * @param {any} page
   * @param {Element} place
   * @param {any} map  all_runs.map
   */
  function mapCard(page, place, map) {
    const { places } = map;
    const degrees = (/** @type {number} */ value, /** @type {string} */ plus, /** @type {string} */ minus) =>
      `${Math.abs(value).toFixed(1)}° ${value < 0 ? minus : plus}`;
    const rows = places.map((one, /** @type {number} */ at) => [
      `${at + 1}. ${one.label}`,
      one.role || "",
      degrees(one.latitude, "N", "S"),
      degrees(one.longitude, "E", "W"),
      one.text || "",
    ]);
    const table = { head: ["Place", "Role", "Latitude", "Longitude", "What is known"], rows };
    lunarsim.card(page, place, {
      title: "Places on the Moon",
      lead: map.alt,
      allRuns: true,
      wide: true,
      draw: (width) => ({
        picture: mapPicture(width, map),
        text: `${map.alt || "Map of the Moon"}. ${places.map((one) => `${one.label} at ${degrees(one.latitude, "N", "S")}, ${degrees(one.longitude, "E", "W")}`).join("; ")}.`,
        below: element(
          "div",
          {},
          lunarsim.table({ caption: "Places", ...table }),
          map.source ? element("p", { class: "holds" }, `Map: ${map.source}`) : null,
        ),
        table: () => table,
      }),
    });
  }

  /** @param {number} width @param {any} map */
  function mapPicture(width, { image, extent: [west, east, south, north], places }) {
    const height = Math.round((width * (north - south)) / (east - west));
    const { d3 } = globalThis;
    const x = d3.scaleLinear([west, east], [0, width]);
    const y = d3.scaleLinear([north, south], [0, height]);
    const svg = drawn(
      "svg",
      { class: "map", width, height: height + 22, viewBox: `0 0 ${width} ${height + 22}`, "aria-hidden": "true" },
      drawn("rect", { width, height, fill: "#d9d9d6" }),
    );
    if (image) svg.append(drawn("image", { href: image, width, height, preserveAspectRatio: "none" }));
    for (const at of x.ticks(width < 460 ? 4 : 8))
      svg.append(
        drawn("line", { x1: x(at), x2: x(at), y1: 0, y2: height, class: "graticule" }),
        drawn(
          "text",
          { x: Math.min(width - 16, Math.max(16, x(at))), y: height + 15, class: "tick", "text-anchor": "middle" },
          `${at}°`,
        ),
      );
    for (const at of y.ticks(4))
      svg.append(
        drawn("line", { x1: 0, x2: width, y1: y(at), y2: y(at), class: "graticule" }),
        drawn("text", { x: 4, y: Math.min(height - 4, Math.max(12, y(at) - 3)), class: "tick halo" }, `${at}°`),
      );
    places.forEach((one, /** @type {number} */ at) => {
      const [px, py] = [
        Math.min(width - 10, Math.max(10, x(one.longitude))),
        Math.min(height - 10, Math.max(10, y(one.latitude))),
      ];
      svg.append(
        drawn("circle", {
          cx: px,
          cy: py,
          r: 10,
          fill: lunarsim.COLORS[at % 2 ? 1 : 0],
          stroke: "#ffffff",
          "stroke-width": 2,
        }),
        drawn("text", { x: px, y: py + 4, "text-anchor": "middle", class: "number" }, String(at + 1)),
      );
    });
    return svg;
  }

  Object.assign(lunarsim, { mapCard });
})((globalThis.lunarsim ??= {}));
