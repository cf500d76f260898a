"""Group ``launch``: how launch vehicles fail, what a failure costs in time, and how they mature."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Beta, LogNormal

_FIT = "fit to the flights of 50 families of launch vehicles since 1980 (configs/library/launches.yml)"


@dataclass(frozen=True, kw_only=True)
class Launch:
    """What holds for all launch vehicles; what differs between them stands in ``configs/library/vehicles.yml``."""

    failure_multiplier: float = parameter(
        1.0,
        "Multiplier on the hazard of every launch from the start on; the record before it stays what it is.",
        unit="1",
        low=0,
        high=100,
        source="assumed: as wide as the error of the fitted hazard of first flights (configs/library/launches.yml)",
        distribution=LogNormal(0.7, 1.43),
        acts_if=(when("waits.launch_failure"),),
    )
    first_hazard_experienced: float | None = parameter(
        None,
        "Hazard of the first flight of a vehicle whose developer had reached an orbit before, the mean over vehicles; "
        "it fails with probability 1 - exp(-hazard). null: as fit.",
        unit="1",
        low=0,
        high=10,
        optional=True,
        source=_FIT,
        evidence="analogue",
        acts_if=(when("waits.launch_failure"),),
    )
    first_hazard_new: float | None = parameter(
        None,
        "The same for a developer that had not; null: as fit.",
        unit="1",
        low=0,
        high=10,
        optional=True,
        source=_FIT,
        evidence="analogue",
        acts_if=(when("waits.launch_failure"),),
    )
    hazard_decay: float | None = parameter(
        None,
        "Exponent by which the hazard falls with the number of the flight, 0 for not at all; null: as fit.",
        unit="1",
        low=0,
        high=0.95,
        optional=True,
        source=_FIT,
        evidence="analogue",
        acts_if=(when("waits.launch_failure"),),
    )
    family_shape: float | None = parameter(
        None,
        "Shape of the gamma distribution of the factors by which vehicles differ; their variance is one over it. "
        "null: as fit.",
        unit="1",
        low=0.1,
        high=1000,
        optional=True,
        source=_FIT,
        evidence="analogue",
        acts_if=(when("waits.launch_failure"),),
    )
    stand_down_median_days: float = parameter(
        187.0,
        "Median time that all flights wait after a failure, of a vehicle that flies every 100 days.",
        unit="day",
        low=0,
        high=3650,
        source=(
            "fit to the 81 failures of 50 families since 1980 that were followed by a flight, ordinary waits included "
            "(experiments/launches/stand_downs.py); uncertain downwards by these waits, upwards by the six failures "
            "that no flight followed"
        ),
        evidence="analogue",
        distribution=LogNormal(133.0, 257.0),
        acts_if=(
            when("waits.launch_failure"),
            when("waits.vehicle"),
        ),
    )
    stand_down_interval_exponent: float = parameter(
        0.58,
        "Exponent by which that median rises with the time between a vehicle's flights, 0 for not at all.",
        unit="1",
        low=0,
        high=2,
        source="the same fit, standard error 0.09",
        evidence="analogue",
        acts_if=(when("waits.launch_failure"), when("waits.vehicle")),
    )
    stand_down_ln_sd: float = parameter(
        0.75,
        "Standard deviation of the logarithm of that time about its median.",
        unit="1",
        low=0,
        high=3,
        source="the same fit",
        evidence="analogue",
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
        evidence="analogue",
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
