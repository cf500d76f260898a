"""What a run does not change in a plant: its flowsheet, what a unit can do, and what its capacity depends on."""

from __future__ import annotations

import math

from lunarsim.physics.process.start_up import start_up_level
from lunarsim.scenario.library.flowsheet_graphs import Value, flowsheet_named
from lunarsim.scenario.library.power.ratings import site_cycle, sources_of
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.mine.feed_limits import START_UP_STEPS, FeedRule
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.unit_needs import LEARNING_YEARS, UnitNeeds, availability_after, plant_site, stands_at_station


class PlantDesign:
    """The plant of a scenario on the soil of its deposit.

    Parameters
    ----------
    scenario : Scenario
        Its site, station, mine, plant and flowsheet.
    sheet : SolvedFlowsheet
        What the flowsheet makes of the soil.
    """

    def __init__(self, scenario: Scenario, sheet: SolvedFlowsheet) -> None:
        plant = scenario.plant
        self.flowsheet = sheet
        self.needs = UnitNeeds(scenario, sheet)
        solar, power_kw = plant.power_source == "solar", plant.power_kw * plant.scale
        restart = flowsheet_named(scenario.flowsheet.name).restart_hours
        self.rule = FeedRule(
            self.needs,
            own=sources_of(solar_kw=power_kw) if solar else sources_of(steady_kw=power_kw),
            cycle=site_cycle(plant_site(scenario)),
            teleoperated_share=scenario.mine.teleoperated_share,
            restart_hours=_product(restart, scenario) if restart else None,
        )
        self.at_station = stands_at_station(scenario)
        self._start_up_days = plant.start_up_days
        share = plant.start_up_share
        self.level_shares = [float(start_up_level(share, step, START_UP_STEPS)) for step in range(START_UP_STEPS + 1)]
        """Share of its capacity that a unit has after each step of its start-up [1]."""
        self.availabilities = [availability_after(plant, doublings) for doublings in range(len(LEARNING_YEARS) + 1)]
        """Share of the time in which the plant works, after each number of doublings of its years [1]."""
        sheets = [sheet] if sheet.idle is None else [sheet, sheet.idle]
        self.lives_on_own_power = not self.at_station or all(self.rule.own_power_is_enough(each) for each in sheets)
        """Whether the plant never needs the power of the station, as its own runs all its machines at full work."""

    @property
    def is_supplied(self) -> bool:
        """Whether units come with stocks of all that they use up."""
        needs = self.needs
        uses_spares = needs.upkeep_kg_per_day > 0 or needs.wear_kg_per_kg > 0
        return (needs.reagents_kg > 0 or self.flowsheet.reagent_kg == 0) and (needs.spares_kg > 0 or not uses_spares)

    def capacity_share(self, days: float) -> float:
        """Return the share of its capacity that a unit has after some days of work [1]."""
        start_up_days = self._start_up_days
        step = int(days / start_up_days * START_UP_STEPS) if days < start_up_days else START_UP_STEPS
        return self.level_shares[step]


def _product(value: Value, scenario: Scenario) -> float:
    """Return numbers and parameters multiplied."""
    return math.prod(scenario.value(part) if isinstance(part, str) else part for part in value)
