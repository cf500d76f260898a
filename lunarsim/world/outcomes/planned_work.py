"""The work of a plan at face value: what each year would take if all came on its day."""

from __future__ import annotations

import numpy as np

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.outcomes.work import BUILD_YEARS, Spans, year_amounts
from lunarsim.world.prepared import Prepared


def planned_work(scenario: Scenario, prepared: Prepared, programs: dict[str, int]) -> dict[str, FloatArray]:
    """Return the variables of :data:`lunarsim.world.outcomes.work.work` for a plan that nothing delays.

    Parameters
    ----------
    scenario, prepared : Scenario, Prepared
        The input and its constant parts.
    programs : dict
        Index of each program on its axis.

    Returns
    -------
    dict of str to array, dims (1, program, year)
    """
    lead, cooperates = scenario.station.lead, scenario.cooperation.mode != "none"
    flights = [
        (
            programs[planned.mission.program],
            planned.planned_day,
            planned.hardware_kg(0.0),
            _launches(scenario, planned.key),
        )
        for planned in prepared.missions
        if not (planned.mission.role == "fallback" and planned.mission.program == lead and cooperates)
    ]
    designs = [
        (programs[each.program], each.begins_day, each.planned_day, each.left * each.kg, each.left * each.musd)
        for each in prepared.designs
    ]
    of, launched, built, bought = np.array(flights, dtype=float).reshape(-1, 4).T
    by, begins, ends, kg, musd = np.array(designs, dtype=float).reshape(-1, 5).T
    building = Spans(of.astype(np.int64), launched - BUILD_YEARS * DAYS_PER_YEAR, launched, launched)
    ends = np.maximum(ends, begins + 1.0)
    developing = Spans(by.astype(np.int64), begins, ends, ends)
    calendar = scenario_calendar(scenario)
    spread = {
        "year_development_kg": (developing, kg),
        "year_development_musd": (developing, musd),
        "year_hardware_kg": (building, built),
        "year_launches_musd": (building, bought),
    }
    return {name: year_amounts(calendar, *work, len(programs))[None] for name, work in spread.items()}


def _launches(scenario: Scenario, key: str) -> float:
    mission = scenario.missions[key]
    return mission.launches * scenario.vehicles[mission.vehicle].launch_cost_musd
