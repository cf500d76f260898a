"""Whether launches of a vehicle fail, and for how long a failure grounds it or takes its pad."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.chance.launch_growth import family_factor, flight_failure, flights_passed, passed_hazard
from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.launch_fit import launch_fit
from lunarsim.words.draws import Draws


class Law(NamedTuple):
    """How the hazard of a vehicle falls with its flights [1]: that of the first one, exponent, shape of the factor."""

    first_hazard: float
    decay: float
    shape: float


def law(launch: Launch, developer_class: str) -> Law:
    """Return how the hazard of a vehicle falls, by the class of its developer; what the scenario leaves open is fit."""
    fit = launch_fit()
    if developer_class == "new":
        first, fitted = launch.first_hazard_new, fit.first_hazard_new
    else:
        first, fitted = launch.first_hazard_experienced, fit.first_hazard_experienced
    return Law(
        fitted if first is None else first,
        fit.hazard_decay if launch.hazard_decay is None else launch.hazard_decay,
        fit.family_shape if launch.family_shape is None else launch.family_shape,
    )


LEAST_HAZARD = 1e-9
"""Least hazard that others pass through before their next failure [1]."""

STAND_DOWN_INTERVAL_DAYS = 100.0
"""Time between flights for which the median of stand-downs is given [day]."""


def stand_down_median_days(launch: Launch, interval_days: float) -> float:
    """Return the median stand-down of a vehicle that flies so often [day].

    In the record the time from a failure to the next flight rises with the ordinary time between flights.
    """
    rise = float((interval_days / STAND_DOWN_INTERVAL_DAYS) ** launch.stand_down_interval_exponent)
    return launch.stand_down_median_days * rise


class Failures:
    """The failures of one launch vehicle in one run.

    Its factor on all hazards is drawn once, from what its known flights leave open. So it is the same vehicle from
    flight to flight, good or bad, and what happens in the run moves no probability: flights do.

    Parameters
    ----------
    name : str
        Owner of the factor's draw.
    developer_class : str
        Whether its developer was experienced or new.
    flights, failures : int
        Its record before the start.
    interval_days : float
        Time between its flights as a rule [day].
    launch : Launch
        How vehicles fail.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    """

    def __init__(
        self,
        name: str,
        developer_class: str,
        flights: int,
        failures: int,
        interval_days: float,
        launch: Launch,
        waits: Waits,
        draws: Draws,
    ) -> None:
        self._launch = launch
        self._stand_down_median_days = stand_down_median_days(launch, interval_days)
        self._loses_pads = waits.pad
        self._draws = draws
        self._name = name
        self._flights: float = flights
        self._scale = 0.0
        self._others_failed = 0
        self._left: float | None = None
        if waits.launch_failure:
            first_hazard, self._decay, shape = law(launch, developer_class)
            self._passed = passed_hazard(flights, self._decay)
            unit = draws.uniform(name, "launch_factor")
            factor = family_factor(unit, shape, failures, first_hazard * self._passed)
            self._scale = launch.failure_multiplier * first_hazard * float(factor)

    def succeeds(self, owner: str, purpose: str, occurrence: int, surely: bool = False) -> bool:
        """Return whether the next flight succeeds, surely or by a draw, which is the owner's."""
        self._flights += 1
        if self._scale == 0.0:
            return True
        passed, self._passed = self._passed, passed_hazard(self._flights, self._decay)
        if surely:
            return True
        failure = flight_failure(self._scale * (self._passed - passed))
        return self._draws.uniform(owner, purpose, occurrence) < 1.0 - float(failure)

    def flown_by_others(self, flights: float) -> float | None:
        """Let others fly so often; return after how many of these flights one failed, None where none did.

        Their flights count as all others do. They are not drawn one by one: a failure comes when the hazard that they
        have passed through since the last one reaches an exponentially distributed threshold.
        """
        if self._scale == 0.0:
            self._flights += flights
            return None
        if self._left is None:
            unit = self._draws.uniform(self._name, "other_failure", self._others_failed)
            # A draw of 0 is no failure before any flight.
            self._left = max(-math.log1p(-unit), LEAST_HAZARD)
        passed = passed_hazard(self._flights + flights, self._decay)
        hazard = self._scale * float(passed - self._passed)
        if hazard < self._left:
            self._left -= hazard
            self._flights += flights
            self._passed = passed
            return None
        before = self._flights
        self._passed = self._passed + self._left / self._scale
        self._flights = max(float(flights_passed(self._passed, self._decay)), before)
        self._left = None
        self._others_failed += 1
        return min(self._flights - before, flights)

    def stand_down_days(self, owner: str, purpose: str, occurrence: int) -> float:
        """Return how long a failure grounds the vehicle [day]."""
        normal = self._draws.normal(owner, purpose, occurrence)
        return self._stand_down_median_days * math.exp(self._launch.stand_down_ln_sd * normal)

    def pad_out_days(self, owner: str, purpose: str, occurrence: int) -> float:
        """Return how long a failure puts its pad out of service, 0 where the pad survives [day]."""
        launch = self._launch
        if not self._loses_pads or self._draws.uniform(owner, f"{purpose}_lost", occurrence) >= launch.pad_loss_share:
            return 0.0
        normal = self._draws.normal(owner, purpose, occurrence)
        return launch.pad_rebuild_days * math.exp(launch.pad_rebuild_ln_sd * normal)
