"""How far each bloc relies on imports, stage by stage, with and without the lunar product that it holds."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.money.oxide_market import import_reliance
from lunarsim.physics.money.supply_security import concentration, supply_risk
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import use_of_element
from lunarsim.study.accounts.supply.holders import lunar_at_stage_t, lunar_made_at_stage_t
from lunarsim.study.accounts.supply.producers import SEPARATION, Stage, stages
from lunarsim.study.accounts.supply.shares import makers, use_shares
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


def use_at_stage(runs: StoredRuns) -> dict[str, FloatArray]:
    """Return the world's use of what goes through each stage, dims (run, year) [t]."""
    nothing = np.zeros((runs.count, len(runs.calendar.years)))
    return {
        stage.name: total((use_of_element(runs, element) for element in stage.elements), nothing) for stage in stages()
    }


def reliance_at_stage(runs: StoredRuns, stage: Stage, bloc: str, *, lunar: bool = True) -> FloatArray:
    """Return a bloc's net import reliance at a stage, dims (run, year) [1]."""
    use, share = runs.shared(use_at_stage)[stage.name], runs.shared(use_shares)[bloc][:, None]
    held = lunar_at_stage_t(runs, stage, bloc) if lunar else np.zeros(use.shape)
    return np.asarray(import_reliance(share, runs.shared(makers)[stage.name].shares[bloc], held / use))


@computes(
    Variable(
        "import_reliance",
        "import reliance",
        "1",
        ("bloc", "year"),
        "f4",
        "Share of a bloc's use of separated oxides that neither its refineries nor its lunar product cover. To a "
        "ten-millionth; import_reliance_by_stage is finer.",
    ),
    Variable(
        "import_reliance_by_stage",
        "import reliance by stage",
        "1",
        ("bloc", "supply_stage", "year"),
        # Lunar product lowers it by millionths, which single precision would not hold.
        "f8",
        "Share of a bloc's use that its industry at a stage and its lunar product do not cover. Lunar oxide counts at "
        "the mine, and at separation where it is separated at home; never as metal or magnet.",
    ),
    Variable(
        "import_reliance_without_lunar",
        "import reliance without lunar product",
        "1",
        ("bloc", "supply_stage", "year"),
        "f8",
        "The same without lunar product: industry grows as use does, and its shares move by market.diversification.",
    ),
    Variable(
        "supply_concentration",
        "concentration of supply",
        "1",
        ("supply_stage", "year"),
        "f4",
        "Herfindahl-Hirschman index of the producing countries. Lunar product adds to what its holder mines and the "
        "bloc that separates it separates; where that is more than one country, it is one more producer.",
    ),
    Variable(
        "supply_risk",
        "supply risk",
        "1",
        ("bloc", "supply_stage", "year"),
        "f4",
        "Concentration of supply times import reliance times the instability of those that export (as in GeoPolRisk).",
    ),
)
def reliance(runs: StoredRuns) -> Arrays:
    """Compute each bloc's reliance on imports, concentration and risk, stage by stage."""
    names = tuple(runs.labels["bloc"])
    shape = (runs.count, len(names), len(stages()), len(runs.calendar.years))
    with_lunar, without, risk = (np.empty(shape) for _ in range(3))
    concentrated = np.empty((runs.count, *shape[2:]))
    for at, stage in enumerate(stages()):
        concentrated[:, at] = _concentration(runs, stage)
        for index, bloc in enumerate(names):
            with_lunar[:, index, at] = reliance_at_stage(runs, stage, bloc)
            without[:, index, at] = reliance_at_stage(runs, stage, bloc, lunar=False)
            instability = runs.shared(makers)[stage.name].instability[bloc]
            risk[:, index, at] = supply_risk(concentrated[:, at], with_lunar[:, index, at], instability)
    return {
        "import_reliance": np.stack([_of_separated(runs, bloc) for bloc in names], axis=1),
        "import_reliance_by_stage": with_lunar,
        "import_reliance_without_lunar": without,
        "supply_concentration": concentrated,
        "supply_risk": risk,
    }


def _of_separated(runs: StoredRuns, bloc: str) -> FloatArray:
    """Return the reliance on separated oxides, light and heavy together, dims (run, year) [1]."""
    nothing = np.zeros((runs.count, len(runs.calendar.years)))
    uses = runs.shared(use_at_stage)
    parts = [stage for stage in stages() if stage.name in SEPARATION]
    use = total((uses[stage.name] for stage in parts), nothing)
    refined = total((uses[stage.name] * runs.shared(makers)[stage.name].shares[bloc] for stage in parts), nothing)
    lunar = total((lunar_at_stage_t(runs, stage, bloc) for stage in parts), nothing)
    return np.asarray(import_reliance(use * runs.shared(use_shares)[bloc][:, None], refined, lunar))


def _concentration(runs: StoredRuns, stage: Stage) -> FloatArray:
    """Return the concentration of the producers at a stage, lunar product among them, dims (run, year) [1]."""
    use = runs.shared(use_at_stage)[stage.name]
    made = runs.shared(makers)[stage.name]
    whole, squares = use, made.squares * use * use
    for bloc, about in runs.blocs.items():
        lunar = lunar_made_at_stage_t(runs, stage, bloc)
        # A bloc that is one country makes the product part of its own; elsewhere it is one more producer.
        own = use * made.largest[bloc] if len(about.countries) == 1 else 0.0
        squares = squares + lunar * (lunar + 2.0 * own)
        whole = whole + lunar
    return np.asarray(concentration(squares, whole))
