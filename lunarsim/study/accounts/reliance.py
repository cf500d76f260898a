"""What lunar product changes in each bloc's reliance on imports."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from lunarsim.physics.money.oxide_market import import_reliance
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Coordinate, Variable


@cache
def _library() -> dict[str, Any]:
    return read("blocs")


def bloc_coordinate() -> Coordinate:
    """Return the blocs of the library."""
    return Coordinate(tuple(_library()["blocs"]), "bloc of users")


@computes(
    Variable(
        "import_reliance",
        "import reliance",
        "1",
        ("bloc", "year"),
        about="Share of a bloc's use of rare earths that neither its refineries nor its lunar product cover.",
    ),
)
def reliance(runs: StoredRuns) -> Arrays:
    """Compute each bloc's reliance on imports."""
    world, blocs = _library()["world"], _library()["blocs"]
    years = np.array(runs.calendar.years, dtype=float)
    growth = np.power(1.0 + runs.column("market", "demand_growth")[:, None], years - world["year"])
    delivered_t = runs.outcome("year_reo_delivered_kg") * 1e-3
    programs = runs.index("program")
    by_bloc: list[FloatArray] = []
    for name in runs.labels["bloc"]:
        bloc = blocs[name]
        lunar_t = np.zeros(growth.shape)
        for program in bloc["programs"]:
            if program in programs:
                lunar_t += delivered_t[:, programs[program]]
        use_t, refined_t = (world["use_t"] * bloc[share] * growth for share in ("use_share", "refined_share"))
        by_bloc.append(import_reliance(use_t, refined_t, lunar_t))
    return {"import_reliance": np.stack(by_bloc, axis=1)}
