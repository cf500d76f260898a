"""The technology of a plant: when its least ready step can work on the Moon."""

from __future__ import annotations

from lunarsim.physics.process.maturing import years_to_readiness
from lunarsim.scenario.groups.extraction.flowsheet import Flowsheet
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.words.units import DAYS_PER_YEAR


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
