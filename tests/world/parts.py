"""Parts of the world built for a test from clock, draws, their groups and their slice of the trace, without wiring."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.library.power.ratings import sources_of
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.order import NOTHING_ALONG, Along, Order
from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.history.flights import Flight
from lunarsim.world.history.mine import Contact, Lack, MineTrace
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.history.stations import StationTrace
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.logistics.return_plan import ReturnSupplies
from lunarsim.world.mine.logistics.returns import Returns
from lunarsim.world.mine.mine_plan import MinePlan, mine_plan
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.signal import Connections
from lunarsim.world.station.milestones import Milestones
from lunarsim.world.station.official import equipment_for
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.keeping import Keeping
from lunarsim.world.upkeep.lines import Carriers, Line
from lunarsim.world.upkeep.packing import new_parts
from lunarsim.world.upkeep_wiring import along
from tests.world.running import FixedDraws

HORIZON_DAYS = 30 * 365.25
IN_CONTACT = Contact(1.0, "")


def start_of(scenario: Scenario) -> dt.date:
    """Return the first day of a scenario."""
    return parse_date(scenario.timeline.start)


def mine_plan_of(scenario: Scenario) -> MinePlan:
    """Return the mine of a scenario as planned."""
    (deposit,) = deposits([scenario])
    return mine_plan(scenario, start_of(scenario), deposit.flowsheet)


@dataclass
class Landings:
    """Flights that take some days each, and end as is laid down, the others well."""

    clock: Clock
    days: float = 30.0
    outcomes: list[int] = field(default_factory=list)
    flown: list[Flight] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    def fly(self, order: Order, attempt: int, record: MissionRecord) -> Process[Flight | None]:
        """Fly an order."""
        launched = self.clock.now
        yield self.clock.wait(self.days)
        outcome = self.outcomes.pop(0) if self.outcomes else SUCCESS
        landed_kg = order.landed_kg if outcome == SUCCESS else 0.0
        flight = Flight(
            order.mission, order.program, order.purpose, launched, self.clock.now, outcome, order.sent_kg, landed_kg,
            order.hardware_kg, 0.0, order.launch_cost_musd,
        )  # fmt: skip
        self.flown.append(flight)
        self.orders.append(order)
        return flight


@dataclass
class StationAlone:
    """A station with its milestones and, where hardware fails, its upkeep, on flights of their own."""

    clock: Clock
    station: StationState
    milestones: Milestones
    trace: StationTrace
    landings: Landings
    keeping: Keeping | None = None
    to_come: int = 0
    along: Along = NOTHING_ALONG

    def deliver(self, hardware: HardwareId, asset: Asset, record: MissionRecord) -> None:
        """Deliver an asset with the spares that come with it."""
        self.station.deliver(hardware, asset, record)
        if self.keeping is not None and asset.takes_spares:
            self.keeping.spares_landed(asset.program, self.along.spares_share * asset.mass_kg)

    def crew_lands(self) -> None:
        """Let a crew land with its provisions."""
        self.upkeep.crew_landed(self.along.provisions_kg)

    def give_up_what_is_to_come(self, mission: str) -> None:
        """Let a mission be given up, after which nothing is to come."""
        self.to_come = 0
        self.upkeep.mission_given_up(mission)

    @property
    def upkeep(self) -> Keeping:
        """Return what keeps it alive."""
        assert self.keeping is not None
        return self.keeping

    @property
    def night_power_kw(self) -> float:
        """Return the last step of the power [kW]."""
        return self.trace.power_kw[-1][1] if self.trace.power_kw else 0.0

    @property
    def load_kw(self) -> float:
        """Return the last step of the load [kW]."""
        return self.trace.load_kw[-1][1] if self.trace.load_kw else 0.0


def station_alone(
    scenario: Scenario,
    draws: Draws | None = None,
    *,
    horizon_days: float = HORIZON_DAYS,
    contact: float | None = None,
    crew_pairs: int = 0,
    crews_to_come: bool = True,
    to_come: int = 0,
    carriers: Mapping[str, PlannedMission] | None = None,
) -> StationAlone:
    """Return the main station of a scenario, with nothing that brings hardware but flights for its upkeep.

    In contact with the Earth it is for a share of the time, or while a relay works.
    """
    clock, trace, limits = Clock(horizon_days), StationTrace(), scenario.station
    site = site_named(limits.site, scenario.site)
    draws = FixedDraws() if draws is None else draws
    station = StationState(clock, limits, site, scenario.waits, draws, trace)
    station.connect(Connections())
    asked = equipment_for(scenario, limits)
    milestones = Milestones(
        clock,
        limits,
        asked,
        online=station.online,
        balances=station.balances,
        trace=trace,
        contact_share=None if contact is None else lambda: contact,
    )
    alone = StationAlone(clock, station, milestones, trace, Landings(clock), to_come=to_come, along=along(scenario))
    if scenario.waits.repair:
        support = scenario.upkeep.end_of_support
        line = Line("upkeep", limits.lead, limits.cargo_vehicle, scenario.vehicles[limits.cargo_vehicle])
        alone.keeping = keeping = Keeping(
            clock,
            scenario.upkeep,
            site,
            station,
            contact_share=lambda: 1.0 if contact is None else contact,
            line=line,
            carriers=Carriers(line, carriers or {}, scenario.vehicles, lambda program: 0.0, lambda name: True),
            fly=alone.landings.fly,
            partial_share=0.5,
            parts=new_parts(limits, line, scenario.assets, start_of(scenario)),
            crews_to_come=lambda: crews_to_come,
            to_come=lambda functions, group, day: alone.to_come,
            is_member=lambda program: program == limits.lead,
            draws=draws,
            last_day=days_between(start_of(scenario), parse_date(support)) if support else math.inf,
            trace=trace.upkeep,
        )
        milestones.reached.connect(keeping.milestone_reached)
        keeping.connect(Connections())
        keeping.set_crew(crew_pairs)
    station.functions_changed.connect(milestones.functions_changed)
    station.means_changed.connect(milestones.contact_changed)
    station.item_installed.connect(milestones.item_installed)
    station.power_changed.connect(milestones.look)
    return alone


@dataclass
class PlantAlone:
    """A plant, the power that the station leaves it and its slice of the trace."""

    clock: Clock
    plant: PlantState
    plan: MinePlan
    trace: MineTrace
    surplus_kw: float = 0.0
    lack: Lack | None = None
    contact: Contact = IN_CONTACT


def plant_alone(scenario: Scenario, soil_kg: float | None = None) -> PlantAlone:
    """Return the plant of a scenario, with nothing that brings units or stocks."""
    (deposit,) = deposits([scenario])
    clock, trace, plan = Clock(HORIZON_DAYS), MineTrace(), mine_plan_of(scenario)
    soil_kg = deposit.soil_kg if soil_kg is None else soil_kg
    plant = PlantState(
        clock,
        scenario.plant,
        plan.plant,
        soil_kg=soil_kg,
        left=lambda: sources_of(steady_kw=alone.surplus_kw),
        lack=lambda: alone.lack,
        contact=lambda: alone.contact,
        trace=trace,
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
    held_by: str = ""
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
        units=lambda: 1,
        product_kg=lambda: alone.product_kg,
        oxygen_kg=lambda: alone.oxygen_kg,
        ship=alone.ship,
        held_by=lambda: alone.held_by,
        product_shares=lambda: {"china": 0.75, "russia": 0.25},
        draws=FixedDraws() if draws is None else draws,
        trace=alone.trace,
    )
    alone.returns.take_in(supplies)
    return alone
