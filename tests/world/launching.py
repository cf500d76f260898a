"""A launch vehicle by itself in a test, and a queue for it."""

import dataclasses
import math

from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.world.flights.failures import Failures, stand_down_median_days
from lunarsim.world.flights.launch import Launcher, interval_days
from lunarsim.world.flights.launchers import Launchers
from lunarsim.world.flights.pads import Customer
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.slip_law import Slip
from tests.scenario.building import scenario_of
from tests.world.parts import start_of
from tests.world.running import FixedDraws

VEHICLES = scenario_of().vehicles
ALL_SUCCEED = Waits(launch_failure=False)
HORIZON_DAYS = 36_500.0
CHINA, RUSSIA, USA = (Customer(program) for program in ("china", "russia", "usa"))
DOOMED = Launch(first_hazard_experienced=10.0, failure_multiplier=100.0, hazard_decay=0.0, family_shape=1000.0)
"""Each launch fails."""


def launcher(
    name="long_march_10",
    waits=ALL_SUCCEED,
    draws=None,
    first=183.0,
    back=-math.inf,
    grounded=-math.inf,
    stretched=(),
    law=None,
    **changes,
):
    """Return a vehicle of the library with some fields changed; nobody else flies it, unless told."""
    vehicle = dataclasses.replace(VEHICLES[name], **({"other_flights_per_year": 0.0} | changes))
    draws = FixedDraws() if draws is None else draws
    failures = Failures(
        name,
        vehicle.developer_class,
        vehicle.flights,
        vehicle.flights - vehicle.successes,
        interval_days(vehicle),
        law or Launch(),
        waits,
        draws,
    )
    return Launcher(name, vehicle, failures, waits, draws, HORIZON_DAYS, first, back, grounded, stretched)


def median_days(vehicle):
    """Return the median stand-down of a vehicle [day]."""
    return stand_down_median_days(Launch(), interval_days(vehicle))


def vehicles_of(scenario, draws=None):
    """Return the launch vehicles of a scenario by themselves; their first flights keep their plan."""
    return Launchers(
        scenario.vehicles,
        programs=scenario.programs,
        launch=scenario.launch,
        waits=scenario.waits,
        start=start_of(scenario),
        horizon_days=HORIZON_DAYS,
        first_flights=prepare(scenario).first_flights,
        slip=lambda *plan: Slip(0.0, 0.0, 0.0),
        stand_down_days=lambda plan: 0.0,
        draws=FixedDraws() if draws is None else draws,
    )


def free_day(launcher, customer, day):
    """Return the first day on which both a vehicle and a pad are free."""
    while (later := max(launcher.vehicle_day(customer, day), launcher.pad_day(customer, day))) > day:
        day = later
    return day


class Unlucky(FixedDraws):
    """The first flights of a vehicle that are to qualify it fail."""

    def __init__(self, failures, stand_down=0.0):
        super().__init__(normals={("long_march_10", "qualification_stand_down"): stand_down})
        self._failures = failures

    def uniform(self, entity, purpose, occurrence=0):
        if (entity, purpose) == ("long_march_10", "qualification"):
            return 0.9999 if occurrence < self._failures else 0.0
        return super().uniform(entity, purpose)
