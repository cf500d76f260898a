"""The partnership of a run: who works for the station, what a lapse takes away and what the lead flies instead."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.causes import along_the_path, attribute, fate_of, with_open_wait
from lunarsim.world.flights.flight import Process, fly_mission
from lunarsim.world.programs.agreement import agreement
from lunarsim.world.trace import PARTIAL, SUCCESS, WITHDRAWN, DaysByCause, MissionRecord

if TYPE_CHECKING:
    from lunarsim.scenario.library.mission import Mission
    from lunarsim.world.prepared import PlannedMission
    from lunarsim.world.wiring import Campaign


class Partnership:
    """The agreement between the lead of the station and its partners in one run.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        scenario, prepared = campaign.scenario, campaign.prepared
        self._lead = scenario.station.lead
        self._partners = scenario.partners
        self._fallbacks_ordered = False
        self._lateness: DaysByCause = {}
        self._agreement = agreement(scenario, campaign.draws, prepared.start, prepared.horizon_days)
        self.lapse_day, self.suspensions = self._agreement

    def begin(self) -> None:
        """Start what the agreement does by itself."""
        campaign = self._campaign
        in_force = self.lapse_day > 0
        campaign.trace.programs.cooperation.append((0.0, 1.0 if in_force else 0.0))
        if not in_force:
            self._plan_fallbacks()
        elif self.lapse_day < campaign.horizon_days:
            campaign.env.process(self._lapse())
        for begins, ends in self.suspensions:
            campaign.env.process(self._suspend(begins, ends))
        if in_force and campaign.waits.cooperation:
            campaign.env.process(self._lose_patience())

    @property
    def cooperates(self) -> bool:
        """Return whether the agreement has not ended; what stands on the Moon works also while it is suspended."""
        return bool(self._campaign.env.now < self.lapse_day)

    def resumption_day(self, mission: str, day: float) -> float:
        """Return the first day from ``day`` on at which a mission may be launched: a partner's not in a suspension."""
        return self._agreement.suspended_until(day) if self._is_joint(mission) else day

    def paused_days(self, mission: str, since_day: float, ready_day: float) -> float:
        """Return the time by which suspensions put off a mission that is prepared between two days [day]."""
        return self._agreement.paused_days(since_day, ready_day) if self._is_joint(mission) else 0.0

    def _is_joint(self, mission: str) -> bool:
        if not self.suspensions:
            return False
        record = self._campaign.scenario.missions.get(mission)
        return record is not None and record.role == "joint"

    def joins(self, program: str) -> bool:
        """Return whether a program's hardware works for the main station."""
        return program == self._lead or (self.cooperates and program in self._partners)

    def sends(self, mission: Mission) -> bool:
        """Return whether a mission is still sent: a partner's contribution only while the agreement has not ended."""
        return mission.role != "joint" or self.cooperates

    def product_shares(self) -> dict[str, float]:
        """Return what share of the product goes to each program now."""
        partners, now = self._partners, self._campaign.env.now
        if not partners or not self.cooperates or self._agreement.suspended_until(now) > now:
            return {self._lead: 1.0}
        share = self._campaign.scenario.cooperation.partner_share
        return {self._lead: 1.0 - share} | {name: share / len(partners) for name in partners}

    def _suspend(self, begins: float, ends: float) -> Process:
        campaign = self._campaign
        yield campaign.env.timeout(begins)
        campaign.trace.programs.cooperation.append((begins, 0.0))
        if ends < min(self.lapse_day, campaign.horizon_days):
            yield campaign.env.timeout(ends - begins)
            campaign.trace.programs.cooperation.append((ends, 1.0))

    def _lapse(self) -> Process:
        campaign = self._campaign
        yield campaign.env.timeout(self.lapse_day)
        campaign.trace.programs.cooperation.append((campaign.env.now, 0.0))
        campaign.trace.programs.lapse_day = campaign.env.now
        for planned, record in self._joint():
            if not record.in_flight and record.outcome not in (SUCCESS, PARTIAL):
                record.outcome = WITHDRAWN
                campaign.conclude(planned.key)
        if any(record.outcome not in (SUCCESS, PARTIAL) for _, record in self._joint()):
            self._order_fallbacks()

    def _lose_patience(self) -> Process:
        """The lead must be able to go on without its partner: it does not wait for a late one for ever."""
        campaign = self._campaign
        last = max((record.planned_day for _, record in self._joint()), default=campaign.horizon_days)
        yield campaign.env.timeout(last + campaign.scenario.cooperation.patience_years * DAYS_PER_YEAR)
        late = [
            record
            for planned, record in self._joint()
            if planned.mission.critical and record.outcome not in (SUCCESS, PARTIAL)
        ]
        if self.cooperates and late:
            self._lateness = self._lateness_of(max(late, key=lambda record: record.planned_day))
            self._order_fallbacks()

    def _lateness_of(self, record: MissionRecord) -> DaysByCause:
        """Return the days by which a mission is late today, by cause [day]."""
        campaign, today = self._campaign, self._campaign.env.now
        transit = campaign.scenario.logistics.transit_days
        waits = along_the_path(with_open_wait(record, today), record, campaign.trace.flights.missions, transit, today)
        return attribute(today - record.planned_day, waits, fate_of(record))

    def replanned_waits(self, days: float) -> DaysByCause:
        """Return what put a fallback off by so many days, by cause [day].

        What a late partner cost until the lead lost patience is told by the partner's own causes; the rest, and all of
        it after a lapse, is the cooperation's.
        """
        return attribute(days, self._lateness, "cooperation")

    def _joint(self) -> Iterator[tuple[PlannedMission, MissionRecord]]:
        for planned in self._campaign.prepared.missions:
            if planned.mission.role == "joint":
                yield planned, self._campaign.trace.flights.missions[planned.key]

    def _fallbacks(self) -> list[PlannedMission]:
        return [
            planned
            for planned in self._campaign.prepared.missions
            if planned.mission.role == "fallback" and planned.mission.program == self._lead
        ]

    def _plan_fallbacks(self) -> None:
        """Without an agreement the lead's own items stand in its plan, and it orders them in time for that."""
        trace, scenario = self._campaign.trace, self._campaign.scenario
        first = min((planned.planned_day for planned in self._fallbacks()), default=math.inf)
        day = max(first - scenario.cooperation.replacement_years * DAYS_PER_YEAR, 0.0)
        if day < trace.horizon_days:
            trace.programs.replacement_day = day

    def _order_fallbacks(self) -> None:
        campaign, fallbacks = self._campaign, self._fallbacks()
        if self._fallbacks_ordered or not fallbacks or not campaign.scenario.cooperation.replacement_possible:
            return
        self._fallbacks_ordered = True
        campaign.trace.programs.replacement_day = campaign.env.now
        earliest = campaign.env.now + campaign.scenario.cooperation.replacement_years * DAYS_PER_YEAR
        for planned in fallbacks:
            campaign.env.process(fly_mission(campaign, planned, max(planned.planned_day, earliest)))
