"""One run of a scenario: campaign, yardstick and delays together."""

from __future__ import annotations

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import Draws
from lunarsim.world.baseline.delays import critical_items, delays
from lunarsim.world.baseline.planned_dates import PlannedDates, planned_dates
from lunarsim.world.baseline.planned_mine import planned_mine
from lunarsim.world.mine.deposit import DepositState, deposits
from lunarsim.world.mine.supply import PLANT_FLIGHT
from lunarsim.world.prepared import Prepared, prepare
from lunarsim.world.trace import Trace
from lunarsim.world.wiring import Campaign


def simulate(
    scenario: Scenario,
    draws: Draws,
    prepared: Prepared | None = None,
    planned: PlannedDates | None = None,
    ground: DepositState | None = None,
    max_events: int = 0,
    noted: bool = False,
) -> Trace:
    """Run one campaign and return what happened.

    Parameters
    ----------
    scenario : Scenario
        The input.
    draws : Draws
        The draws of the run.
    prepared, planned, ground : optional
        Parts that can be made once for many runs; made here where they are left out or do not fit.
    max_events : int
        Events after which the run is given up; 0 is no limit.
    noted : bool
        Whether the trace keeps the notes that a log of events needs.

    Raises
    ------
    lunarsim.world.clock.TooManyEventsError
        If there are more.
    """
    if prepared is None or not prepared.fits(scenario):
        prepared, planned = prepare(scenario), None
    if ground is None:
        (ground,) = deposits([scenario])
    if planned is None or not planned.fit(scenario):
        planned = planned_dates(scenario, prepared)
    campaign = Campaign(scenario, draws, prepared, ground, max_events)
    if noted:
        campaign.trace.notes = []
    try:
        trace = campaign.run()
        mine = planned_mine(campaign, planned, max_events)
        trace.delay_days = delays(campaign, planned.day | mine, planned.mission | dict.fromkeys(mine, PLANT_FLIGHT))
        trace.critical = critical_items(campaign)
        trace.mine.landed_kg = sum(flight.landed_kg for flight in trace.flights.flown if flight.purpose != "station")
    finally:
        campaign.clear()
    return trace
