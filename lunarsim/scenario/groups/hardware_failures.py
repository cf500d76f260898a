"""How often the hardware of stations fails, and how long it lasts: the first part of group ``upkeep``."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal, LogUniform, Uniform

WITH_FAILURES = (when("waits.repair"),)
"""The condition of all that acts on hardware which fails."""

NOBODY_KNOWS = "assumed: no rate of failure or repair of lunar hardware has been published"


@dataclass(frozen=True, kw_only=True)
class HardwareFailures:
    """Failures and lives of hardware."""

    mtbf_years: float = parameter(
        6.3,
        "Mean time between failures of equipment that has none of its own.",
        unit="year",
        low=0.1,
        high=1000,
        source=f"{NOBODY_KNOWS}; 2 to 20 years",
        distribution=LogUniform(2.0, 20.0),
        acts_if=WITH_FAILURES,
    )
    mtbf_ln_sd: float = parameter(
        0.5,
        "Standard deviation of the logarithm of the mean time between failures from design to design.",
        unit="1",
        low=0,
        high=3,
        source="assumed: two of three designs within a factor of 1.6",
        acts_if=WITH_FAILURES,
    )
    common_failure_share: float = parameter(
        0.05,
        "Share of the failures of equipment that strike all of its design at once.",
        unit="1",
        low=0,
        high=1,
        source="beta factors of redundant equipment in industry, 0.01 to 0.1 (IEC 61508-6, annex D)",
        evidence="analogue",
        distribution=Uniform(0.0, 0.1),
        acts_if=WITH_FAILURES,
    )
    bus_failure_share: float = parameter(
        0.05,
        "Share of the failures of power sources that take the whole power of the station down, until it is known what "
        "has failed and it is cut off.",
        unit="1",
        low=0,
        high=1,
        source=f"{NOBODY_KNOWS}; as common failures",
        distribution=Uniform(0.0, 0.1),
        acts_if=WITH_FAILURES,
    )
    life_ratio: float = parameter(
        1.6,
        "Median life of equipment and satellites over the life for which they are designed.",
        unit="1",
        low=0.1,
        high=10,
        source="assumed: Queqiao-1 works in its eighth year, designed for five",
        distribution=LogNormal(1.2, 2.1),
        acts_if=WITH_FAILURES,
    )
    life_ln_sd: float = parameter(
        0.4,
        "Standard deviation of the logarithm of that life.",
        unit="1",
        low=0,
        high=3,
        source="assumed: two of three within a factor of 1.5",
        acts_if=WITH_FAILURES,
    )
