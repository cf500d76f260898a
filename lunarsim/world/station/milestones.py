"""Milestones: one set of working functions for every program and variant of the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.world.flights.flight import Process
from lunarsim.world.station.functions import has_facility, has_pilot_and_crew, works_the_surface
from lunarsim.world.station.hardware import Item, newest_of_the_trial
from lunarsim.world.trace import DaysByCause, MineTrace, StationTrace

if TYPE_CHECKING:
    from lunarsim.scenario.groups.station import Station
    from lunarsim.world.station.station import StationState
    from lunarsim.world.wiring import Campaign


def equipped_for(limits: Station, functions: int, power_kw: float) -> tuple[str, ...]:
    """Return the milestones for which a station that works has been equipped, in order.

    Parameters
    ----------
    limits : Station
        What counts as a station.
    functions : int
        What has been installed gives, as bits.
    power_kw : float
        Power through the night of all that has been installed [kW].
    """
    if power_kw < limits.basic_power_kw or not has_facility(functions):
        return ()
    if power_kw < limits.extended_power_kw or not has_pilot_and_crew(functions):
        return ("station_basic",)
    return "station_basic", "station_extended"


class Milestones:
    """Watches the station and the plant and notes when each milestone is reached first.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    limits : Station
        What counts as a station.
    record, mine : StationTrace, MineTrace
        Take the days of the milestones.
    """

    def __init__(self, campaign: Campaign, limits: Station, record: StationTrace, mine: MineTrace) -> None:
        self._campaign = campaign
        self._limits = limits
        self._record = record
        self._mine = mine
        self._works_since: float | None = None
        self.reached_by: dict[str, Item | None] = {}
        self.reached_waits: dict[str, DaysByCause] = {}

    @property
    def works(self) -> bool:
        """Return whether the trial has been passed."""
        return "station_working" in self.reached_waits

    def station_changed(self, station: StationState, functions: int) -> None:
        """Look at the station after a change of its working functions."""
        works = works_the_surface(functions)
        if works == (self._works_since is not None):
            return
        campaign = self._campaign
        now = campaign.env.now
        if works:
            self._works_since = now
            if not self.works:
                campaign.env.process(self._trial(station, now))
        else:
            self._count_until(now)
            self._works_since = None

    def installed(self, station: StationState, item: Item, planned_days: float = 0.0) -> None:
        """Look at what the station has been equipped with, once it works the surface, after an item's first work."""
        if not self.works or "station_extended" in self.reached_waits:
            return
        for milestone in equipped_for(self._limits, station.installed.functions, station.installed_kw):
            if milestone not in self.reached_waits:
                self.reach(milestone, item, planned_days)

    def close(self) -> None:
        """Count the working time up to the horizon."""
        if self._works_since is not None:
            self._count_until(self._campaign.horizon_days)

    def _count_until(self, now: float) -> None:
        reached = self._record.milestone_day.get("station_working")
        if reached is not None and self._works_since is not None:
            self._record.working_days += now - max(self._works_since, reached)

    def _trial(self, station: StationState, since: float) -> Process:
        trial_days = self._limits.trial_days
        yield self._campaign.env.timeout(trial_days)
        if self._works_since == since and not self.works:
            newest = newest_of_the_trial(station.online)
            self.reach("station_working", newest, trial_days)
            if newest is not None:
                self.installed(station, newest, trial_days)

    def reach(self, milestone: str, item: Item | None, planned_days: float = 0.0) -> None:
        """Note a milestone of the station with the item that completed it.

        Time between the item's first work and the milestone, beyond the planned trial, was spent on repairs.
        """
        day = self._campaign.env.now
        waits = dict(item.waits) if item is not None else {}
        if item is not None:
            waits["repair"] = waits.get("repair", 0.0) + max(day - item.online_day - planned_days, 0.0)
        self.note(milestone, waits)
        self.reached_by[milestone] = item

    def note(self, milestone: str, waits: DaysByCause) -> None:
        """Note a milestone with the waits of what completed it; only its first time counts."""
        if milestone not in self.reached_waits:
            record = self._record if milestone.startswith("station") else self._mine
            record.milestone_day[milestone] = self._campaign.env.now
            self.reached_waits[milestone] = waits
