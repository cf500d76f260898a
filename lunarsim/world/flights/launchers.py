"""The launch vehicles of a run by name."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Container, Mapping

from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.words.units import days_between, parse_date
from lunarsim.world.flights.failures import Failures
from lunarsim.world.flights.hold import Hold
from lunarsim.world.flights.launch import Launcher, interval_days
from lunarsim.world.flights.pads import Customer
from lunarsim.world.flights.readiness import SlipOf
from lunarsim.world.programs.dated_plans import DatedPlan


class Launchers:
    """The launch vehicles of a run by name, each prepared when a mission first asks for it.

    Parameters
    ----------
    vehicles : mapping
        Vehicles by name.
    programs : container of str
        Programs that the scenario knows: the first flight of another owner's vehicle does not slip.
    launch : Launch
        How vehicles fail.
    waits : Waits
        Which causes of delay are on.
    start : date
        First day of the simulation.
    horizon_days : float
        End of the run [day].
    first_flights : mapping
        Plans of first flights by vehicle.
    slip : callable
        How plans slip.
    stand_down_days : callable
        From a plan of the start to the days by which it moves as its vehicle is known to be grounded [day].
    draws : Draws
        The draws of the run.
    """

    def __init__(
        self,
        vehicles: Mapping[str, Vehicle],
        *,
        programs: Container[str],
        launch: Launch,
        waits: Waits,
        start: dt.date,
        horizon_days: float,
        first_flights: Mapping[str, DatedPlan],
        slip: SlipOf,
        stand_down_days: Callable[[DatedPlan], float],
        draws: Draws,
    ) -> None:
        self._vehicles = vehicles
        self._programs = programs
        self._launch = launch
        self._waits = waits
        self._start = start
        self._horizon_days = horizon_days
        self._first_flights = first_flights
        self._slip = slip
        self._stand_down_days = stand_down_days
        self._draws = draws
        self._launchers: dict[str, Launcher] = {}
        self.first_flight_day = {name: plan.planned_day for name, plan in first_flights.items()}
        """First flights, slip included for vehicles that were asked for [day]."""

    def first_flight(self, vehicle: str) -> float:
        """Return the first flight of a vehicle that has not flown, slip included [day]."""
        self._launcher(vehicle)
        return self.first_flight_day[vehicle]

    def _launcher(self, name: str) -> Launcher:
        launcher = self._launchers.get(name)
        if launcher is None:
            launcher = self._launchers[name] = self._prepared(name)
        return launcher

    def _prepared(self, name: str) -> Launcher:
        vehicle = self._vehicles[name]
        plan = self._first_flights.get(name)
        first, stretched = self.first_flight_day.get(name, 0.0), tuple[tuple[str, float], ...]()
        if plan is not None and vehicle.program in self._programs:
            slip = self._slip(plan, first, 0.0)
            self.first_flight_day[name] = first = first + self._stand_down_days(plan) + total(slip, 0.0)
            stretched = (("budget", slip.budget), ("technology_cutoff", slip.technology_cutoff))
        # What a vehicle inherits has flown before the start; in the run each vehicle learns by itself.
        known = (vehicle, self._vehicles[vehicle.heritage]) if vehicle.heritage else (vehicle,)
        flights = total((one.flights for one in known), 0)
        failures = flights - total((one.successes for one in known), 0)
        return Launcher(
            name,
            vehicle,
            Failures(
                name,
                vehicle.developer_class,
                flights,
                failures,
                interval_days(vehicle),
                self._launch,
                self._waits,
                self._draws,
            ),
            self._waits,
            self._draws,
            self._horizon_days,
            first,
            self._day(vehicle.pad_lost_until),
            self._day(vehicle.grounded_until),
            stretched,
        )

    def _day(self, date: str | None) -> float:
        """Return a date as a day since the start, a day before all others where there is none [day]."""
        return days_between(self._start, parse_date(date)) if date is not None else -math.inf

    def campaign_days(self, vehicle: str, launches: int) -> float:
        """Return the days from the first to the last of several launches, as the pads allow [day]."""
        return self._launcher(vehicle).campaign_days(launches)

    def hold(self, vehicle: str, customer: Customer, day: float, vehicles: int) -> Hold | None:
        """Return what keeps a customer from launching a vehicle, if anything, as :meth:`Launcher.hold`."""
        return self._launcher(vehicle).hold(customer, day, vehicles)

    def launch(
        self,
        vehicle: str,
        customer: Customer,
        day: float,
        mission: str,
        occurrence: int,
        units: int,
        surely: bool = False,
    ) -> bool:
        """Launch a mission now; return whether it succeeded, as :meth:`Launcher.launch`."""
        return self._launcher(vehicle).launch(customer, day, mission, occurrence, units, surely)

    def give_back(self, vehicle: str, customer: Customer, units: int) -> None:
        """Return finished vehicles to the store that a campaign took and did not launch."""
        self._launcher(vehicle).give_back(customer, units)
