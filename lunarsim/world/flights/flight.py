"""Flights: from being ready to launch, over vehicle, pad and window, to orbit or the surface."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, NamedTuple

from lunarsim.world.flights.readiness import SAME_DAY, ready_day, restraint
from lunarsim.world.flights.windows import MARS_TRANSIT_DAYS
from lunarsim.world.trace import (
    ARRIVED,
    LAUNCH_FAILURE,
    PARTIAL,
    SUCCESS,
    WITHDRAWN,
    Flight,
    MissionRecord,
    MissionWait,
)

if TYPE_CHECKING:
    from lunarsim.world.prepared import PlannedMission
    from lunarsim.world.wiring import Campaign

Process = Generator[Any, Any, Any]


class Order(NamedTuple):
    """What a flight is to carry and how; ``mission`` also owns its draws."""

    mission: str
    program: str
    developer: str
    purpose: str
    vehicle: str
    launches: int
    window: str
    lands: bool
    sent_kg: float
    landed_kg: float
    cargo_kg: float
    delivery_kg: float
    launch_cost_musd: float
    plant_units: float = 0.0


def wait(campaign: Campaign, until: float, cause: str, record: MissionRecord) -> Process:
    """Sleep until a day and book the time on a cause; forever where that day never comes."""
    now = campaign.env.now
    record.waiting_for, record.waiting_since = cause, now
    if campaign.trace.notes is not None:
        campaign.trace.notes.append(MissionWait(now, record, cause, until))
    if until >= campaign.horizon_days:
        yield campaign.never
    yield campaign.env.timeout(until - now)
    record.waits[cause] = record.waits.get(cause, 0.0) + until - now
    record.waiting_since = math.inf


def fly_once(campaign: Campaign, order: Order, attempt: int, record: MissionRecord) -> Process:
    """Fly one launch campaign; returns the outcome's code. Waits are booked in ``record``."""
    env = campaign.env
    launcher = campaign.launchers[order.vehicle]
    if not (yield from _wait_to_launch(campaign, order, 0, record)):
        return WITHDRAWN
    launched_day = env.now
    record.in_flight = True
    outcome = LAUNCH_FAILURE
    for number in range(order.launches):
        if number > 0:
            yield from _wait_to_launch(campaign, order, number, record)
        record.launched_day = env.now
        units = 0 if number else order.launches
        if not launcher.launch(order.program, env.now, order.mission, attempt * order.launches + number, units):
            launcher.give_back(order.program, order.launches - 1 - number)
            break
    else:
        yield env.timeout(transit_days(campaign, order))
        developer = campaign.developers[order.developer, order.program]
        outcome = developer.arrive(order.mission, record.arrivals, order.lands, record.launched_day, env.now)
        record.arrivals += 1
    record.in_flight = False
    share = {SUCCESS: 1.0, PARTIAL: campaign.scenario.programs[order.program].partial_payload_share}.get(outcome, 0.0)
    campaign.trace.flights.flown.append(
        Flight(
            order.mission,
            order.program,
            order.purpose,
            launched_day,
            env.now,
            outcome,
            order.sent_kg,
            order.landed_kg * share,
            order.cargo_kg,
            order.delivery_kg,
            order.launch_cost_musd,
            order.plant_units,
        )
    )
    return outcome


def transit_days(campaign: Campaign, order: Order) -> float:
    """Return the time from the last launch to the arrival [day]."""
    return MARS_TRANSIT_DAYS if order.purpose == "mars" else campaign.scenario.logistics.transit_days


def _wait_to_launch(campaign: Campaign, order: Order, number: int, record: MissionRecord) -> Process:
    """Wait until a launch of a campaign may come; return whether it still may, or the mission has been withdrawn.

    A campaign of several launches is begun so that the last one serves the window. When it has begun, its vehicles are
    made; another mission's failure can still ground them or take the pad. A launch that slips past the window waits, as
    does what is in orbit, for the next one.
    """
    env, launcher = campaign.env, campaign.launchers[order.vehicle]
    windows = campaign.windows_of(order.program, order.purpose)
    length, transit = launcher.campaign_days(order.launches - number), transit_days(campaign, order)
    begun = number > 0
    while True:
        # Each wait can make another of them necessary again, so all are asked until none is left.
        now = env.now
        if record.outcome == WITHDRAWN and not begun:
            return False
        held = None
        if not begun and order.purpose in ("station", "mars"):
            held = restraint(campaign, order.program, order.mission, now)
        made = launcher.allowed_day(now) if begun else launcher.vehicle_day(order.program, now, order.launches)
        if held is not None:
            yield from wait(campaign, held.until_day, held.cause, record)
        elif made > now:
            cause, until = launcher.held_by(now, made)
            yield from wait(campaign, until, cause, record)
        elif (day := launcher.pad_day(order.program, now)) > now:
            yield from wait(campaign, day, "pad", record)
        elif (
            campaign.waits.window and (day := windows.next_launch(order.window, now, length, transit)) > now + SAME_DAY
        ):
            yield from wait(campaign, day, "window", record)
        else:
            return True


def rebuild_days(campaign: Campaign, planned: PlannedMission, attempt: int, cause: str, number: int) -> float:
    """Return the days until a lost mission can fly again: a second unit in build is sooner there, but only once.

    Draws are numbered by cause, as those of landings are by arrival: without one cause the others strike as before.
    """
    mission, program = planned.mission, campaign.scenario.programs[planned.mission.program]
    normal = campaign.draws.normal(planned.key, f"rebuild_{cause}", number)
    second = program.second_unit if mission.second_unit is None else mission.second_unit
    if second and attempt == 0:
        return program.second_unit_days * math.exp(program.second_unit_ln_sd * normal)
    return program.rebuild_days * math.exp(program.rebuild_ln_sd * normal)


def order_of(campaign: Campaign, planned: PlannedMission) -> Order:
    """Return the order of a mission of the manifest."""
    mission = planned.mission
    position = campaign.station_of(mission.program).limits.asset_mass_position
    to_mars = mission.kind == "mars"
    landed_kg = planned.landed.at(position)
    # Cargo for the surface pays the delivery price; all else pays its launches.
    delivery_kg = landed_kg if mission.kind in ("lander", "cargo") else 0.0
    launch_cost = mission.launches * campaign.scenario.vehicles[mission.vehicle].launch_cost_musd
    return Order(
        planned.key,
        mission.program,
        mission.developer or mission.program,
        "mars" if to_mars else "station",
        mission.vehicle,
        mission.launches,
        mission.window,
        planned.lands,
        0.0 if to_mars else mission.launch_mass_kg,
        landed_kg,
        landed_kg + planned.in_orbit.at(position) + planned.craft_kg,
        delivery_kg,
        0.0 if delivery_kg > 0 else launch_cost,
    )


def _wait_for(campaign: Campaign, need: str, record: MissionRecord) -> Process:
    """Wait until a mission that this one needs has succeeded or been given up."""
    since = campaign.env.now
    record.waiting_for, record.waiting_since, record.held_up_by = "prerequisite", since, need
    record.waits_when_freed = {}
    if campaign.trace.notes is not None:
        campaign.trace.notes.append(MissionWait(since, record, "prerequisite", need=need))
    yield campaign.concluded[need]
    record.waits["prerequisite"] = record.waits.get("prerequisite", 0.0) + campaign.env.now - since
    record.waiting_since = math.inf
    record.waits_when_freed = dict(record.waits)


def fly_mission(campaign: Campaign, planned: PlannedMission, replanned_day: float | None = None) -> Process:
    """Fly a mission of the manifest, again after a loss where it is critical, and hand over what it brings.

    Parameters
    ----------
    campaign : Campaign
        The run.
    planned : PlannedMission
        The mission.
    replanned_day : float, optional
        Planned day of a fallback that stands in for a partner's mission after a lapse [day].
    """
    env, mission, key = campaign.env, planned.mission, planned.key
    record = campaign.trace.flights.missions[key]
    program = campaign.scenario.programs[mission.program]
    ready = ready_day(campaign, planned, replanned_day)
    if ready >= campaign.horizon_days:
        yield campaign.never
    if ready > env.now:
        yield env.timeout(ready - env.now)
    if campaign.waits.prerequisite:
        for need in mission.needs:
            concluded = campaign.concluded.get(need)
            if concluded is not None and not concluded.triggered:
                yield from _wait_for(campaign, need, record)
    order = order_of(campaign, planned)
    for attempt in range(program.reflights + 1 if mission.critical else 1):
        outcome = yield from fly_once(campaign, order, attempt, record)
        if outcome == WITHDRAWN:
            return
        record.outcome = outcome
        if outcome > PARTIAL and not campaign.partnership.sends(mission):
            # Lost on its way when the agreement ended.
            record.outcome = WITHDRAWN
            break
        if outcome in ARRIVED and campaign.arrived(planned, outcome, record.arrivals - 1):
            break
        if mission.critical and attempt < program.reflights and campaign.partnership.sends(mission):
            cause = "launch_failure" if outcome == LAUNCH_FAILURE else "landing_failure"
            record.waits[cause] = record.waits.get(cause, 0.0) + env.now - record.launched_day
            number = record.arrivals if cause == "landing_failure" else attempt - record.arrivals
            rebuilt = env.now + rebuild_days(campaign, planned, attempt, cause, number)
            yield from wait(campaign, rebuilt, cause, record)
        if not campaign.partnership.sends(mission):
            # The agreement ended while it was rebuilt: what a partial landing left out does not follow.
            break
    campaign.conclude(key)
