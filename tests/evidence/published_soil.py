"""Published results on rare earths in lunar soil: the map of thorium, the pattern, and the soil itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lunarsim.physics.resource import geochemistry
from lunarsim.physics.resource.element_map import map_area_km2, near_pixels
from lunarsim.physics.resource.oxides import ree_sum_ppm, reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.physics.resource.tonnage import areal_mass_kg_m2
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.places.thorium_map import read_map
from tests.evidence.pattern_ratios import europium_anomaly, la_yb_normalized, normalized
from tests.evidence.published_row import Row

MAP = os.environ.get("LUNARSIM_THORIUM_MAP", "")
"""File of the map of Lunar Prospector, where there is one."""

CUTOFFS = {1: 1.692e7, 2: 9.126e6, 3.5: 5.420e6, 5: 3.118e6, 7: 1.203e6, 9: 3.779e5, 10: 1.327e5}
MEANS = {1: 3.06, 2: 4.51, 3.5: 5.81, 5: 6.98, 7: 8.52, 9: 9.88, 10: 10.54}
REGIONS = (
    ("Fra Mauro within 300 km of 6 S 20 W", -6.0, -20.0, 300.0, 8.35),
    ("South Pole-Aitken within 600 km of 53 S 169 W", -53.0, -169.0, 600.0, 1.87),
    ("South Pole-Aitken within 1000 km", -53.0, -169.0, 1000.0, 1.58),
    ("farside highlands within 1000 km of 30 N 150 W", 30.0, -150.0, 1000.0, 0.50),
)


def map_rows() -> Iterator[Row]:
    """Yield what follows from the map of thorium."""
    lp = "map of Prettyman et al. 2006"

    def above(cutoff: float, which: int) -> float:
        pixels = read_map(Path(MAP)).element_map
        area = np.where(pixels.thorium_ppm >= cutoff, map_area_km2(pixels), 0.0)
        return float((area.sum(), np.average(pixels.thorium_ppm, weights=area))[which])

    def about(latitude: float, longitude: float, radius_km: float) -> float:
        pixels = read_map(Path(MAP)).element_map
        return float((near_pixels(pixels, latitude, longitude, radius_km) * pixels.thorium_ppm).sum())

    def half(near: bool) -> float:
        pixels = read_map(Path(MAP)).element_map
        middle = (pixels.west_deg + pixels.east_deg) / 2.0
        # The caps lie in both halves.
        caps = pixels.east_deg - pixels.west_deg >= 360.0
        share = np.where(caps, 0.5, (np.abs(middle) < 90.0) == near)
        return float(np.average(pixels.thorium_ppm, weights=map_area_km2(pixels) * share))

    for cutoff, area in CUTOFFS.items():
        yield Row(
            "A1", f"area with Th >= {cutoff:g} ppm [km2]", area, 5e-3, lp, lambda c=cutoff: above(c, 0), from_map=True
        )
        yield Row("A1", "its mean Th [ppm]", MEANS[cutoff], 5e-3, lp, lambda c=cutoff: above(c, 1), from_map=True)
    yield Row("A1", "mean Th of the Moon [ppm]", 1.689, 5e-3, lp, lambda: above(-1.0, 1), from_map=True)
    yield Row("A1", "mean Th of the near side [ppm]", 2.59, 5e-3, lp, lambda: half(True), from_map=True)
    yield Row("A1", "mean Th of the far side [ppm]", 0.79, 8e-3, lp, lambda: half(False), from_map=True)
    for name, latitude, longitude, thorium in (
        ("highest pixel, 10 N 27.5 W", 10.0, -27.5, 10.846),
        ("second, equator at 16 W", 0.0, -16.0, 10.77),
        ("Apollo 14", -3.65, -17.47, 10.19),
        ("southern cap", -90.0, 0.0, 0.79),
        ("northern cap", 90.0, 0.0, 1.29),
    ):
        yield Row(
            "A2",
            f"Th, {name} [ppm]",
            thorium,
            5e-3,
            lp,
            lambda latitude=latitude, longitude=longitude: about(latitude, longitude, 0.0),
            from_map=True,
        )
    for name, *place, thorium in REGIONS:
        yield Row("A3", f"Th, {name} [ppm]", thorium, 5e-3, lp, lambda place=place: about(*place), from_map=True)
    yield Row(
        "A3", "share of the Moon with Th >= 3.5 ppm [%]", 14.3, 5e-3, lp, lambda: above(3.5, 0) / 3.793e5, from_map=True
    )


def pattern_rows() -> Iterator[Row]:
    """Yield what follows from the pattern of KREEP and the minerals that hold it."""
    kreep = "Warren 1989"
    patterns = load_patterns()
    ppm, ci = patterns.kreep_ppm, patterns.ci_ppm
    yield Row("A4", "rare earths of high-K KREEP [ppm]", 890, 1e-3, kreep, lambda: ree_sum_ppm(ppm))
    yield Row(
        "A4", "the same with yttrium [ppm]", 1290, 1e-3, kreep, lambda: ree_sum_ppm(ppm) + ppm[REE_AXIS.index("Y")]
    )
    yield Row("A4", "Eu/Eu*", 0.19, 0.03, kreep, lambda: europium_anomaly(ppm, ci))
    yield Row("A4", "(La/Yb) normalized", 2.08, 3e-3, kreep, lambda: la_yb_normalized(ppm, ci))
    yield Row("A4", "La over chondrite", 460, 0.02, kreep, lambda: normalized(ppm, ci, "La"))
    minerals, materials = read("elements")["minerals"], read("elements")["materials"]
    merrillite = minerals["merrillite"]
    mass = "McLeod & Krekeler 2017, mass balance"
    yield Row(
        "A5",
        "phosphorus that 3 wt% merrillite needs [ppm]",
        5850,
        1e-3,
        mass,
        lambda: 0.03 * merrillite["phosphorus_ppm"],
    )
    yield Row(
        "A5",
        "oxides that it would hold [ppm]",
        3300,
        0.05,
        mass,
        lambda: 0.03 * reo_grade_kg_per_kg(patterns.merrillite_ppm, patterns.oxide_factor) * 1e6,
    )
    for name, phosphorus, cap in (
        ("pure high-K KREEP", materials["kreep"]["phosphorus_ppm"], 1.7),
        ("Apollo 14 soil", 2226.0, 1.1),
    ):
        yield Row(
            "A5",
            f"most merrillite in {name} [wt%]",
            cap,
            0.04,
            mass,
            lambda phosphorus=phosphorus: geochemistry.phosphate_cap(phosphorus, merrillite["phosphorus_ppm"]) * 100.0,
        )


def soil_rows() -> Iterator[Row]:
    """Yield what a square meter of soil weighs."""
    book = "Carrier et al. 1991"
    yield Row("A6", "soil to 3 m [kg/m2]", 5440, 2e-4, book, lambda: areal_mass_kg_m2(3.0))
    yield Row("A6", "mean density to 3 m [kg/m3]", 1813, 5e-4, book, lambda: areal_mass_kg_m2(3.0) / 3.0)
