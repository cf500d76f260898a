"""Group ``site``: the place where soil is mined.

Each option says of each of its figures where it comes from, in lines such as ``# source(lit_fraction): ...``; what is
declared here says it of them all.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place on the Moon: its soil and its light. Values and sources stand in ``configs/site/``."""

    name: str = parameter(MISSING, "Key of the site.")
    title: str = parameter(MISSING, "Name of the site.")
    latitude_deg: float = parameter(
        MISSING,
        "Latitude, north positive.",
        unit="degrees_north",
        low=-90,
        high=90,
        source="Gazetteer of Planetary Nomenclature (IAU/USGS)",
        evidence="published",
    )
    longitude_deg: float = parameter(
        MISSING,
        "Longitude, east positive.",
        unit="degrees_east",
        low=-180,
        high=180,
        source="Gazetteer of Planetary Nomenclature (IAU/USGS)",
        evidence="published",
    )
    thorium_ppm: float = parameter(
        MISSING,
        "Thorium in the soil, mean of the map's pixel.",
        unit="ppm",
        low=0,
        high=60,
        source="gamma rays seen by Lunar Prospector, Prettyman et al. 2006; of silicic spots forward models",
        evidence="measured",
    )
    feo_wt_pct: float = parameter(
        MISSING,
        "Iron oxide in the soil.",
        unit="percent",
        low=0,
        high=30,
        source="gamma rays seen by Lunar Prospector, Prettyman et al. 2006",
        evidence="measured",
    )
    silicic: bool = parameter(
        MISSING,
        "Whether the thorium sits in silicic rock, which carries few rare earths.",
        source="Diviner spectra, Glotch et al. 2010",
        evidence="published",
    )
    lit_fraction: float = parameter(
        MISSING,
        "Share of the year in sunlight.",
        unit="1",
        low=0,
        high=1,
        source="models of illumination at the poles (Noda et al. 2008, Bussey et al. 2010, Glaeser et al. 2014, 2018); "
        "half elsewhere",
        evidence="published",
    )
    dark_spell_hours: float = parameter(
        MISSING,
        "Longest darkness.",
        unit="hour",
        low=0,
        high=5000,
        source="Glaeser et al. 2014 on one polar ridge, others by analogy; half a synodic month elsewhere",
        evidence="analogue",
    )
    most_stations: int = parameter(
        10,
        "Stations that its lit places hold.",
        unit="1",
        low=1,
        high=100,
        source="no limit for the two stations of a run: away from the poles one place is lit like another",
    )
    earth_visible_fraction: float = parameter(
        MISSING,
        "Share of the time in sight of the Earth.",
        unit="1",
        low=0,
        high=1,
        source="assumed at the poles, from the libration and a smooth horizon; geometry elsewhere",
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
    regolith_thickness_m: float = parameter(
        MISSING,
        "Thickness of the regolith.",
        unit="m",
        low=0,
        high=50,
        source="means of maria and highlands (Shkuratov and Bondarenko 2001); sounded or counted at three sites",
        evidence="analogue",
    )
