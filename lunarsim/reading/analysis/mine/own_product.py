"""Growth from own product and propellant from water, by arithmetic alone: what a mine is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr

from lunarsim.physics.process.bootstrapping import building_per_year, grown_kg, landed_kg
from lunarsim.physics.process.propellant import oxygen_left_per_propellant, water_per_propellant
from lunarsim.words.errors import AnalysisError

MOST_DOUBLINGS = 100
"""Doublings after which no mass means anything any more."""


def bootstrapping(
    seed_kg: float,
    closure: float,
    doubling_years: float,
    years: float | Sequence[float],
    delay_years: float = 0.0,
) -> xr.Dataset:
    """Return how a plant grows from its own product, and what must be landed for it.

    Parameters
    ----------
    seed_kg : float [kg]
        Mass of the first plant, all of which is landed.
    closure : float [1]
        Share of what is built that is made of own product, 0 to 1; the rest is landed.
    doubling_years : float [yr]
        Time in which the plant doubles in the long run.
    years : float or sequence of float [yr]
        Times since the first plant began to work.
    delay_years : float [yr]
        From what is built to its first work.

    Returns
    -------
    Dataset
        Along ``years_at_work``: ``plant_mass`` [kg] at work, ``landed_mass`` [kg], the first plant and what could not
        be made, and ``made_mass`` [kg]; ``yearly_building`` [1/yr], the mass that a plant must build in a year over its
        own, so that it doubles in that time.

    Raises
    ------
    AnalysisError
        If an argument is out of its range; all are named.
    """
    times = np.atleast_1d(np.asarray(years, dtype=float))
    faults = [
        *_out_of_range("seed_kg", seed_kg, above=0.0),
        *_out_of_range("closure", closure, high=1.0),
        *_out_of_range("doubling_years", doubling_years, above=0.0),
        *_out_of_range("delay_years", delay_years),
        *(fault for each in times for fault in _out_of_range("years", each)),
    ]
    if not faults and times.max(initial=0.0) > MOST_DOUBLINGS * doubling_years:
        faults.append(f"years is {times.max():g}, at most {MOST_DOUBLINGS} times doubling_years={doubling_years:g}")
    if faults:
        raise AnalysisError("bootstrapping: " + "; ".join(faults))
    building = float(building_per_year(doubling_years, delay_years))
    plant = grown_kg(seed_kg, building, delay_years, times)
    landed = landed_kg(seed_kg, plant, closure)
    along = "years_at_work"
    return xr.Dataset(
        {
            "plant_mass": (along, plant, {"units": "kg"}),
            "landed_mass": (along, landed, {"units": "kg"}),
            "made_mass": (along, plant - landed, {"units": "kg"}),
            "yearly_building": ((), building, {"units": "year-1"}),
        },
        {along: (along, times, {"units": "year"})},
    )


def water_for_propellant(mixture_ratio: float | Sequence[float], lost_share: float = 0.0) -> xr.Dataset:
    """Return the water that is split for a kilogram of hydrogen and oxygen as engines burn them.

    Parameters
    ----------
    mixture_ratio : float or sequence of float [1]
        Oxygen over hydrogen in the engine, by mass: 5.5 to 6 today, 7.94 in water.
    lost_share : float [1]
        Share of the propellant that is lost before it is used, 0 up to 1.

    Returns
    -------
    Dataset
        Along ``engine_ratio``: ``water_per_kilogram`` [kg/kg] of propellant that is used, and
        ``oxygen_left_per_kilogram`` [kg/kg], which engines leave of it.

    Raises
    ------
    AnalysisError
        If an argument is out of its range; all are named.
    """
    ratios = np.atleast_1d(np.asarray(mixture_ratio, dtype=float))
    faults = [fault for each in ratios for fault in _out_of_range("mixture_ratio", each)]
    faults += _out_of_range("lost_share", lost_share, below=1.0)
    if faults:
        raise AnalysisError("water_for_propellant: " + "; ".join(faults))
    along = "engine_ratio"
    return xr.Dataset(
        {
            "water_per_kilogram": (along, water_per_propellant(ratios, lost_share), {"units": "kg kg-1"}),
            "oxygen_left_per_kilogram": (along, oxygen_left_per_propellant(ratios, lost_share), {"units": "kg kg-1"}),
        },
        {along: (along, ratios, {"units": "1"})},
    )


def _out_of_range(
    name: str, value: float, *, above: float = -1.0, high: float = np.inf, below: float = np.inf
) -> Iterator[str]:
    """Yield that an argument is not a number within its limits: not negative, and more than ``above``."""
    if 0.0 <= value <= high and value > above and value < below:
        return
    least = f"above {above:g}" if above >= 0.0 else "at least 0"
    most = f" and at most {high:g}" if np.isfinite(high) else f" and below {below:g}" if np.isfinite(below) else ""
    yield f"{name} is {value:g}, must be {least}{most}"
