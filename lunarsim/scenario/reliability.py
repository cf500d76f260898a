"""The part of group ``program`` that tells how its craft fly and land."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How an agency's spacecraft travel, land and are flown again after a loss."""

    cruise_success: float = parameter(
        0.9,
        "Probability that a spacecraft survives cruise and orbit insertion.",
        unit="1",
        low=0.01,
        high=1,
        source="13 of 15 landing attempts of 2013-2025 reached powered descent",
        evidence="published",
    )
    landing_success_first: float = parameter(
        0.25,
        "Probability of full success of the developer's first landing attempt.",
        unit="1",
        low=0,
        high=1,
        source="2 of 9 first attempts of 2013-2025",
        evidence="published",
    )
    landing_success_second: float = parameter(
        0.5,
        "Probability of full success of the second attempt.",
        unit="1",
        low=0,
        high=1,
        source="2 of 4 second attempts of 2013-2025",
        evidence="published",
    )
    landing_success_experienced: float = parameter(
        0.75,
        "Probability of full success from the third attempt on.",
        unit="1",
        low=0,
        high=1,
        source="record of 2013-2025",
        evidence="published",
    )
    landing_attempts: int = parameter(
        0,
        "Landing attempts of the developer before the start.",
        unit="1",
        low=0,
        high=100,
        source="record of lunar landings; the option file of a program gives its own",
        evidence="published",
    )
    landing_odds_multiplier: float = parameter(
        1.0,
        "Multiplier on the odds of a successful landing, for what a short record leaves open.",
        unit="1",
        low=0,
        high=100,
        source="width of the 90 % interval of such short records",
        distribution=LogNormal(0.4, 2.5),
    )
    partial_share: float = parameter(
        0.3,
        "Share of unsuccessful landings that end on the surface, alive but damaged or tipped.",
        unit="1",
        low=0,
        high=1,
        source="3 of 9 unsuccessful landings of 2013-2025",
        evidence="published",
    )
    partial_payload_share: float = parameter(
        0.5,
        "Share of the cargo's mass that a partial landing delivers.",
        unit="1",
        low=0,
        high=1,
        source="assumed: tipped landers of 2023-2025 ran some of their payload",
    )
    rebuild_days: float = parameter(
        1000.0,
        "Median time to rebuild and re-fly a lost critical mission.",
        unit="day",
        low=0,
        high=10000,
        source="25 to 71 months where the craft had to be rebuilt (ispace, Peregrine, Chandrayaan, Luna)",
        evidence="published",
    )
    rebuild_ln_sd: float = parameter(
        0.35,
        "Standard deviation of the logarithm of the rebuild time.",
        unit="1",
        low=0,
        high=2,
        source="same record",
        evidence="published",
    )
    reflights: int = parameter(
        2,
        "How often a critical mission is rebuilt before it is given up.",
        unit="1",
        low=0,
        high=10,
        source="assumed: few landers have been paid for a third time",
    )
