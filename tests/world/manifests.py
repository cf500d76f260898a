"""Missions of a manifest by themselves: flights take a day and end as a test says."""

import dataclasses

from lunarsim.world.clock import Clock
from lunarsim.world.flights.missions import Missions
from lunarsim.world.flights.order import NOTHING_ALONG
from lunarsim.world.history.flight_outcomes import LAUNCH_FAILURE, SUCCESS, WITHDRAWN
from lunarsim.world.history.flights import Flight
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.trace import Trace
from lunarsim.world.prepared import needed_in, prepare
from lunarsim.world.prospects import blame_last_hopes
from tests.scenario.building import scenario_of
from tests.world.parts import HORIZON_DAYS
from tests.world.running import FixedDraws

BUILT = scenario_of()
MISSIONS = {planned.key: planned for planned in prepare(BUILT).missions}
LANDER = MISSIONS["change_8"]


def record_of(planned):
    return MissionRecord(planned.planned_day, mission=planned.key)


class Manifest:
    """Missions by themselves: flights take a day and end as the test says, by mission."""

    def __init__(self, missions, outcomes={}, is_sent=lambda mission: True, normals=None, **rules):  # noqa: B006
        self.clock, self.whole = Clock(HORIZON_DAYS), Trace(HORIZON_DAYS)
        self.missions, self.trace = missions, self.whole.flights
        self.outcomes = {key: list(codes) for key, codes in outcomes.items()}
        self.delivered = []
        self.developers, self.customers = {}, {}
        self.part = Missions(
            self.clock,
            manifest=missions,
            needed_in=needed_in(missions),
            programs=BUILT.programs,
            assets=BUILT.assets,
            test_reflights=2,
            needs_act=rules.get("needs_act", True),
            asset_mass_position=lambda program: 0.0,
            along=rules.get("along", NOTHING_ALONG),
            ready_day=lambda planned, record, replanned: planned.planned_day if replanned is None else replanned.day,
            stretch_days=rules.get("stretch", lambda program, day, work_days: (0.0, 0.0)),
            fly=self.fly,
            is_sent=is_sent,
            deliver=lambda program, hardware, asset, record: self.delivered.append(hardware.text),
            draws=FixedDraws(normals=normals),
            trace=self.trace,
        )

    def fly(self, order, attempt, record):
        if record.outcome == WITHDRAWN:
            return None
        self.developers[order.mission] = order.developer
        self.customers.setdefault(order.mission, []).append(order.customer)
        record.launched_day = self.clock.now
        if attempt == 0:
            record.first_launched_day = self.clock.now
        yield self.clock.wait(1.0)
        codes = self.outcomes.get(order.mission)
        outcome = codes.pop(0) if codes else SUCCESS
        record.arrivals += outcome != LAUNCH_FAILURE
        flight = Flight(order.mission, order.program, order.purpose, self.clock.now - 1.0, self.clock.now, outcome,
                        0.0, 0.0, 0.0, 0.0, 0.0)  # fmt: skip
        self.trace.flown.append(flight)
        return flight

    def run(self, waits_for_order=lambda planned: False):
        self.part.start(waits_for_order)
        self.clock.run()
        return self.trace

    def ended(self):
        """Return the trace of a run with what is clear at its end."""
        trace = self.run()
        trace.needed = {planned.key: planned.needed for planned in self.missions}
        trace.crews = frozenset(planned.key for planned in self.missions if planned.landers)
        blame_last_hopes(self.whole)
        return trace


def planned(key, day, **changes):
    mission = dataclasses.replace(LANDER.mission, **({"needs": (), "assets": (), "critical": False} | changes))
    takes = mission.kind == "crewed" and mission.alternatives
    plan = dataclasses.replace(LANDER.plan, entity=key, planned_day=day)
    return dataclasses.replace(LANDER, key=key, mission=mission, plan=plan, needed=mission.needed,
                               landers=mission.alternatives[0] if takes else ())  # fmt: skip


LANDERS = (("one", "other"),)


def landers(one, other, **changes):
    """Return a crew that may land with either of two landers of days of their own."""
    return [
        planned("one", one, developer="spacex", crew_lander=True),
        planned("other", other, developer="blue_origin", crew_lander=True),
        planned("crew", 50.0, kind="crewed", developer="spacex", alternatives=LANDERS, **changes),
    ]


NEXT = {"kind": "crewed", "alternatives": (("other", "one"),)}
