"use strict";
/** Where: the places of the scenario on the near side, the far side and about the poles of the Moon. */
(function (lunarsim) {
  const { drawn, element } = lunarsim;
  const RADIUS = 150;
  /** Kilometers of a degree of the Moon's surface. */
  const DEGREE = 30.32;
  /** Places beyond this latitude are drawn about their pole [deg]. */
  const POLAR = 60;

  /** Large maria: longitude, latitude [deg] and diameter [km] of the IAU's Gazetteer of Planetary Nomenclature. */
  const MARIA = [
    [-57.4, 18.4, 2592],
    [-15.6, 32.8, 1146],
    [17.5, 28, 674],
    [31.4, 8.5, 876],
    [59.1, 17, 556],
    [53.7, -7.8, 840],
    [34.6, -15.2, 340],
    [-17.3, -20.6, 715],
    [-38.6, -24.5, 420],
  ];

  /** Large craters of the polar regions, and those at the pole: name, longitude, latitude [deg], diameter [km], as above. */
  const CRATERS = [
    ["Shackleton", 129.8, -89.7, 21],
    ["Shoemaker", 45.9, -88.1, 52],
    ["Haworth", -5.2, -87.5, 51],
    ["Faustini", 84.3, -87.2, 42],
    ["Cabeus", -42.1, -85.3, 101],
    ["Amundsen", 83.1, -84.4, 103],
    ["Scott", 48.5, -82.4, 108],
    ["Drygalski", -87.2, -79.6, 162],
    ["Demonax", 60.8, -78.0, 122],
    ["Zeeman", -135.6, -75.0, 190],
    ["Schrödinger", 132.9, -74.7, 316],
    ["Moretus", -6.0, -70.6, 114],
    ["Boussingault", 53.7, -70.2, 128],
    ["Peary", 24.4, 88.6, 79],
    ["Byrd", 10.1, 85.4, 97],
    ["Rozhdestvenskiy", -155.4, 85.2, 181],
    ["Plaskett", 174.3, 82.1, 114],
  ];
  /** Craters of this diameter have their name beside them [km]. */
  const NAMED = 150;

  /** The discs: their names, what turns to the reader, and which places they hold. */
  const DISCS = [
    {
      name: "Near side",
      turn: [0, 0],
      holds: (one) => Math.abs(one.latitude) < POLAR && Math.abs(one.longitude) <= 90,
    },
    {
      name: "Far side",
      turn: [180, 0],
      holds: (one) => Math.abs(one.latitude) < POLAR && Math.abs(one.longitude) > 90,
    },
    { name: "South pole, to 60° S", turn: [0, 90], holds: (one) => one.latitude <= -POLAR },
    { name: "North pole, to 60° N", turn: [0, -90], holds: (one) => one.latitude >= POLAR },
  ];

  /**
   * Add the card of the map.
   *
   * @param {any} page
   * @param {Element} place
   * @param {any} map  all_runs.map
   */
  function mapCard(page, place, map) {
    const places = merged(map.places);
    const degrees = (value, plus, minus) => `${Math.abs(value).toFixed(1)}° ${value < 0 ? minus : plus}`;
    const rows = places.map((one, at) => [
      `${at + 1}. ${one.label}`,
      one.roles.join(", "),
      degrees(one.latitude, "N", "S"),
      degrees(one.longitude, "E", "W"),
      one.text || "",
    ]);
    const table = { stacked: "papers", head: ["Place", "Role", "Latitude", "Longitude", "What is known"], rows };
    const source = `Maria and large craters: circles of their diameter at their place, no outlines; Gazetteer of Planetary Nomenclature. Places: ${map.source || "the scenario"}.`;
    lunarsim.card(page, place, {
      title: "Places on the Moon",
      allRuns: true,
      wide: true,
      draw: () => ({
        picture: discs(places),
        text: `${map.alt || "Map of the Moon"}. ${rows.map(([name, role, north, east]) => `${name} (${role}) at ${north}, ${east}`).join("; ")}.`,
        below: element("p", { class: "holds" }, source),
        table: () => table,
      }),
    });
  }

  /** Return places, those at the same point as one with several roles. @param {any[]} places */
  function merged(places) {
    const known = new Map();
    for (const one of places) {
      const key = `${one.label} ${one.latitude} ${one.longitude}`;
      if (!known.has(key)) known.set(key, { ...one, roles: [] });
      if (one.role) known.get(key).roles.push(one.role);
    }
    return [...known.values()];
  }

  /** Return the discs that hold places, and the near side. @param {any[]} places */
  function discs(places) {
    const numbered = places.map((one, at) => ({ ...one, number: at + 1 }));
    const shown = DISCS.filter(({ holds }, at) => at === 0 || numbered.some(holds));
    return element("div", { class: "discs" }, ...shown.map((disc) => discPicture(disc, numbered.filter(disc.holds))));
  }

  /** @param {any} disc @param {any[]} places */
  function discPicture({ name, turn }, places) {
    const { d3 } = globalThis;
    const isPole = turn[1] !== 0;
    const size = 2 * RADIUS + 8;
    const projection = (
      isPole ? d3.geoAzimuthalEquidistant().clipAngle(90 - POLAR) : d3.geoOrthographic().clipAngle(90)
    )
      .rotate([-turn[0], turn[1] ? turn[1] : 0])
      .scale(isPole ? RADIUS / (((90 - POLAR) * Math.PI) / 180) : RADIUS)
      .translate([size / 2, size / 2]);
    const path = d3.geoPath(projection);
    const svg = drawn(
      "svg",
      { class: "map", width: size, height: size + 24, viewBox: `0 0 ${size} ${size + 24}`, "aria-hidden": "true" },
      drawn("circle", { cx: size / 2, cy: size / 2, r: RADIUS, class: "disc" }),
    );
    for (const [longitude, latitude, diameter] of MARIA) {
      const circle = d3
        .geoCircle()
        .center([longitude, latitude])
        .radius(diameter / 2 / DEGREE)();
      svg.append(drawn("path", { d: path(circle), class: "maria" }));
    }
    const step = isPole ? [30, 10] : [30, 30];
    svg.append(
      drawn("path", {
        d: path(
          d3
            .geoGraticule()
            .step(step)
            .extentMinor([
              [-180, -90],
              [180, 90.01],
            ])(),
        ),
        class: "graticule",
        fill: "none",
      }),
    );
    const side = turn[1] > 0 ? -1 : 1;
    if (isPole) svg.append(...craters(side, path, projection), ...scaleMarks(side, projection));
    for (const one of places) svg.append(...markOf(one, projection([one.longitude, one.latitude]), size, isPole));
    svg.append(drawn("text", { x: size / 2, y: size + 18, "text-anchor": "middle", class: "name" }, name));
    return svg;
  }

  /** Return the craters about a pole, the largest ones with their names. @param {number} side  -1 for the south @param {any} path @param {any} projection */
  function craters(side, path, projection) {
    const own = CRATERS.filter(([, , latitude]) => Number(latitude) * side > 0);
    return own.flatMap(([name, longitude, latitude, diameter]) => {
      const circle = globalThis.d3
        .geoCircle()
        .center([longitude, latitude])
        .radius(Number(diameter) / 2 / DEGREE)();
      const outline = drawn("path", { d: path(circle), class: "crater" }, drawn("title", {}, name));
      if (Number(diameter) < NAMED) return [outline];
      const [x, y] = projection([longitude, latitude]);
      return [outline, drawn("text", { x, y: y + 4, "text-anchor": "middle", class: "tick" }, name)];
    });
  }

  /** Return the degrees of parallels and meridians about a pole. @param {number} side @param {any} projection */
  function scaleMarks(side, projection) {
    const pole = side < 0 ? "S" : "N";
    const degree = (/** @type {number} */ longitude, /** @type {number} */ latitude, /** @type {string} */ text) => {
      const [x, y] = projection([longitude, latitude * side]);
      return drawn("text", { x, y: y + 4, "text-anchor": "middle", class: "tick degree" }, text);
    };
    return [
      degree(-30, 80, `80° ${pole}`),
      degree(-30, 70, `70° ${pole}`),
      degree(0, 63, "0°"),
      degree(90, 63.5, "90° E"),
      degree(180, 63, "180°"),
      degree(-90, 63.5, "90° W"),
    ];
  }

  /** Return a place with its name: beside it, about a pole below or above it. @param {any} place @param {number[]} point @param {number} size @param {boolean} isPole */
  function markOf({ number, label }, [x, y], size, isPole) {
    const isRight = x < size / 2;
    const beside = { x: x + (isRight ? 14 : -14), y: y + 4, "text-anchor": isRight ? "start" : "end" };
    const below = { x, y: y + (number % 2 ? 25 : -15), "text-anchor": "middle" };
    return [
      drawn("circle", { cx: x, cy: y, r: 10, fill: lunarsim.COLORS[0], stroke: "#ffffff", "stroke-width": 2 }),
      drawn("text", { x, y: y + 4, "text-anchor": "middle", class: "number" }, String(number)),
      drawn("text", { ...(isPole ? below : beside), class: "name halo" }, label),
    ];
  }

  Object.assign(lunarsim, { mapCard });
})((globalThis.lunarsim ??= {}));
