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
    const source = `Maria: circles of their diameter, Gazetteer of Planetary Nomenclature. Places: ${map.source || "the scenario"}.`;
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
    for (const one of places) svg.append(...markOf(one, projection([one.longitude, one.latitude]), size));
    svg.append(drawn("text", { x: size / 2, y: size + 18, "text-anchor": "middle", class: "name" }, name));
    return svg;
  }

  /** @param {any} place @param {number[]} point @param {number} size */
  function markOf({ number, label }, [x, y], size) {
    const isRight = x < size / 2;
    return [
      drawn("circle", { cx: x, cy: y, r: 10, fill: lunarsim.COLORS[0], stroke: "#ffffff", "stroke-width": 2 }),
      drawn("text", { x, y: y + 4, "text-anchor": "middle", class: "number" }, String(number)),
      drawn(
        "text",
        { x: x + (isRight ? 14 : -14), y: y + 4, "text-anchor": isRight ? "start" : "end", class: "name halo" },
        label,
      ),
    ];
  }

  Object.assign(lunarsim, { mapCard });
})((globalThis.lunarsim ??= {}));
