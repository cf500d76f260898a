"""Group ``site``: the place where soil is mined."""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place on the Moon: its soil and its light. Values and sources stand in ``configs/site/``."""

    name: str = parameter(MISSING, "Key of the site.")
    title: str = parameter(MISSING, "Name of the site.")
    latitude_deg: float = parameter(MISSING, "Latitude, north positive.", unit="degrees_north", low=-90, high=90)
    longitude_deg: float = parameter(MISSING, "Longitude, east positive.", unit="degrees_east", low=-180, high=180)
    thorium_ppm: float = parameter(MISSING, "Thorium in the soil, mean of the map's pixel.", unit="ppm", low=0, high=60)
    feo_wt_pct: float = parameter(MISSING, "Iron oxide in the soil.", unit="percent", low=0, high=30)
    silicic: bool = parameter(MISSING, "Whether the thorium sits in silicic rock, which carries few rare earths.")
    lit_fraction: float = parameter(MISSING, "Share of the year in sunlight.", unit="1", low=0, high=1)
    dark_spell_hours: float = parameter(MISSING, "Longest darkness.", unit="hour", low=0, high=5000)
    earth_visible_fraction: float = parameter(
        MISSING, "Share of the time in sight of the Earth.", unit="1", low=0, high=1
    )
    thorium_map: str = parameter(
        "", "File of a map of elements from which thorium and iron of the place are read; empty for the figures here."
    )
    map_radius_km: float = parameter(
        0.0,
        "Radius over which the map is averaged by area; 0 takes the pixel that holds the place.",
        unit="km",
        low=0,
        high=3000,
        source="a choice; a pixel of 5 degrees is 150 km wide",
    )
    regolith_thickness_m: float = parameter(MISSING, "Thickness of the regolith.", unit="m", low=0, high=50)
