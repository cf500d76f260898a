"""What working hardware uses up: spares in proportion to its dry mass, for the days on which somebody works it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lunarsim.physics.logistics.supplies import Supply
from lunarsim.words.arrays import Floats, Result
from lunarsim.words.units import DAYS_PER_YEAR

SPARES = 401
"""Class of spares and repair parts."""


class SparesShares(NamedTuple):
    """Spares of a year of work over dry mass [kg/kg/yr], by how they are stowed."""

    pressurized: Floats = 0.0
    unpressurized: Floats = 0.0


def spares_demand(shares: SparesShares, dry_kg: Floats, working_days: Floats) -> dict[Supply, Result]:
    """Return the spares that hardware uses up while it works.

    Source: sparing by mass of SpaceNet 2.5 (SparingByMassDemandModel), whose year has 365 days.

    Parameters
    ----------
    shares : SparesShares [1]
        Spares of a year over dry mass.
    dry_kg : float or array [kg]
        Dry mass.
    working_days : float or array [day]
        Days of work.

    Returns
    -------
    dict [kg]
        Masses by supply, without containers.
    """
    kg_years = dry_kg * (working_days / DAYS_PER_YEAR)
    return {
        Supply(SPARES, "pressurized"): shares.pressurized * kg_years,
        Supply(SPARES, "unpressurized"): shares.unpressurized * kg_years,
    }


def repair_crew_hours(spares_kg: Floats, repair_hours_per_kg: Floats) -> Result:
    """Return the hours of work in which spares are built in.

    Source: repairs of habitat and ascent module (SpaceNet 2.5 User's Guide, p. 49).

    Parameters
    ----------
    spares_kg : float or array [kg]
        Spares used.
    repair_hours_per_kg : float or array [h/kg]
        Hours for each kilogram.

    Returns
    -------
    float or array [h]
        Hours times persons.
    """
    return spares_kg * repair_hours_per_kg


def first_come_days(stays: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    """Return how long each of some stays keeps hardware at work by itself; a shared day counts for who came first.

    The sum is the time in which anybody is there, however stays overlap.

    Source: measure of a union of intervals.

    Parameters
    ----------
    stays : iterable of pair [1]
        First and last moment of each [day], in any order.

    Returns
    -------
    tuple of float [day]
        In the order of the stays.
    """
    spans = list(stays)
    days = [0.0] * len(spans)
    covered = float("-inf")
    for index in sorted(range(len(spans)), key=lambda index: spans[index]):
        start, end = spans[index]
        days[index] = max(end - max(start, covered), 0.0)
        covered = max(covered, end)
    return tuple(days)
