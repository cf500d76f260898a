"""The part of group ``program`` that says how plans slip."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal

_SLIPS = "fits to 449 statements about 123 milestones, unflown ones as censored (configs/library/slips.yml)"


@dataclass(frozen=True, kw_only=True)
class SlipHabits:
    """How an agency's planned dates slip."""

    slip_ln_mean: float | None = parameter(
        None,
        "Mean of the logarithm of actual over planned remaining time of plans far ahead, for all that the program "
        "flies; null: by agency in the fit known at timeline.as_of.",
        unit="1",
        low=-1,
        high=3,
        optional=True,
        source=_SLIPS,
        evidence="analogue",
        acts_if=(when("waits.slip"),),
    )
    slip_ln_sd: float | None = parameter(
        None,
        "Standard deviation of that logarithm between missions, for plans far ahead; null: as fit.",
        unit="1",
        low=0,
        high=2,
        optional=True,
        source=_SLIPS,
        evidence="analogue",
        acts_if=(when("waits.slip"),),
    )
    slip_statement_ln_sd: float | None = parameter(
        None,
        "Standard deviation of that logarithm that plans of every horizon have; null: as fit.",
        unit="1",
        low=0,
        high=2,
        optional=True,
        source=_SLIPS,
        evidence="analogue",
        acts_if=(when("waits.slip"),),
    )
    slip_correlation: float | None = parameter(
        None,
        "Share of the variance between missions that all missions of the program have in common; null: what the fit "
        "leaves open about the program's habit. What a chain of missions shares besides is slips.chain_correlation.",
        unit="1",
        low=0,
        high=1,
        optional=True,
        source=_SLIPS,
        evidence="analogue",
        acts_if=(when("waits.slip"),),
    )
    slip_multiplier: float = parameter(
        1.0,
        "Multiplier on the days by which plans slip; 0 means that they are kept. More than 1 wins no days.",
        unit="1",
        low=0,
        high=10,
        source="assumed: what the record cannot say of coming years; the habit's own error is drawn in the runs",
        distribution=LogNormal(0.85, 1.2),
        acts_if=(when("waits.slip"),),
    )
