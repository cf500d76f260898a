"""What Earth uses of rare earths, by sector and element, from year to year."""

from __future__ import annotations

from typing import Any

import numpy as np

from lunarsim.physics.money.oxide_market import use_after_growth
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Coordinate, Variable

MAGNETS = "magnets"
"""The sector that has growth of its own."""


def _demand() -> dict[str, Any]:
    library: dict[str, Any] = read("market")["demand"]
    return library


def sector_coordinate() -> Coordinate:
    """Return the sectors of use."""
    return Coordinate(tuple(_demand()["sectors"]), "sector of use")


def growth_since_2024(runs: StoredRuns) -> dict[str, FloatArray]:
    """Return by what the use of each sector is greater than in 2024, dims (run, year) [1]."""
    years = np.array(runs.calendar.years, dtype=float) - _demand()["year"]
    growth = runs.column("market", "demand_growth")[:, None]
    grown = {}
    for name, sector in _demand()["sectors"].items():
        if name == MAGNETS:
            to_2030, after = (
                runs.column("market", key)[:, None] for key in ("magnet_growth", "magnet_growth_after_2030")
            )
        else:
            to_2030 = after = growth + sector["growth_less"]
        grown[name] = use_after_growth(to_2030, after, years)
    return grown


def use_by_sector(runs: StoredRuns) -> dict[str, FloatArray]:
    """Return the world's use of oxide by sector, dims (run, year) [t]."""
    grown = runs.shared(growth_since_2024)
    sectors = _demand()["sectors"]
    return {name: _demand()["use_t"] * sectors[name]["share"] * grown[name] for name in sectors}


def use_of_oxide(runs: StoredRuns) -> FloatArray:
    """Return the world's use of all oxides, dims (run, year) [t]."""
    uses = runs.shared(use_by_sector)
    return total(uses.values(), np.zeros((runs.count, len(runs.calendar.years))))


def use_of_element(runs: StoredRuns, element: str) -> FloatArray:
    """Return the world's use of an element's oxide, dims (run, year) [t]."""
    demand, uses = _demand(), runs.shared(use_by_sector)
    parts = [uses[name] * sector["oxides"].get(element, 0.0) for name, sector in demand["sectors"].items()]
    small_t = demand["small_markets"]["use_t"].get(element, 0.0)
    return total(parts, small_t * runs.shared(growth_since_2024)["others"])


@computes(
    Variable(
        "use_t",
        "use of rare earths",
        "t",
        ("sector", "year"),
        "f4",
        "Oxide that the world uses in a year, by sector.",
    ),
    Variable(
        "use_by_element_t",
        "use by element",
        "t",
        ("ree", "year"),
        "f4",
        "Oxide of each element that the world uses in a year, in all sectors and in small markets beside them.",
    ),
)
def demand(runs: StoredRuns) -> Arrays:
    """Compute what the world uses by sector and by element."""
    return {
        "use_t": np.stack(list(runs.shared(use_by_sector).values()), axis=1),
        "use_by_element_t": np.stack([use_of_element(runs, element) for element in REE_AXIS], axis=1),
    }
