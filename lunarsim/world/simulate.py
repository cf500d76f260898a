"""One run of a scenario: campaign, plan and delays together."""

from __future__ import annotations

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.world.baseline.delays import critical_items, delays
from lunarsim.world.baseline.planned_dates import PlannedDates, planned_dates
from lunarsim.world.baseline.planned_mine import planned_mine
from lunarsim.world.flights.given_up import unfinished
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.deposit import DepositState, deposits
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT
from lunarsim.world.mine.mine_plan import mine_plan
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.prospects import blame_last_hopes
from lunarsim.world.purposes import OF_THE_MINE
from lunarsim.world.wiring import Campaign


def simulate(
    scenario: Scenario,
    draws: Draws,
    prepared: Prepared | None = None,
    planned: PlannedDates | None = None,
    deposit: DepositState | None = None,
    max_events: int = 0,
    keep_notes: bool = False,
) -> Trace:
    """Run one campaign and return what happened.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    prepared, planned, deposit : optional
        Parts that can be prepared once for many runs; prepared here where they are left out or do not fit.
    max_events : int
        Events after which the run is given up; 0 is no limit.
    keep_notes : bool
        Whether the trace keeps the notes that a log of events needs.

    Raises
    ------
    lunarsim.world.clock.TooManyEventsError
        If there are more.
    """
    if prepared is None or not prepared.fits(scenario):
        prepared, planned = prepare(scenario), None
    if deposit is None:
        (deposit,) = deposits([scenario])
    if planned is None or not planned.fit(scenario):
        planned = planned_dates(scenario, prepared, planned)
    plan = mine_plan(scenario, prepared.start, deposit.flowsheet)
    campaign = Campaign(scenario, draws, prepared, deposit, plan, max_events, keep_notes)
    try:
        trace = campaign.run()
    finally:
        campaign.close()
    trace.programs.designs = prepared.designs
    trace.flights.first_flight_day = {
        design.vehicle: campaign.launchers.first_flight(design.vehicle) for design in prepared.designs if design.vehicle
    }
    if scenario.waits.prerequisite:
        blame_last_hopes(trace)
    trace.flights.unfinished = tuple(unfinished(prepared.missions, trace, scenario.asset_mass_position))
    mine = planned_mine(scenario, prepared, planned, deposit, plan, max_events)
    trace.delay_days = delays(
        scenario, prepared, trace, planned.day | mine, planned.mission | dict.fromkeys(mine, PLANT_FLIGHT)
    )
    trace.critical = critical_items(scenario, prepared, trace)
    trace.mine.landed_kg = total(
        (flight.landed_kg for flight in trace.flights.flown if flight.purpose in OF_THE_MINE), 0.0
    )
    return trace
