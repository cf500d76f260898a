"""Supply in the accounts: what lunar product changes in each bloc's reliance on imports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.money.oxide_market import import_reliance
from lunarsim.scenario.library.files import read
from lunarsim.world.outcomes.calendar import Calendar

Numbers = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]


@cache
def blocs() -> dict[str, Any]:
    """Return the library of blocs."""
    return read("blocs")


def reliance(arrays: Arrays, growth: Numbers, calendar: Calendar, labels: Mapping[str, tuple[Any, ...]]) -> Numbers:
    """Return the share of each bloc's use that neither its refineries nor its lunar product cover.

    Parameters
    ----------
    arrays : mapping
        Outcomes of the runs as stored, dims (run, ...).
    growth : array [1/year], dims (run,)
        Yearly growth of the use of rare earths.
    calendar : Calendar
        Months and years.
    labels : mapping
        Labels of the trailing dimensions.

    Returns
    -------
    array [1], dims (run, bloc, year)
        Between 0 and 1.
    """
    library = blocs()
    use = library["world"]["use_t"]
    years = np.array(calendar.years, dtype=float)
    held_t = np.asarray(arrays["year_reo_delivered_kg"], dtype=float) * 1e-3
    scale = np.power(1.0 + growth[:, None], years - library["world"]["year"])
    found = np.empty((len(growth), len(labels["bloc"]), len(years)))
    for place, name in enumerate(labels["bloc"]):
        bloc = library["blocs"][name]
        mine = [labels["program"].index(program) for program in bloc["programs"] if program in labels["program"]]
        lunar = np.zeros((len(growth), len(years)))
        for program in mine:
            lunar += held_t[:, program]
        demand = use * bloc["use_share"] * scale
        found[:, place] = import_reliance(demand, use * bloc["refined_share"] * scale, lunar)
    return found
