"""What a restriction of exports leaves of the needs of defense and electronics, bloc by bloc and stage by stage."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.supply_security import covered_share, with_stockpile
from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import use_by_sector
from lunarsim.study.accounts.supply.holders import lunar_at_stage_t
from lunarsim.study.accounts.supply.producers import Stage, stages
from lunarsim.study.accounts.supply.reliance import use_at_stage
from lunarsim.study.accounts.supply.shares import makers, use_shares
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable

STRATEGIC = ("defense", "electronics")
"""Sectors that are served first."""


@computes(
    Variable(
        "strategic_demand_covered",
        "demand of defense and electronics covered",
        "1",
        ("bloc", "supply_stage"),
        "f8",
        "Mean share over the years of market.restriction_years, where defense and electronics are served first; "
        "without a restriction within the horizon 1.",
    ),
    Variable(
        "strategic_demand_covered_without_lunar",
        "demand of defense and electronics covered without lunar product",
        "1",
        ("bloc", "supply_stage"),
        "f8",
        "The same without lunar product.",
    ),
)
def restrictions(runs: StoredRuns) -> Arrays:
    """Compute what is covered while a supplier restricts its exports."""
    names = tuple(runs.labels["bloc"])
    restricted = _restricted_years(runs)
    covered = np.ones((2, runs.count, len(names), len(stages())))
    # Most sweeps have no restriction, and all is covered.
    for at, stage in enumerate(stages() if restricted.any() else ()):
        for index, bloc in enumerate(names):
            stays_away = _stays_away(runs, stage, bloc)
            for which, lunar in enumerate((True, False)):
                covered[which, :, index, at] = _covered(runs, stage, bloc, stays_away, restricted, lunar=lunar)
    return {"strategic_demand_covered": covered[0], "strategic_demand_covered_without_lunar": covered[1]}


def strategic_need_t(runs: StoredRuns, stage: Stage) -> FloatArray:
    """Return what defense and electronics of the world need of what goes through a stage, dims (run, year) [t]."""
    uses, sectors = runs.shared(use_by_sector), read("market")["demand"]["sectors"]
    parts = (
        uses[name] * total((sectors[name]["oxides"].get(element, 0.0) for element in stage.elements), 0.0)
        for name in STRATEGIC
    )
    return total(parts, np.zeros((runs.count, len(runs.calendar.years))))


def _restricted_years(runs: StoredRuns) -> FloatArray:
    """Return 1 in the years of a restriction, else 0, dims (run, year) [1]."""
    years = np.array(runs.calendar.years, dtype=float)
    first, length = (runs.column("market", name)[:, None] for name in ("restriction_year", "restriction_years"))
    by_somebody = np.array(runs.texts("market", "restricted_by")) != "none"
    return np.asarray((years >= first) & (years < first + length) & by_somebody[:, None], dtype=float)


def _stays_away(runs: StoredRuns, stage: Stage, bloc: str) -> FloatArray:
    """Return the part of a bloc's imports that stays away, dims (run, year) [1]."""
    restricted_by = np.array(runs.texts("market", "restricted_by"))
    supplied = np.zeros((runs.count, len(runs.calendar.years)))
    for name in runs.blocs:
        share = runs.shared(makers)[stage.name].share_abroad(bloc, name)
        supplied = np.where((restricted_by == name)[:, None], share, supplied)
    return supplied * runs.column("market", "restriction_share")[:, None]


def _covered(
    runs: StoredRuns, stage: Stage, bloc: str, stays_away: FloatArray, restricted: FloatArray, *, lunar: bool
) -> FloatArray:
    world, share = runs.shared(use_at_stage)[stage.name], runs.shared(use_shares)[bloc][:, None]
    at_home = world * runs.shared(makers)[stage.name].shares[bloc] + (
        lunar_at_stage_t(runs, stage, bloc) if lunar else 0.0
    )
    covered = covered_share(
        strategic_need_t(runs, stage) * share,
        at_home,
        np.maximum(world * share - at_home, 0.0),
        stays_away * restricted,
    )
    filled = with_stockpile(covered, runs.column("market", "stockpile_years"))
    years = restricted.sum(axis=-1)
    mean = np.ones(runs.count)
    np.divide((filled * restricted).sum(axis=-1), years, out=mean, where=years > 0)
    return mean
