"""Launch vehicles as resources: first flight, production, pads, failures and stand-downs."""

from __future__ import annotations

import heapq
import math

from lunarsim.physics.transport import launch_success
from lunarsim.scenario.vehicle import Vehicle
from lunarsim.scenario.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR

STAND_DOWN_MEDIAN_DAYS = 240.0
STAND_DOWN_LN_SD = 1.03
"""Six stand-downs from 15 to 908 days: median about 240, nine of ten below about 900."""

PRIOR_SUCCESSES = 1.6
PRIOR_FAILURES = 0.4
"""Belief before the first flight: new vehicles fail 10 to 25 % of their first ten flights, mature ones 1 to 4 %."""


class Launcher:
    """One launch vehicle in one run.

    It keeps calendars instead of queues: a mission asks for the earliest day, sleeps until then and asks again, so
    that an uncontested launch costs no event. Each program that flies on it has calendars of its own: a guest's
    vehicles are made in addition to the owner's and use pad days that the owner leaves, so that a partner never slows
    the owner down. The record and the stand-downs are common.

    Parameters
    ----------
    name : str
        Key of the vehicle.
    vehicle : Vehicle
        What is known of it.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    first_flight_day : float
        Day of the first flight, slip included; at most 0 for a vehicle that has flown.
    """

    def __init__(self, name: str, vehicle: Vehicle, waits: Waits, draws: Draws, first_flight_day: float) -> None:
        self.name = name
        self.vehicle = vehicle
        self._waits = waits
        self._draws = draws
        self._interval = DAYS_PER_YEAR / vehicle.launches_per_year
        self._flights = vehicle.flights
        self._successes = vehicle.successes
        self._next_unit: dict[str, float] = {}
        self._pads: dict[str, list[float]] = {}
        self._grounded_until = -math.inf
        self._qualified = self._qualification_day(first_flight_day) if waits.vehicle else -math.inf

    def _qualification_day(self, first_flight_day: float) -> float:
        vehicle = self.vehicle
        if vehicle.first_flight is None:
            return -math.inf
        if vehicle.built_probability < 1 and self._draws.uniform(self.name, "built") >= vehicle.built_probability:
            return math.inf
        # Qualification flights follow each other at the production rate until enough have succeeded.
        day, wanted, number = first_flight_day, vehicle.qualification_flights, 0
        while wanted > 0:
            if self._succeeds("qualification", self.name, number):
                wanted -= 1
            else:
                day = max(
                    day, day + self._stand_down_days(self.name, "qualification_stand_down", number) - self._interval
                )
            day += self._interval
            number += 1
        return day

    def _succeeds(self, purpose: str, owner: str, occurrence: int) -> bool:
        success = True
        if self._waits.launch_failure:
            probability = launch_success(self._flights, self._successes, PRIOR_SUCCESSES, PRIOR_FAILURES)
            success = self._draws.uniform(owner, purpose, occurrence) < probability
        if success:
            # The stand-down after a failure finds and mends its cause: only successes move the record.
            self._flights += 1
            self._successes += 1
        return success

    def _stand_down_days(self, owner: str, purpose: str, occurrence: int) -> float:
        return STAND_DOWN_MEDIAN_DAYS * math.exp(STAND_DOWN_LN_SD * self._draws.normal(owner, purpose, occurrence))

    def vehicle_day(self, program: str, day: float, units: int = 1) -> float:
        """Return the first day from ``day`` on at which so many vehicles are made, qualified and allowed to fly."""
        if not self._waits.vehicle:
            return day
        made = self._next_unit.get(program, -math.inf) + (units - 1) * self._interval
        return max(day, self._qualified, self._grounded_until, made)

    def pad_day(self, program: str, day: float) -> float:
        """Return the first day from ``day`` on at which a pad is free."""
        if not self._waits.pad:
            return day
        # A guest waits for the owner's launches as well, the owner for none but its own.
        calendars = {program, self.vehicle.program} & self._pads.keys()
        return max([day, *(self._pads[name][0] for name in calendars)])

    def launch(self, program: str, day: float, mission: str, occurrence: int) -> bool:
        """Launch a mission now; return whether it succeeded. A failure grounds the vehicle.

        The draws are the mission's own, so that another mission on the same vehicle does not move them.
        """
        pads = self._pads.setdefault(program, [-math.inf] * self.vehicle.pads)
        heapq.heapreplace(pads, day + self.vehicle.pad_turnaround_days)
        # One finished vehicle may stand in store, not more.
        self._next_unit[program] = max(self._next_unit.get(program, -math.inf), day - self._interval) + self._interval
        success = self._succeeds("launch", mission, occurrence)
        if not success:
            self._grounded_until = day + self._stand_down_days(mission, "stand_down", occurrence)
        return success
