"""The technology of a plant: when its least ready step can work on the Moon."""

from __future__ import annotations

from lunarsim.physics.process.maturing import years_to_readiness
from lunarsim.scenario.groups.extraction.flowsheet import Flowsheet
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.library.flowsheet_graphs import READY, flowsheet_named
from lunarsim.words.units import DAYS_PER_YEAR

TRIED = 6
"""Readiness level of a prototype shown in a relevant environment (ISO 16290): a pilot on the Moon is the next one."""


def technology_ready_day(flowsheet: Flowsheet, plant: Plant) -> float:
    """Return when the least ready step of a flowsheet can work on the Moon, infinity for never [day]."""
    share = flowsheet_named(flowsheet.name).waiting_share
    years = years_to_readiness(
        flowsheet.readiness_years * share,
        plant.readiness_usual_musd_per_year,
        plant.readiness_musd_per_year,
        plant.readiness_money_weight,
    )
    return float(years) * DAYS_PER_YEAR / plant.readiness_acceleration


def may_be_tried_day(flowsheet: Flowsheet, ready_day: float) -> float:
    """Return when the least ready step of a flowsheet can be tried on the Moon, levels being evenly spaced [day].

    Parameters
    ----------
    flowsheet : Flowsheet
        Its name.
    ready_day : float
        When that step can work there [day].
    """
    level = min(unit.readiness for unit in flowsheet_named(flowsheet.name).units)
    return ready_day * (TRIED - level) / (READY - level) if level < TRIED else 0.0
