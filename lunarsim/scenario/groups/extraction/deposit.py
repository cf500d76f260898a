"""Group ``deposit``: the rare earths of the site."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal, Triangular

SITE_LN_SD = 0.33
"""Standard deviation of the logarithm of soil over map pixel at landing sites, of about 1 km."""

CALIBRATION_LN_SD = 0.1
"""Part of it that all soil of a map shares, taken out of the regional part: calibration, which no area averages."""

_LN_033 = LogNormal(0.55, 1.63)
"""Log-normal with that standard deviation and a mean of 1, as a pixel holds the metal of its square kilometers."""


@dataclass(frozen=True, kw_only=True)
class Deposit:
    """From the thorium of the map to the rare earths in the soil and what of them can be dug."""

    area_km2: float = parameter(
        1.0, "Area considered for mining.", unit="km2", low=1e-6, high=1e7, source="a lever, not a finding"
    )
    depth_m: float = parameter(
        3.0,
        "Depth of mining; never below the regolith.",
        unit="m",
        low=0.01,
        high=50,
        source="1 to 3 m by excavators",
        evidence="analogue",
    )
    thorium_multiplier: float = parameter(
        1.0,
        "Thorium of a square kilometer over the pixel's, the mean of them all (change of support from 150 km).",
        unit="1",
        low=0.05,
        high=20,
        source="Lunar Prospector pixel against soil at 11 landing sites: standard deviation of the logarithm 0.33",
        evidence="measured",
        distribution=_LN_033,
    )
    local_share: float = parameter(
        0.5,
        "Share of that variance which averages out over variogram_range_km; the rest does so over unit_range_km.",
        unit="1",
        low=0,
        high=1,
        source="assumed: contacts and craters of kilometers against ejecta units of 150 to 300 km",
    )
    variogram_range_km: float = parameter(
        3.0,
        "Distance beyond which the local part is no longer alike.",
        unit="km",
        low=0.01,
        high=1000,
        source="local craters and contacts of mare and highland, 0.3 to 3 km",
    )
    ree_per_thorium: float = parameter(
        40.4,
        "Rare earths (14 lanthanides) per thorium in KREEP.",
        unit="1",
        low=1,
        high=200,
        source="Warren 1989, high-K KREEP; spread of individual soils 0.15 of the logarithm",
        evidence="measured",
        distribution=LogNormal(31.6, 51.7),
        acts_if=(when("site.silicic", False),),
    )
    mare_term_ppm: float = parameter(
        70.0,
        "Rare earths of a pure mare soil beyond the thorium-bound ones.",
        unit="ppm",
        low=0,
        high=1000,
        source=(
            "excess over 40.4 Th in Luna 16/24, Apollo 11 and Chang'e-5 soils; standard deviation of the logarithm 0.6"
        ),
        evidence="measured",
        distribution=LogNormal(26.1, 188.0),
        acts_if=(when("site.silicic", False),),
    )
    feldspathic_term_ppm: float = parameter(
        8.0,
        "Rare earths of a pure feldspathic soil beyond the thorium-bound ones.",
        unit="ppm",
        low=0,
        high=100,
        source="feldspathic lunar meteorites, Korotev et al. 2003",
        evidence="measured",
    )
    silicic_ree_per_thorium: float = parameter(
        6.0,
        "Rare earths per thorium in silicic rock.",
        unit="1",
        low=0,
        high=40,
        source="granite 14321,1027, one clast; a factor of two either way",
        evidence="measured",
        distribution=LogNormal(3.0, 12.0),
        acts_if=(when("site.silicic"),),
    )
    phosphorus_per_thorium: float = parameter(
        155.0,
        "Phosphorus per thorium, which caps the phosphates of a soil; silicic spots are given none.",
        unit="1",
        low=0,
        high=2000,
        source="Warren 1989, high-K KREEP; soils of Apollo 14 and 12 hold 162 and 273, mare soils more",
        evidence="measured",
        distribution=LogNormal(120.0, 280.0),
        acts_if=(when("site.silicic", False),),
    )
    thickness_multiplier: float = parameter(
        1.0,
        "Thickness of the regolith over that of the site.",
        unit="1",
        low=0.05,
        high=20,
        source="standard deviation of the logarithm 0.4 in maria and 0.5 in highlands (Shkuratov & Bondarenko 2001)",
        evidence="measured",
        distribution=LogNormal(0.477, 2.096),
    )
    density_multiplier: float = parameter(
        1.0,
        "Mass of soil to a depth over that of the Sourcebook's density profile.",
        unit="1",
        low=0.5,
        high=2,
        source="Carrier, Olhoeft & Mendell 1991; a few percent between cores",
        evidence="measured",
        distribution=LogNormal(0.921, 1.086),
    )
    access: float = parameter(
        0.55,
        "Share of the area that slopes, boulders and keep-out zones leave.",
        unit="1",
        low=0,
        high=1,
        source="range 0.3 to 0.8",
        distribution=Triangular(0.3, 0.55, 0.8),
    )
    mining_recovery: float = parameter(
        0.92,
        "Share of the accessible soil that is really dug.",
        unit="1",
        low=0,
        high=1,
        source="range 0.85 to 0.98, terrestrial open pits",
        evidence="analogue",
        distribution=Triangular(0.85, 0.92, 0.98),
    )
    cutoff_ree_ppm: float = parameter(
        0.0,
        "Rare earths (14 lanthanides) below which a block is left standing; 0 digs all.",
        unit="ppm",
        low=0,
        high=1e5,
        source="a lever, not a finding",
    )
    selective_block_km: float = parameter(
        0.05,
        "Side of the smallest block that can be dug or left standing.",
        unit="km",
        low=1e-3,
        high=1000,
        source="benches and selective units of open pits, 5 to 50 m",
        evidence="analogue",
    )
    sample_spacing_km: float | None = parameter(
        None,
        "Spacing of a grid of drill holes over the area, for the class of the resource; null for none.",
        unit="km",
        low=1e-3,
        high=1000,
        source="no place of the Moon has been drilled on a grid",
        evidence="measured",
        optional=True,
    )
    unit_range_km: float = parameter(
        150.0,
        "Distance over which the soil is of one unit: returned soil speaks for it, and the regional part is alike.",
        unit="km",
        low=1,
        high=2000,
        source="ejecta units are alike over 150 to 300 km; the low end",
    )
