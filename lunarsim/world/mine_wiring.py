"""The mine's share of the wiring of a run: its parts, and what they take from station, programs and flights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import FlyFleet
from lunarsim.world.flights.readiness import SlipOf
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.growth import Growth
from lunarsim.world.mine.logistics.resupply import Resupply
from lunarsim.world.mine.logistics.returns import Returns
from lunarsim.world.mine.logistics.supply import Supply
from lunarsim.world.mine.mine_delays import MineMilestones
from lunarsim.world.mine.mine_plan import MinePlan
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.prepared import Prepared
from lunarsim.world.prospecting.gates import Findings, open_day, run_gates
from lunarsim.world.prospecting.technology import may_be_tried_day, technology_ready_day
from lunarsim.world.signal import Connections
from lunarsim.world.station.services import Services
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.crew_stays import CrewStays


class MineParts(NamedTuple):
    """The parts of the mine, and what it takes of the station."""

    plant: PlantState
    returns: Returns
    supply: Supply
    resupply: Resupply
    milestones: MineMilestones
    growth: Growth | None


def mine_parts(
    scenario: Scenario,
    clock: Clock,
    *,
    prepared: Prepared,
    deposit: DepositState,
    mine: MinePlan,
    station: StationState,
    stays: CrewStays | None,
    slip: SlipOf,
    product_shares: Callable[[], Mapping[str, float]],
    fly: FlyFleet,
    draws: Draws,
    trace: Trace,
) -> MineParts:
    """Return the parts of the mine, built in the order in which they need each other.

    Parameters
    ----------
    scenario, clock : Scenario, Clock
        The input, and the time of the run.
    prepared, deposit, mine : Prepared, DepositState, MinePlan
        Constant parts of the scenario, the deposit of the run and the mine on it, as planned.
    station, stays : StationState, CrewStays
        The main station and the stays of its crews; None where they are not simulated.
    slip, product_shares, fly : callable
        How plans slip, who owns the product, and what flies orders on as many landers.
    draws, trace : Draws, Trace
        The draws of the run, and what happens in it.
    """
    services = Services(
        station,
        scenario.waits,
        earth_visible=prepared.station_site.earth_visible_fraction,
        earth_visible_from_pit=scenario.site.earth_visible_fraction,
        relay_share=scenario.upkeep.relay_share,
        crew_pairs=(lambda: stays.pairs) if stays is not None else (lambda: 0),
    )
    plant = PlantState(
        clock,
        scenario.plant,
        mine.plant,
        soil_kg=deposit.soil_kg,
        left=station.left,
        lack=services.lack,
        contact=services.contact,
        trace=trace.mine,
    )
    returns = Returns(
        clock,
        plan=mine.returns,
        may_be_lost=scenario.waits.landing_failure,
        settle=plant.settle,
        units=lambda: plant.units,
        product_kg=plant.product_kg,
        oxygen_kg=plant.oxygen_kg,
        ship=plant.ship,
        held_by=plant.held_by,
        product_shares=product_shares,
        draws=draws,
        trace=trace.mine,
        notes=trace.notes,
    )
    _set_out(scenario, deposit, mine, draws, trace)
    supply = Supply(
        clock,
        plan=mine.flight_plan(prepared.main_chain, scenario.plant),
        cargo=mine.cargo,
        plant=scenario.plant,
        interval_days=scenario.logistics.cargo_interval_days,
        gates_open_day=open_day(trace.mine.gates),
        technology_ready_day=trace.mine.technology_ready_day,
        station=scenario.station,
        waits=scenario.waits,
        first_soil_days=mine.plant.needs.first_soil_days,
        slip=slip,
        fly=fly,
        lack=services.lack if mine.plant.at_station else _nothing,
        add_units=plant.add_units,
        supply_returns=returns.take_in,
        draws=draws,
        trace=trace.mine,
        notes=trace.notes,
    )
    resupply = Resupply(
        clock,
        cargo=mine.cargo,
        interval_days=scenario.logistics.resupply_interval_days,
        fly=fly,
        plant_shortage_kg=plant.shortage_kg,
        resupply_plant=plant.resupply,
        missing_for_returns=returns.missing,
        supply_returns=returns.take_in,
        trace=trace.mine,
    )
    growth = None
    if mine.growth is not None:
        growth = Growth(
            clock,
            plan=mine.growth,
            first_units=scenario.plant.units,
            interval_days=scenario.logistics.cargo_interval_days,
            loads_kg=mine.cargo.loads_kg,
            order=mine.cargo.order,
            fly=fly,
            units=lambda: plant.units,
            working=plant.working_units,
            await_metal=plant.await_metal,
            take_metal=plant.take_metal,
            finds_power=plant.has_room_for_a_unit,
            commission=supply.commission,
            trace=trace.mine,
        )
    return MineParts(plant, returns, supply, resupply, MineMilestones(clock, trace.mine), growth)


def _set_out(scenario: Scenario, deposit: DepositState, mine: MinePlan, draws: Draws, trace: Trace) -> None:
    """Note what stands before a plant that is to fly: its gates, and its technology."""
    waits = scenario.waits
    if scenario.plant.units == 0:
        return
    ready_day = technology_ready_day(scenario.flowsheet, scenario.plant) if waits.readiness else 0.0
    recovery = deposit.flowsheet.ree_kg / deposit.ree_grade if deposit.ree_grade > 0.0 else 0.0
    trace.mine.gates = run_gates(
        scenario.gates,
        mine.planned_day,
        Findings(deposit.ree_grade * 1e6, recovery),
        draws,
        slips=waits.slip,
        holds=waits.prerequisite,
        may_be_tried_day=may_be_tried_day(scenario.flowsheet, ready_day),
    )
    trace.mine.technology_ready_day = ready_day


def _nothing() -> None:
    """Return that a plant which brings its own lacks nothing."""


def connect_mine(
    connections: Connections, parts: MineParts, station: StationState | None, stays: CrewStays | None
) -> None:
    """Connect the parts of the mine to each other and to the station beside which the plant stands, if to any."""
    connect, plant, supply = connections.connect, parts.plant, parts.supply

    def station_changed(_: int = 0) -> None:
        plant.station_changed()
        supply.station_changed()
        if parts.growth is not None:
            parts.growth.look()

    if station is not None:
        connect(station.power_changed, station_changed)
        connect(station.functions_changed, station_changed)
        connect(station.means_changed, station_changed)
        if stays is not None:
            connect(stays.changed, station_changed)
    connect(plant.product_started, parts.milestones.product_started)
    connect(parts.returns.shipment_received, parts.milestones.shipment_received)
    connect(supply.first_unit_commissioned, parts.resupply.start, parts.returns.start)
    if parts.growth is not None:
        connect(plant.product_started, parts.growth.start)
        connect(plant.metal_ready, parts.growth.look)
        connect(plant.unit_added, parts.growth.hands_changed)
        connect(plant.work_changed, parts.growth.hands_changed)
