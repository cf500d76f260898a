"""Group ``launch``: how launch vehicles fail, what a failure costs in time, and how they mature."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Beta, LogNormal, Uniform


@dataclass(frozen=True, kw_only=True)
class Launch:
    """What holds for all launch vehicles; what differs between them stands in ``configs/library/vehicles.yml``."""

    prior_successes: float = parameter(
        1.5,
        "Successes that a vehicle is credited with before its first flight.",
        unit="1",
        low=0.1,
        high=100,
        source=(
            "10 failures among the first ten flights of 13 vehicles (83 flights, launch logs to 2025); with less than "
            "a tenth, first failures would keep most vehicles from ever being qualified"
        ),
        evidence="published",
        acts_if=(when("waits.launch_failure"),),
    )
    prior_failures: float = parameter(
        0.5,
        "Failures that it is credited with.",
        unit="1",
        low=0.01,
        high=100,
        source="same record: 10 to 25 % of the first ten flights fail",
        evidence="published",
        acts_if=(when("waits.launch_failure"),),
    )
    failure_weight: float = parameter(
        0.5,
        "Part of a failure that still counts against a vehicle after its stand-down: 0 if its cause is "
        "removed, 1 if it persists.",
        unit="1",
        low=0,
        high=1,
        source="assumed: Long March 5 flew nine times without failure after 2017; N1 failed in all four flights",
        distribution=Uniform(0.0, 1.0),
        acts_if=(when("waits.launch_failure"),),
    )
    highest_success: float = parameter(
        0.99,
        "Highest probability that a launch succeeds, however long the vehicle's record.",
        unit="1",
        low=0.01,
        high=1,
        source="mature vehicles fail in 1 to 4 % of their flights (launch logs to 2025)",
        evidence="published",
        acts_if=(when("waits.launch_failure"),),
    )
    stand_down_median_days: float = parameter(
        240.0,
        "Median time that all flights of a vehicle wait after a failure.",
        unit="day",
        low=0,
        high=3650,
        source="15 and 135 to 177 days (Falcon 9), 301 (New Glenn), 347 (H3), 908 (Long March 5)",
        evidence="published",
        distribution=LogNormal(120.0, 480.0),
        acts_if=(
            when("waits.launch_failure"),
            when("waits.vehicle"),
        ),
    )
    stand_down_ln_sd: float = parameter(
        1.03,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=3,
        source="same record: nine of ten below about 900 days",
        evidence="published",
        acts_if=(when("waits.launch_failure"), when("waits.vehicle")),
    )
    pad_loss_share: float = parameter(
        0.07,
        "Probability that a launch failure destroys its pad.",
        unit="1",
        low=0,
        high=1,
        source="assumed from 3 pads (N1 1969, Falcon 9 2016, New Glenn 2026) in about 47 failures of 31 vehicles",
        distribution=Beta(3.5, 44.5),
        acts_if=(
            when("waits.launch_failure"),
            when("waits.pad"),
        ),
    )
    pad_rebuild_days: float = parameter(
        365.0,
        "Median time until a destroyed pad is in service again.",
        unit="day",
        low=0,
        high=10000,
        source="6 to 24 months: 15 months (Falcon 9, 2016), about 18 (N1, 1969), New Glenn announced 7 to 24",
        evidence="published",
        acts_if=(when("waits.launch_failure"), when("waits.pad"), when("launch.pad_loss_share")),
    )
    pad_rebuild_ln_sd: float = parameter(
        0.42,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=3,
        source="6 to 24 months as the 5 % and 95 % quantiles",
        acts_if=(when("waits.launch_failure"), when("waits.pad"), when("launch.pad_loss_share")),
    )
