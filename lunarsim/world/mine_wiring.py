"""The mine's share of the wiring of a run: its parts, and what they take from station, programs and flights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lunarsim.physics.power.night_duty import Sources
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Fly
from lunarsim.world.flights.readiness import SlipOf
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.mine_delays import MineMilestones
from lunarsim.world.mine.mine_plan import MinePlan
from lunarsim.world.mine.plant import PlantState
from lunarsim.world.mine.returns import Returns
from lunarsim.world.mine.supply import Supply
from lunarsim.world.prepared import Prepared
from lunarsim.world.trace import Trace


class MineParts(NamedTuple):
    """The parts of the mine."""

    plant: PlantState
    returns: Returns
    supply: Supply
    milestones: MineMilestones


def mine_parts(
    scenario: Scenario,
    clock: Clock,
    *,
    prepared: Prepared,
    deposit: DepositState,
    mine: MinePlan,
    left: Callable[[], Sources],
    slip: SlipOf,
    product_shares: Callable[[], Mapping[str, float]],
    fly: Fly,
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
    left : callable
        Gives the sources that the loads of the station leave.
    slip, product_shares, fly : callable
        How plans slip, who owns the product, and what flies an order.
    draws, trace : Draws, Trace
        The draws of the run, and what happens in it.
    """
    plant = PlantState(
        clock,
        scenario.plant,
        mine.plant,
        soil_kg=deposit.soil_kg,
        left=left,
        trace=trace.mine,
    )
    returns = Returns(
        clock,
        plan=mine.returns,
        may_be_lost=scenario.waits.landing_failure,
        settle=plant.settle,
        product_kg=plant.product_kg,
        oxygen_kg=plant.oxygen_kg,
        ship=plant.ship,
        lacks_power=plant.lacks_power,
        product_shares=product_shares,
        draws=draws,
        trace=trace.mine,
        notes=trace.notes,
    )
    supply = Supply(
        clock,
        plan=mine.flight_plan(prepared.main_chain, scenario.plant),
        cargo=mine.cargo,
        plant=scenario.plant,
        flowsheet=scenario.flowsheet,
        logistics=scenario.logistics,
        station=scenario.station,
        waits=scenario.waits,
        first_soil_days=mine.plant.needs.first_soil_days,
        slip=slip,
        fly=fly,
        add_unit=plant.add_unit,
        plant_shortage_kg=plant.shortage_kg,
        resupply_plant=plant.resupply,
        missing_for_returns=returns.missing,
        supply_returns=returns.take_in,
        draws=draws,
        trace=trace.mine,
        notes=trace.notes,
    )
    return MineParts(plant, returns, supply, MineMilestones(clock, trace.mine))
