"""The partnership of a run: whether it is in force, who works for the station and who gets the product."""

from __future__ import annotations

from collections.abc import Container, Sequence

from lunarsim.scenario.library.mission import Mission
from lunarsim.world.clock import Clock, Process
from lunarsim.world.history.programs import ProgramTrace
from lunarsim.world.programs.agreement import Agreement
from lunarsim.world.signal import Signal


class Partnership:
    """The agreement between the lead of the station and its partners in one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    agreement : Agreement
        When it is suspended and ends, and when work stands still under it.
    lead, partners : str, sequence of str
        The programs that it binds.
    partner_share : float
        Share of the product that partners get [1].
    joint_missions : container of str
        Missions of the manifest that are partners' contributions.
    trace : ProgramTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        agreement: Agreement,
        *,
        lead: str,
        partners: Sequence[str],
        partner_share: float,
        joint_missions: Container[str],
        trace: ProgramTrace,
    ) -> None:
        self._clock = clock
        self._agreement = agreement
        self._lapse_day = agreement.lapse_day
        self._lead = lead
        self._partners = partners
        self._partner_share = partner_share
        self._joint_missions = joint_missions
        self._trace = trace
        self.lapsed: Signal[()] = Signal()
        """The agreement has ended."""

    def start(self) -> None:
        """Start what the agreement does by itself."""
        self._trace.gaps = self._agreement.gaps
        in_force = self._lapse_day > 0
        self._trace.cooperation.append((0.0, 1.0 if in_force else 0.0))
        if in_force and self._lapse_day < self._clock.horizon_days:
            self._clock.start(self._lapse())
        for begins, ends in self._agreement.suspensions:
            self._clock.start(self._suspend(begins, ends))

    def in_force(self) -> bool:
        """Return whether the agreement has not ended; what stands on the Moon works also while it is suspended."""
        return self._clock.now < self._lapse_day

    def resumption_day(self, mission: str, day: float) -> float:
        """Return the first day from ``day`` on on which a mission may fly: a partner's not in a suspension [day]."""
        return self._agreement.suspended_until(day) if mission in self._joint_missions else day

    def paused_days(self, mission: str, since_day: float, ready_day: float) -> float:
        """Return the time by which suspensions and gaps put off a mission that is prepared between two days [day]."""
        return self._agreement.paused_days(since_day, ready_day) if mission in self._joint_missions else 0.0

    def joins(self, program: str) -> bool:
        """Return whether a program's hardware works for the main station."""
        return program == self._lead or (self.in_force() and program in self._partners)

    def sends(self, mission: Mission) -> bool:
        """Return whether a mission is still sent: a partner's contribution only while the agreement has not ended."""
        return mission.role != "joint" or self.in_force()

    def product_shares(self) -> dict[str, float]:
        """Return what share of the product goes to each program now [1]."""
        partners, now = self._partners, self._clock.now
        if not partners or not self.in_force() or self._agreement.suspended_until(now) > now:
            return {self._lead: 1.0}
        share = self._partner_share
        return {self._lead: 1.0 - share} | {name: share / len(partners) for name in partners}

    def _suspend(self, begins: float, ends: float) -> Process[None]:
        yield self._clock.wait(begins)
        self._trace.cooperation.append((begins, 0.0))
        if ends < min(self._lapse_day, self._clock.horizon_days):
            yield self._clock.wait(ends - begins)
            self._trace.cooperation.append((ends, 1.0))

    def _lapse(self) -> Process[None]:
        yield self._clock.wait(self._lapse_day)
        self._trace.cooperation.append((self._clock.now, 0.0))
        self._trace.lapse_day = self._clock.now
        self.lapsed.emit()
