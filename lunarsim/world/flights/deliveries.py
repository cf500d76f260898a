"""What missions bring, and how much of it comes down in working order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.history.flight_outcomes import LANDING_LOSSES, PARTIAL, SUCCESS
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.signal import Signal

Deliver: TypeAlias = Callable[[str, HardwareId, Asset, MissionRecord], None]
"""Takes over a piece of hardware that a program has brought."""


class Deliveries:
    """What the missions of one run have brought, in one flight or in several.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    programs, assets : mapping
        Libraries by name.
    deliver : callable
        Takes over a piece of hardware that a program has brought.
    draws : Draws
        The draws of the run.
    trace : FlightTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        programs: Mapping[str, Program],
        assets: Mapping[str, Asset],
        deliver: Deliver,
        draws: Draws,
        trace: FlightTrace,
    ) -> None:
        self._clock = clock
        self._programs = programs
        self._assets = assets
        self._deliver = deliver
        self._draws = draws
        self._trace = trace
        self._delivered: dict[str, set[str]] = {}
        self.crew_landed: Signal[PlannedMission] = Signal()
        """A crew has landed."""

    def hand_over(self, planned: PlannedMission, outcome: int, record: MissionRecord) -> bool:
        """Hand over what a mission brought; return whether all of it came down in working order.

        What stays in orbit has parted before a landing fails.
        """
        mission = planned.mission
        if mission.kind == "crewed" and outcome == SUCCESS:
            self._trace.crewed_landing_day.setdefault(mission.program, self._clock.now)
            self.crew_landed.emit(planned)
        complete = self._deliver_all(planned, outcome, record) and outcome not in LANDING_LOSSES
        if complete and (outcome == SUCCESS or mission.kind != "crewed"):
            record.completed_day = self._clock.now
        return complete

    def _deliver_all(self, planned: PlannedMission, outcome: int, record: MissionRecord) -> bool:
        """Deliver what came down in working order; return whether all that the mission brings has by now."""
        mission, key = planned.mission, planned.key
        if not mission.assets:
            return True
        share = self._programs[mission.program].partial_payload_share
        purpose = f"partial_cargo_{record.arrivals - 1}"
        delivered = self._delivered.setdefault(key, set())
        for number, name in enumerate(mission.assets):
            asset = self._assets[name]
            if outcome in LANDING_LOSSES and asset.landed:
                continue
            lost = outcome == PARTIAL and self._draws.uniform(key, purpose, number) >= share
            if not lost and name not in delivered:
                delivered.add(name)
                hardware = HardwareId(name, key)
                self._trace.delivered_day[hardware] = self._clock.now
                self._deliver(mission.program, hardware, asset, record)
        return len(delivered) == len(set(mission.assets))
