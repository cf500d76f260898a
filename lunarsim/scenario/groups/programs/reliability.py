"""The part of group ``program`` that says how its craft fly and land."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How an agency's spacecraft travel, land and are flown again after a loss."""

    orbiter_success: float = parameter(
        0.95,
        "Probability that a spacecraft that does not land survives cruise and orbit insertion.",
        unit="1",
        low=0,
        high=1,
        source="19 of 20 spacecraft of 200 kg and more that went to the Moon since 1990 without landing",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    cruise_success: float | None = parameter(
        None,
        "Probability that a lander survives cruise and orbit insertion; null: by its success and the phase's hazard.",
        unit="1",
        low=0.01,
        high=1,
        optional=True,
        source="13 of 15 landing attempts of 2013-2025 reached powered descent",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    landing_attempts: int | None = parameter(
        None,
        "Landing attempts of the developer before the start; null: those known at timeline.as_of.",
        unit="1",
        low=0,
        high=100,
        optional=True,
        source="configs/library/attempts.yml, 1963-2025",
        evidence="published",
        acts_if=(when("waits.landing_failure"),),
    )
    landing_successes: int | None = parameter(
        None,
        "Those that succeeded in full; null: by the record, or as many as expected where the attempts are given.",
        unit="1",
        low=0,
        high=100,
        optional=True,
        source="configs/library/attempts.yml, 1963-2025",
        evidence="published",
        acts_if=(when("waits.landing_failure"),),
    )
    landing_odds_multiplier: float = parameter(
        1.0,
        "Multiplier on the odds of a successful landing, for what a short record leaves open.",
        unit="1",
        low=0,
        high=100,
        source="width of the 90 % interval of such short records",
        distribution=LogNormal(0.4, 2.5),
        acts_if=(when("waits.landing_failure"),),
    )
    crew_loss_odds_multiplier: float = parameter(
        1.0,
        "Multiplier on the odds that a crewed mission is lost after its crew has set out.",
        unit="1",
        low=0,
        high=100,
        source="a lever: what a program's crews fly better or worse than others is not known",
        acts_if=(when("waits.landing_failure"), when("missions.*.kind", "crewed"), when("crews.loss_of_mission_first")),
    )
    partial_payload_share: float = parameter(
        0.5,
        "Share of the cargo's mass that a partial landing delivers.",
        unit="1",
        low=0,
        high=1,
        source="assumed: tipped landers of 2023-2025 ran some of their payload",
        acts_if=(when("waits.landing_failure"),),
    )
    rebuild_days: float = parameter(
        1000.0,
        "Median time to rebuild and re-fly a lost critical mission.",
        unit="day",
        low=0,
        high=10000,
        source="25 to 71 months where the craft had to be rebuilt (ispace, Peregrine, Chandrayaan, Luna)",
        evidence="analogue",
    )
    rebuild_ln_sd: float = parameter(
        0.35,
        "Standard deviation of the logarithm of the rebuild time.",
        unit="1",
        low=0,
        high=2,
        source="same record",
        evidence="analogue",
    )
    second_unit: bool = parameter(
        False,
        "Whether a second unit of each critical mission is in build, to fly after the first loss.",
        source="none is known of the critical missions of a manifest; Chang'e-6 was the second unit of Chang'e-5",
    )
    second_unit_days: float = parameter(
        180.0,
        "Median time until a second unit in build flies.",
        unit="day",
        low=0,
        high=10000,
        source="2 to 10 months (Surveyor, Apollo 13 to 14), 12 (IM), 5 to 21 (Soviet E-8)",
        evidence="analogue",
    )
    second_unit_ln_sd: float = parameter(
        0.6,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=2,
        source="same record: 2 to 16 months as the 5 % and 95 % quantiles",
        evidence="analogue",
    )
    series_days: float = parameter(
        590.0,
        "Median time until the next craft of a series flies, where none is in build beside the first.",
        unit="day",
        low=0,
        high=10000,
        source="firms' landers of one design, from the launch of one that was lost or tipped to the next: IM-1 to IM-2 "
        "378 days, Hakuto-R 1 to 2 766, IM-2 to IM-3 more than 490 by mid-2026; a log-normal law, the last censored",
        evidence="analogue",
    )
    series_ln_sd: float = parameter(
        0.35,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=2,
        source="same record",
        evidence="analogue",
    )
    reflights: int = parameter(
        5,
        "How often a critical mission is rebuilt before it is given up; tests for crews have crews.test_reflights.",
        unit="1",
        low=0,
        high=10,
        source="landers on which more hung were not given up for the number of their losses: Ranger went on after six, "
        "Luna's soft landers after eleven and its sample return after five, ispace and Intuitive Machines after two",
        evidence="analogue",
    )
