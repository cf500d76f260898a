"""Launch vehicles as resources: first flight, production, failures and stand-downs."""

from __future__ import annotations

import math

from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.failures import Failures
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.pads import Customer, Pads

MOST_QUALIFICATION_FLIGHTS = 100
"""Flights after which a vehicle that is not qualified is given up; N1 was after four failures."""


def interval_days(vehicle: Vehicle) -> float:
    """Return the time between flights of a vehicle as a rule: others fly it as often as they do, or as it is made."""
    return DAYS_PER_YEAR / max(vehicle.other_flights_per_year, vehicle.launches_per_year)


def is_built(name: str, vehicle: Vehicle, draws: Draws) -> bool:
    """Return whether a vehicle has flown, or is ever built in a run."""
    sure = vehicle.first_flight is None or vehicle.built_probability >= 1.0
    return sure or draws.uniform(name, "built") < vehicle.built_probability


class Launcher:
    """One launch vehicle in one run.

    It keeps calendars instead of queues: a mission asks for the earliest day, sleeps until then and asks again, so
    that an uncontested launch costs no event. Each customer has vehicles made for it alone, at the full rate; for
    pads they wait in line (:class:`Pads`). The record, the stand-downs and the loss of a pad are common.

    Parameters
    ----------
    name : str
        Key of the vehicle.
    vehicle : Vehicle
        What is known of it.
    failures : Failures
        Whether its launches fail, and what a failure costs.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    horizon_days : float
        End of the run [day].
    first_flight_day : float
        Day of the first flight, slip included; at most 0 for a vehicle that has flown.
    pad_back_day : float
        Day on which a pad that is lost at the start is in service again [day].
    grounded_until_day : float
        Day until which the vehicle is grounded at the start; a first flight waits for it, too [day].
    stretched : tuple of (str, float)
        Causes that have put off the first flight beside its slip, in order, and the days of each [day].
    """

    def __init__(
        self,
        name: str,
        vehicle: Vehicle,
        failures: Failures,
        waits: Waits,
        draws: Draws,
        horizon_days: float,
        first_flight_day: float,
        pad_back_day: float = -math.inf,
        grounded_until_day: float = -math.inf,
        stretched: tuple[tuple[str, float], ...] = (),
    ) -> None:
        self.name = name
        self.vehicle = vehicle
        self._waits = waits
        self._draws = draws
        self._interval = DAYS_PER_YEAR / vehicle.launches_per_year
        self._failures = failures
        self._next_unit: dict[Customer, float] = {}
        self._pads = Pads(vehicle, pad_back_day)
        self._grounded_until = grounded_until_day
        # What has put the first flight off while the vehicle is grounded anyway puts off nothing.
        self._stretched = _latest(stretched, max(first_flight_day - grounded_until_day, 0.0))
        # Up to that day, the causes of a wait for it are told apart.
        last_day = horizon_days + total((days for _, days in self._stretched), 0.0)
        first_flight_day = max(first_flight_day, grounded_until_day)
        # Whether it is never built, or given up before it is qualified.
        self._is_given_up = False
        self._qualified = self._qualification_day(first_flight_day, last_day) if waits.vehicle else -math.inf
        # Others fly from the day on which missions may: after the start, the first flight and what holds it then.
        self._others_per_day = vehicle.other_flights_per_year / DAYS_PER_YEAR
        self._others_failed = 0
        self._others_day = max(0.0, first_flight_day, self._qualified, pad_back_day if vehicle.pads == 1 else 0.0)

    def _qualification_day(self, first_flight_day: float, last_day: float) -> float:
        """Return the day from which on the vehicle carries missions, infinity where that comes after the last day."""
        vehicle = self.vehicle
        if vehicle.first_flight is None:
            return -math.inf
        if not is_built(self.name, vehicle, self._draws):
            self._is_given_up = True
            return math.inf
        # Qualification flights follow each other at the production rate until enough have succeeded.
        day, missing, number = first_flight_day, vehicle.qualification_flights, 0
        while missing > 0:
            if day >= last_day:
                return math.inf
            if number == MOST_QUALIFICATION_FLIGHTS:
                self._is_given_up = True
                return math.inf
            if self._failures.succeeds(self.name, "qualification", number):
                missing -= 1
            else:
                allowed = day + self._failures.stand_down_days(self.name, "qualification_stand_down", number)
                if vehicle.pads == 1:
                    allowed = max(allowed, day + self._failures.pad_out_days(self.name, "qualification_pad", number))
                day = max(day, allowed - self._interval)
            day += self._interval
            number += 1
        return day

    def vehicle_day(self, customer: Customer, day: float, units: int = 1) -> float:
        """Return the first day from ``day`` on at which ``units`` vehicles are made and may fly [day]."""
        if not self._waits.vehicle:
            return day
        made = self._next_unit.get(customer, -math.inf) + (units - 1) * self._interval
        return max(day, self._qualified, self._grounded_until, made)

    def held_by(self, day: float, until_day: float) -> tuple[str, float]:
        """Return the cause of a wait for the vehicle that is made now, and until when it is that one [day].

        The last days before a new vehicle is qualified belong to what has stretched the work on its first flight.
        """
        if until_day != self._qualified:
            return "vehicle", until_day
        begins, cause = self._qualified - total((days for _, days in self._stretched), 0.0), "vehicle"
        for next_cause, days in self._stretched:
            if day < begins:
                return cause, begins
            begins, cause = begins + days, next_cause
        return cause, until_day

    def allowed_day(self, day: float) -> float:
        """Return the first day from ``day`` on at which the vehicle is not grounded [day]."""
        return max(day, self._grounded_until) if self._waits.vehicle else day

    def pad_day(self, customer: Customer, day: float) -> float:
        """Return the first day from ``day`` on at which a pad is free [day]."""
        return self._pads.free_day(customer, day) if self._waits.pad else day

    def _others_fly(self, day: float) -> None:
        """Let others fly up to a day. A failure of theirs grounds the vehicle for all, them included."""
        while self._others_per_day > 0.0 and day > self._others_day:
            flown = self._failures.flown_by_others((day - self._others_day) * self._others_per_day)
            if flown is None:
                self._others_day = day
                return
            self._others_day += flown / self._others_per_day
            self._fail(None, self._others_day, self.name, "other_", self._others_failed)
            self._others_failed += 1

    def _fail(self, customer: Customer | None, day: float, owner: str, prefix: str, occurrence: int) -> None:
        """Ground the vehicle after a failure, and take the pad where it is destroyed; None for others' flights."""
        until = day + self._failures.stand_down_days(owner, f"{prefix}stand_down", occurrence)
        self._grounded_until = max(self._grounded_until, until)
        out_days = self._failures.pad_out_days(owner, f"{prefix}pad", occurrence)
        if out_days > 0.0:
            self._pads.lose(customer, day, day + out_days)
        self._others_day = max(self._others_day, until, day + out_days if self.vehicle.pads == 1 else day)

    def hold(self, customer: Customer, day: float, vehicles: int) -> Hold | None:
        """Return what keeps a customer from launching: the ``vehicles`` still needed or a pad; None if nothing does.

        A vehicle that has been taken can still be grounded.
        """
        self._others_fly(day)
        made = self.vehicle_day(customer, day, vehicles) if vehicles else self.allowed_day(day)
        if made > day:
            return Hold(*self.held_by(day, made), self._is_given_up)
        free = self.pad_day(customer, day)
        return Hold("pad", free) if free > day else None

    def campaign_days(self, launches: int) -> float:
        """Return the days from the first to the last of several launches, as the pads allow [day]."""
        return (launches - 1) // self.vehicle.pads * self.vehicle.pad_turnaround_days if self._waits.pad else 0.0

    def launch(
        self, customer: Customer, day: float, mission: str, occurrence: int, units: int = 1, surely: bool = False
    ) -> bool:
        """Launch a mission now; return whether it succeeded. A failure grounds the vehicle and may destroy its pad.

        Parameters
        ----------
        customer : Customer
            Who flies.
        mission : str
            Owner of the draws, which another mission on the same vehicle does not move.
        day, occurrence : float, int
            Now [day], and which launch of the mission it is, 0 for the first.
        units, surely : int, bool
            Vehicles that are taken (all of a campaign with its first launch), and whether it succeeds without a draw.
        """
        self._others_fly(day)
        self._pads.block(customer, day)
        if units:
            # One finished vehicle may stand in store, not more.
            made = max(self._next_unit.get(customer, -math.inf), day - self._interval)
            self._next_unit[customer] = made + units * self._interval
        success = self._failures.succeeds(mission, "launch", occurrence, surely)
        if not success:
            self._fail(customer, day, mission, "", occurrence)
        return success

    def give_back(self, customer: Customer, units: int) -> None:
        """Return finished vehicles to the store that a campaign took and did not launch."""
        self._next_unit[customer] -= units * self._interval


def _latest(stretched: tuple[tuple[str, float], ...], days: float) -> list[tuple[str, float]]:
    """Return what has put off a first flight, in order, as far as it falls within its last ``days``."""
    kept = []
    for cause, put_off_days in reversed(stretched):
        part = min(put_off_days, days)
        if part > 0.0:
            kept.append((cause, part))
            days -= part
    return kept[::-1]
