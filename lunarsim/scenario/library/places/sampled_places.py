"""Where soil of the Moon was taken and returned to Earth: the places of ``configs/library/samples.yml``."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from lunarsim.scenario.library.files import read
from lunarsim.words.units import parse_date


class SampledPlace(NamedTuple):
    """One place whose soil can be studied on the Earth.

    Parameters
    ----------
    title : str
        Its mission.
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    returned : date
        When its soil reached the Earth.
    """

    title: str
    latitude_deg: float
    longitude_deg: float
    returned: dt.date


@cache
def sampled_places(as_of: str) -> tuple[SampledPlace, ...]:
    """Return the places whose soil had been returned by an ISO date, by date."""
    known = parse_date(as_of)
    places = (
        SampledPlace(row["title"], float(row["latitude_deg"]), float(row["longitude_deg"]), parse_date(row["returned"]))
        for row in read("samples")["places"].values()
    )
    return tuple(sorted((place for place in places if place.returned <= known), key=lambda place: place.returned))
