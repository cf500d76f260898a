"""Published results on plants: digging, separation, electrolysis, and the recovery of whole chains."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lunarsim.physics.process.mass_balance import Balance, Output, Unit, separation_mass_pull, solve_balance
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.scenario.scenario import declaration, setter
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.unit_needs import UnitNeeds
from tests.evidence.published_row import Row
from tests.scenario.building import scenario_of


def digging_w(rate_kg_h: float, energy_kwh_per_kg: float) -> float:
    """Return the power that a unit's excavator takes where it digs without pause [W]."""
    changes = {
        "mine.excavators": 1,
        "mine.excavator_duty": 1.0,
        "mine.haul_km": 0.0,
        "mine.excavator_kg_per_day": rate_kg_h * HOURS_PER_DAY,
        "mine.excavation_kwh_per_kg": energy_kwh_per_kg,
    }
    scenario = scenario_of(changes)
    needs = UnitNeeds(scenario, deposits([scenario])[0].flowsheet)
    return needs.excavation_kg_per_day * needs.mine_kwh_per_kg / HOURS_PER_DAY * 1e3


def oxygen_payback_days() -> float:
    """Return in how many days the electrolysis of a unit makes its own mass in oxygen [day]."""
    scenario = scenario_of({"flowsheet.name": "molten_electrolysis", "plant.leach_kg_per_kg_slag_year": 0.0})
    flowsheet = deposits([scenario])[0].flowsheet
    oxygen_kg_per_year = scenario.plant.feed_t_per_year * 1e3 * flowsheet.oxygen_kg
    return UnitNeeds(scenario, flowsheet).treating_kg / oxygen_kg_per_year * DAYS_PER_YEAR


ILMENITE_RECOVERY, ILMENITE_ENRICHMENT = 0.32, 3.0


def ilmenite_separation() -> Balance:
    """Return the balance of one separation whose curve has the exponent of the published enrichment and recovery."""
    exponent = -np.log(ILMENITE_ENRICHMENT) / np.log(ILMENITE_RECOVERY)
    pull = separation_mass_pull(ILMENITE_RECOVERY, exponent, 0.0)
    unit = Unit("separation", ("soil",), (Output("concentrate", ILMENITE_RECOVERY, pull),), "tailings")
    return solve_balance([unit], np.full(len(REE_AXIS), 1e-4), np.ones(len(REE_AXIS)))


def _tailings_over_feed() -> float:
    tailings = ilmenite_separation().product["tailings"]
    return float(tailings.element_kg[0] / tailings.mass_kg / 1e-4)


def plant_rows() -> Iterator[Row]:
    """Yield what follows from single steps of a plant."""
    dlr, giel = "DLR 2024", "Giel et al. 2025"
    yield Row(
        "B2", "mass payback of electrolysis, oxygen [d]", 52.2, 1e-3, "Schreiner et al. 2015", oxygen_payback_days
    )
    yield Row("B4", "continuous digging [W]", 17, 0.01, giel, lambda: digging_w(777.54, 22e-6))
    yield Row("B4", "batch digging [W]", 148, 0.01, giel, lambda: digging_w(172.02, 86e-5))
    yield Row(
        "B5",
        "mass pull of ilmenite separation",
        0.107,
        5e-3,
        dlr,
        lambda: ilmenite_separation().product["concentrate"].mass_kg,
    )
    yield Row("B5", "grade of its tailings over feed", 0.761, 1e-3, dlr, _tailings_over_feed)


CHAINS = 1000


def chain_recoveries(name: str) -> tuple[float, FloatArray]:
    """Return the recovery from soil to oxide of a flowsheet at nominal values, and drawn from all that is uncertain."""
    base = scenario_of({"flowsheet.name": name}, "fra_mauro")
    declared = {key: declaration(key)[0].distribution for key in sorted(flowsheet_named(name).parameters)}
    drawn = {key: one for key, one in declared.items() if one is not None}
    units = np.random.default_rng(16).random((len(drawn), CHAINS))
    columns = [one.quantile(unit).tolist() for one, unit in zip(drawn.values(), units, strict=True)]
    put = setter(list(drawn))
    made = deposits([base, *(put(base, row) for row in zip(*columns, strict=True))])
    recovery = np.array([deposit.flowsheet.ree_kg / deposit.ree_grade for deposit in made])
    return float(recovery[0]), recovery[1:]
