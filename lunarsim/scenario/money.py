"""The part of group ``program`` that tells what money does to its pace."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal


@dataclass(frozen=True, kw_only=True)
class Money:
    """An agency's budget and what it does to the pace of the work."""

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
