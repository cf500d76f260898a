"""What the lead flies instead of its partners' contributions: when it orders that, and why so late."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from lunarsim.scenario.groups.programs.cooperation import Cooperation
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.causes import along_the_path, attribute, cause_of, cause_of_end, with_open_wait
from lunarsim.world.clock import Clock, Process
from lunarsim.world.history.flight_outcomes import NOT_FLOWN, PARTIAL, SUCCESS
from lunarsim.world.history.missions import DaysByCause, MissionRecord, Replanned
from lunarsim.world.history.programs import ProgramTrace
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.signal import Signal


def planned_order_day(cooperation: Cooperation, fallbacks: Iterable[PlannedMission]) -> float:
    """Return when a lead without a partner orders its own items by its plan, infinity where it has none [day]."""
    first = min((planned.planned_day for planned in fallbacks), default=math.inf)
    return max(first - cooperation.replacement_years * DAYS_PER_YEAR, 0.0)


class Replacements:
    """The lead's fallbacks in one run: ordered after a lapse, or when the partners' critical missions are too late.

    The lead sees its partner's dates move, in each year by 1 - 1/r years where a plan takes r times its time, at once
    where a vehicle is grounded at the start, and on the day on which what was given up is restarted. Its patience ends
    when the announced date of a critical contribution has moved by so much, or when it is overdue by so much, whatever
    the cause; and on the day on which such a contribution is given up for good, or can come no more, as what it needs
    is.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    cooperation : Cooperation
        Whether and how fast the lead can replace its partner, and how long it waits.
    lead : str
        The program that replaces.
    missions : sequence of PlannedMission
        The manifest.
    never_come_days : collection of float
        Days for which critical contributions of partners were planned that are cancelled [day].
    transit_days : float
        Time from launch to arrival [day].
    in_force : callable
        Whether the agreement has not ended.
    records : mapping
        How each mission fares, by key.
    lapses_delay : bool
        Whether what the agreement takes counts as a cause of its own (``waits.cooperation``); else the days that a
        replacement takes count to what made the partner late.
    lost_day : callable
        From a mission to the day from which on it can come no more, infinity for none yet [day].
    trace : ProgramTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        cooperation: Cooperation,
        lead: str,
        missions: Sequence[PlannedMission],
        never_come_days: Collection[float] = (),
        transit_days: float,
        in_force: Callable[[], bool],
        records: Mapping[str, MissionRecord],
        lapses_delay: bool,
        lost_day: Callable[[str], float],
        trace: ProgramTrace,
    ) -> None:
        self._clock = clock
        self._cooperation = cooperation
        self._missions = missions
        self._fallbacks = [planned for planned in missions if planned.mission.is_fallback_of(lead)]
        self._never_come_days = never_come_days
        self._transit_days = transit_days
        self._in_force = in_force
        self._records = records
        self._lapses_delay = lapses_delay
        self._lost_day = lost_day
        self._trace = trace
        self._patience_days = cooperation.patience_years * DAYS_PER_YEAR
        self._waits_for_partners = False
        self._have_been_ordered = False
        self.ordered: Signal[PlannedMission, Replanned] = Signal()
        """A fallback has been ordered: with its new planned day, and what put it off."""

    def start(self) -> None:
        """Start to watch the partners' missions; without an agreement, plan the replacements at once."""
        if not self._in_force():
            self._plan()
        else:
            self._waits_for_partners = True
            self._clock.start(self._watch())

    def agreement_lapsed(self) -> None:
        """Order replacements if the partners still owe a contribution."""
        if self._never_come_days or any(record.outcome not in (SUCCESS, PARTIAL) for _, record in self._joint()):
            self._order({}, "cooperation")

    def given_up(self, mission: str) -> None:
        """Order replacements where a partner's critical contribution can come no more as a mission is given up now.

        Of a contribution that was lost in flight its own waits come first, and the rest is due to the loss; else all
        delay is due to what ended the mission that was given up.
        """
        if not self._waits_for_partners or self._have_been_ordered or not self._in_force():
            return
        for planned, record in self._joint():
            if planned.mission.critical and self._lost_day(planned.key) == self._clock.now:
                has_flown = planned.key == mission and record.outcome != NOT_FLOWN
                self._order(self._waits_of(record) if has_flown else {}, cause_of_end(self._records[mission]))

    def _watch(self) -> Process[None]:
        """The lead must be able to go on without its partner: its patience with a late one ends."""
        waiting: list[tuple[float, MissionRecord | None]]
        waiting = [(self._seen_day(record), record) for planned, record in self._joint() if planned.mission.critical]
        waiting += [(day + self._patience_days, None) for day in self._never_come_days]
        for day, record in sorted(waiting, key=lambda each: each[0]):
            if day >= self._clock.horizon_days:
                return
            yield self._clock.wait(max(day - self._clock.now, 0.0))
            if self._in_force() and (record is None or record.outcome not in (SUCCESS, PARTIAL)):
                lateness = {} if record is None else self._lateness_of(record)
                self._order(lateness, self._cause_of_replacing(lateness))
                return

    def _cause_of_replacing(self, lateness: DaysByCause) -> str:
        """Return the cause to which the days that a replacement takes count.

        Where the agreement is no cause of delay, that is what made the partner late, or, where its contribution is
        cancelled, what the plan lacks.
        """
        if self._lapses_delay:
            return "cooperation"
        return max(lateness, key=lambda cause: lateness[cause], default="prerequisite")

    def _seen_day(self, record: MissionRecord) -> float:
        """Return the day on which the lead sees a mission too late: announced to be so, or overdue [day]."""
        overdue = record.planned_day + self._patience_days
        for (day, date), (next_day, next_date) in pairwise(record.announced):
            if date > overdue:
                return min(day, overdue)
            if next_date > overdue:
                # A date that has stood since the mission was given up may lie in the past.
                return min(day + (next_day - day) * (overdue - date) / (next_date - date), overdue)
        return overdue

    def _lateness_of(self, record: MissionRecord) -> DaysByCause:
        """Return the days by which a mission is seen to be late today, by cause [day]."""
        return attribute(self._patience_days, self._waits_of(record), cause_of(record))

    def _waits_of(self, record: MissionRecord) -> DaysByCause:
        """Return what a mission has waited until today, along what held it up [day]."""
        today = self._clock.now
        waits = with_open_wait(record, today)
        if len(record.announced) > 2 and today < record.announced[1].day:
            # It is restarted later, and has not been given up yet.
            waits.pop("shelving", None)
        return along_the_path(waits, record, self._records, self._transit_days, today)

    def _joint(self) -> list[tuple[PlannedMission, MissionRecord]]:
        return [(planned, self._records[planned.key]) for planned in self._missions if planned.mission.role == "joint"]

    def _plan(self) -> None:
        """Without an agreement the lead's own items stand in its plan, and it orders them in time for that."""
        day = planned_order_day(self._cooperation, self._fallbacks)
        if day < self._clock.horizon_days:
            self._trace.replacement_day = day

    def _order(self, lateness: DaysByCause, rest_cause: str) -> None:
        """Order the fallbacks now; what a late partner cost until then has its own causes, the rest another."""
        fallbacks, now = self._fallbacks, self._clock.now
        if self._have_been_ordered or not fallbacks or not self._cooperation.replacement_possible:
            return
        self._have_been_ordered = True
        self._trace.replacement_day = now
        earliest = now + self._cooperation.replacement_years * DAYS_PER_YEAR
        for planned in fallbacks:
            day = max(planned.planned_day, earliest)
            waits = attribute(day - planned.planned_day, lateness, rest_cause)
            self.ordered.emit(planned, Replanned(day, waits, rest_cause))
