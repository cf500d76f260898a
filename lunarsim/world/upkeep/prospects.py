"""What missions of the manifest are still to bring to a station: hardware and crews."""

from __future__ import annotations

import math
from collections.abc import Callable

from lunarsim.world.history.flight_outcomes import WITHDRAWN
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.prepared import Prepared


class Prospects:
    """What the programs of one station still expect of the manifest.

    Parameters
    ----------
    prepared : Prepared
        Constant parts of the scenario.
    lead : str
        Lead of the main station, whose fallbacks wait for the end of the agreement.
    is_member : callable
        Whether a program works for the station now.
    in_force : callable
        Whether the agreement of the partners has not ended: the lead's fallbacks wait for that.
    trace : FlightTrace
        How the missions have fared.
    """

    def __init__(
        self,
        prepared: Prepared,
        lead: str,
        is_member: Callable[[str], bool],
        in_force: Callable[[], bool],
        trace: FlightTrace,
    ) -> None:
        self._is_member = is_member
        self._in_force = in_force
        self._trace = trace
        self._lead = lead
        self._crewed, self._brought = prepared.crews_for_stations, prepared.brought

    def crews(self) -> bool:
        """Return whether crews are still to come to the station."""
        records = self._trace.missions
        return any(
            math.isnan(records[planned.key].first_landed_day) and self._is_expected(planned) for planned in self._crewed
        )

    def pieces(self, functions: int, group: str, by_day: float) -> int:
        """Return how many pieces with one of some functions, or of a group, are to come by a day, or should have [day].

        No group is an empty text.
        """
        delivered = self._trace.delivered_day
        still_to_come = [
            planned
            for planned, hardware in self._brought(functions, group)
            if planned.planned_day <= by_day and hardware not in delivered and self._is_expected(planned)
        ]
        return len(still_to_come)

    def _is_expected(self, planned: PlannedMission) -> bool:
        """Return whether a mission is still expected to fly for the station."""
        mission, record = planned.mission, self._trace.missions[planned.key]
        if record.given_up_day < math.inf or record.outcome == WITHDRAWN or not self._is_member(mission.program):
            return False
        return record.replanned or not (mission.is_fallback_of(self._lead) and self._in_force())
