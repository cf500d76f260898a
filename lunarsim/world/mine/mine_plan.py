"""What is prepared for the mine of a run: its plant, its returns and the cargo that both take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.growth import GrowthPlan, growth_plan
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT, MineCargo
from lunarsim.world.mine.logistics.return_plan import ReturnPlan
from lunarsim.world.mine.plant_design import PlantDesign
from lunarsim.world.mine.unit_needs import stands_at_station
from lunarsim.world.programs.dated_plans import DatedPlan, assumed_plan


@dataclass(frozen=True, slots=True)
class MinePlan:
    """The mine as planned: figures that follow from scenario and deposit, and no state.

    ``planned_day`` is the launch of the plant [day], ``growth`` what a unit takes that it makes for itself, if it does.
    """

    planned_day: float
    plant: PlantDesign
    returns: ReturnPlan
    cargo: MineCargo
    growth: GrowthPlan | None = None

    def flight_plan(self, beside: DatedPlan, plant: Plant) -> DatedPlan:
        """Return the plan of the flights that bring the plant, in the chain of a plan of the same program."""
        return assumed_plan(PLANT_FLIGHT, beside, self.planned_day, plant.planned_early_years, plant.planned_late_years)


def mine_plan(scenario: Scenario, start: dt.date, sheet: SolvedFlowsheet) -> MinePlan:
    """Return the plan of a scenario's mine.

    Parameters
    ----------
    scenario : Scenario
        The input.
    start : date
        First day of the simulation.
    sheet : SolvedFlowsheet
        What the flowsheet makes of the deposit's soil.
    """
    logistics = scenario.logistics
    design = PlantDesign(scenario, sheet)
    growth = growth_plan(scenario.plant, design.needs, design.flowsheet)
    grown_units = growth.most_units if growth is not None else 0
    returns = ReturnPlan(scenario, design.needs, design.flowsheet, grown_units)
    cargo = MineCargo(
        scenario.station.lead,
        logistics.cargo_vehicle,
        scenario.vehicles[logistics.cargo_vehicle],
        0.0 if stands_at_station(scenario) else logistics.camp_kg,
        design.needs.delivered_kg,
        design.needs.reagents_kg,
        design.needs.spares_kg,
        returns.first_supplies(),
        logistics.cargo_interval_days,
    )
    planned_day = max(days_between(start, parse_date(scenario.plant.planned)), 0.0)
    return MinePlan(planned_day, design, returns, cargo, growth)
