"""Group ``program``: the habits of an agency's program, one instance per program."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal

_SLIPS = "fits to 210 announced dates, unflown missions as censored (configs/library/slips.yml)"


@dataclass(frozen=True, kw_only=True)
class Program:
    """How an agency's missions slip, fly and land."""

    active: bool = parameter(True, "Whether the program takes part in the scenario.")
    slip_ln_mean: float | None = parameter(
        None,
        "Mean of the logarithm of actual over planned remaining time of plans far ahead; null: the program's in the "
        "fit known at timeline.as_of.",
        unit="1",
        low=-1,
        high=3,
        optional=True,
        source=_SLIPS,
        evidence="published",
    )
    slip_ln_sd: float | None = parameter(
        None,
        "Standard deviation of that logarithm between missions, for plans far ahead; null: as fit.",
        unit="1",
        low=0,
        high=2,
        optional=True,
        source=_SLIPS,
        evidence="published",
    )
    slip_statement_ln_sd: float | None = parameter(
        None,
        "Standard deviation of that logarithm that plans of every horizon have; null: as fit.",
        unit="1",
        low=0,
        high=2,
        optional=True,
        source=_SLIPS,
        evidence="published",
    )
    slip_correlation: float = parameter(
        0.3,
        "Share of the slip's variance that all missions of the program have in common.",
        unit="1",
        low=0,
        high=1,
        source="missions of a program share money, buses and people",
    )
    slip_deflation: float = parameter(
        0.95,
        "Factor on the slip's mean, since waits for vehicles, pads, windows and prerequisites are simulated apart.",
        unit="1",
        low=0,
        high=1,
        source="calibrated: single missions without prerequisites have the fit's median (tests/world/test_slips.py)",
        evidence="published",
    )
    slip_multiplier: float = parameter(
        1.0,
        "Multiplier on the slip of every mission; 0 means that plans are kept.",
        unit="1",
        low=0,
        high=10,
        source="standard error of a program's own mean is about a third of the slip",
        distribution=LogNormal(0.6, 1.6),
    )
    budget_multiplier: float = parameter(
        1.0,
        "Money available over money that the plan needs.",
        unit="1",
        low=0.1,
        high=10,
        source="yearly budgets moved by -40 % to +40 % against plans of three years before",
        distribution=LogNormal(0.75, 1.3),
    )
    budget_elasticity: float = parameter(
        0.5,
        "Change of a program's pace with its budget: pace = multiplier ** elasticity.",
        unit="1",
        low=0,
        high=2,
        source="assumed: half of a program's cost is tied to time, not to work",
    )
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
