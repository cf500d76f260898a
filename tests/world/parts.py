"""Parts of the world built for a test from clock, draws, their groups and their slice of the trace, without wiring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import parse_date
from lunarsim.world.clock import Clock
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.mine_plan import MinePlan, mine_plan
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.mine.return_plan import ReturnSupplies
from lunarsim.world.mine.returns import Returns
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.official import equipment_for
from lunarsim.world.station.station import StationState
from lunarsim.world.trace import MineTrace, StationTrace
from tests.world.running import FixedDraws

HORIZON_DAYS = 30 * 365.25


def start_of(scenario: Scenario) -> dt.date:
    """Return the first day of a scenario."""
    return parse_date(scenario.timeline.start)


def mine_plan_of(scenario: Scenario) -> MinePlan:
    """Return the mine of a scenario as planned."""
    (deposit,) = deposits([scenario])
    return mine_plan(scenario, start_of(scenario), deposit.flowsheet)


@dataclass
class StationAlone:
    """A station with its milestones."""

    clock: Clock
    station: StationState
    milestones: Milestones
    trace: StationTrace

    @property
    def night_power_kw(self) -> float:
        """Return the last step of the power [kW]."""
        return self.trace.power_kw[-1][1] if self.trace.power_kw else 0.0

    @property
    def load_kw(self) -> float:
        """Return the last step of the load [kW]."""
        return self.trace.load_kw[-1][1] if self.trace.load_kw else 0.0


def station_alone(scenario: Scenario, draws: Draws | None = None) -> StationAlone:
    """Return the main station of a scenario, with nothing that brings hardware."""
    clock, trace, limits = Clock(HORIZON_DAYS), StationTrace(), scenario.station
    site = site_named(limits.site, scenario.site)
    station = StationState(clock, limits, site, scenario.waits, FixedDraws() if draws is None else draws, trace)
    asked = equipment_for(scenario, limits)
    milestones = Milestones(clock, limits, asked, online=station.online, balances=station.balances, trace=trace)
    station.functions_changed.connect(milestones.functions_changed)
    station.item_installed.connect(milestones.item_installed)
    station.power_changed.connect(milestones.look)
    return StationAlone(clock, station, milestones, trace)


@dataclass
class PlantAlone:
    """A plant, the power that the station leaves it and its slice of the trace."""

    clock: Clock
    plant: PlantState
    plan: MinePlan
    trace: MineTrace
    surplus_kw: float = 0.0


def plant_alone(scenario: Scenario, soil_kg: float | None = None) -> PlantAlone:
    """Return the plant of a scenario, with nothing that brings units or stocks."""
    (deposit,) = deposits([scenario])
    clock, trace, plan = Clock(HORIZON_DAYS), MineTrace(), mine_plan_of(scenario)
    soil_kg = deposit.soil_kg if soil_kg is None else soil_kg
    plant = PlantState(
        clock, scenario.plant, plan.plant, soil_kg=soil_kg, surplus_kw=lambda: alone.surplus_kw, trace=trace
    )
    alone = PlantAlone(clock, plant, plan, trace)
    return alone


@dataclass
class ReturnsAlone:
    """Returns with stocks of product and oxygen that stand where they are put."""

    clock: Clock
    trace: MineTrace
    product_kg: float
    oxygen_kg: float
    lacks_power: bool = False
    returns: Returns | None = None

    def ship(self, product_kg: float, oxygen_kg: float) -> None:
        """Take what leaves out of the stocks."""
        self.product_kg -= product_kg
        self.oxygen_kg -= oxygen_kg


def returns_alone(
    scenario: Scenario, product_kg: float, oxygen_kg: float, supplies: ReturnSupplies, draws: Draws | None = None
) -> ReturnsAlone:
    """Return the returns of a scenario with so much on the Moon."""
    alone = ReturnsAlone(Clock(HORIZON_DAYS), MineTrace(), product_kg, oxygen_kg)
    alone.returns = Returns(
        alone.clock,
        plan=mine_plan_of(scenario).returns,
        may_be_lost=scenario.waits.landing_failure,
        settle=lambda: None,
        product_kg=lambda: alone.product_kg,
        oxygen_kg=lambda: alone.oxygen_kg,
        ship=alone.ship,
        lacks_power=lambda: alone.lacks_power,
        product_shares=lambda: {"china": 0.75, "russia": 0.25},
        draws=FixedDraws() if draws is None else draws,
        trace=alone.trace,
    )
    alone.returns.take_in(supplies)
    return alone
