"""Group ``landing``: what holds for the landers of all developers, and what a developer's experience changes."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Uniform


@dataclass(frozen=True, kw_only=True)
class Landing:
    """How landings succeed by attempt number, in which phase they fail and what flights of a design share."""

    success_first: float = parameter(
        0.25,
        "Probability of full success of a developer's first landing attempt, from injection to the surface.",
        unit="1",
        low=0,
        high=1,
        source="2 of 9 first attempts of 2013-2025",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    success_second: float = parameter(
        0.5,
        "Probability of full success of the second attempt, before the developer's own record is counted.",
        unit="1",
        low=0,
        high=1,
        source="2 of 4 second attempts of 2013-2025",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    success_experienced: float = parameter(
        0.75,
        "Probability of full success from the third attempt on, before the developer's own record is counted.",
        unit="1",
        low=0,
        high=1,
        source="17 of 22 such attempts since 1966 (configs/library/attempts.yml)",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    record_strength: float = parameter(
        7.7,
        "Attempts after which a developer's own record weighs as much as what is known of others.",
        unit="1",
        low=0.1,
        high=1000,
        source="Jeffreys mean of 0.90 after 4 of 4; the likelihood of all attempts since 1963 is flat from 5 to 20",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    cruise_hazard_share: float = parameter(
        0.16,
        "Share of cruise and orbit insertion in the hazard from injection to the surface.",
        unit="1",
        low=0,
        high=1,
        source="2 losses among 15 landing attempts of 2013-2025: ln(13/15) of ln(6/15)",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    descent_hazard_share: float = parameter(
        0.53,
        "Share of powered descent in that hazard; the rest is touchdown.",
        unit="1",
        low=0,
        high=1,
        source="5 of 13 landers of 2013-2025 that began it, then 2 of 8 at touchdown: ln(8/13) of ln(6/15)",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    descent_partial_share: float = parameter(
        0.2,
        "Share of the faults in powered descent that still end on the surface, alive but damaged or tipped.",
        unit="1",
        low=0,
        high=1,
        source="1 (SLIM) of 5 such faults of 2013-2025",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    touchdown_partial_share: float = parameter(
        0.75,
        "Share of the faults at touchdown that end so.",
        unit="1",
        low=0,
        high=1,
        source="3 (Luna 23, IM-1, IM-2) of 4 such faults since 1966",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    partial_experienced_multiplier: float = parameter(
        0.5,
        "Multiplier on both shares from a developer's third attempt on.",
        unit="1",
        low=0,
        high=1,
        source="1 (Luna 23) of 4 faults of experienced developers since 1966, against 3 of 7 of new ones",
        evidence="analogue",
        acts_if=(when("waits.landing_failure"),),
    )
    design_correlation: float = parameter(
        0.5,
        "Correlation of what descents, and touchdowns, of one design have in common; 0: flights share no flaw.",
        unit="1",
        low=0,
        high=1,
        source="assumed: ispace 1 and 2, IM-1 and IM-2 failed in the same phase and subsystem (altimetry)",
        distribution=Uniform(0.2, 0.8),
        acts_if=(when("waits.landing_failure"),),
    )
    design_life_years: float = parameter(
        5.0,
        "Mean time until a design of landers is followed by one that shares no flaw with it; exponential.",
        unit="year",
        low=0.1,
        high=100,
        source="IM-2 failed like IM-1 after 12.5 months, ispace again after 25.5, Chandrayaan-3 no more after 47: "
        "likeliest 4.9 years, and half as likely at 1.7 and 21; three cases only",
        evidence="analogue",
        distribution=Uniform(2.0, 10.0),
        acts_if=(
            when("waits.landing_failure"),
            when("landing.design_correlation"),
        ),
    )
