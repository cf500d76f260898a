"""Group ``energy``: income from energy exports and what it means for an exporter's space budget."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal, Triangular


@dataclass(frozen=True, kw_only=True)
class Energy:
    """Income of exporters from energy; it acts through ``programs.NAME.energy_exporter``."""

    income_multiplier: float = parameter(
        1.0,
        "Income from energy exports over what budgets were planned on, in all years.",
        unit="1",
        low=0.1,
        high=10,
        source="a lever; sales to China rose by half when the war began (Bloomberg, November 2022), others fell",
    )
    income_ln_sd: float = parameter(
        0.25,
        "Standard deviation of a year's shock of the logarithm of that income; it moves what can be paid and no date.",
        unit="1",
        low=0,
        high=1,
        source="assumed: total income is not in the record; crude sold to China in 2021-2024 changed by 0.03 to 0.37",
        distribution=LogNormal(0.15, 0.4),
        acts_if=(
            when("programs.*.energy_exporter"),
            when("waits.budget"),
            when("energy.budget_elasticity"),
        ),
    )
    income_reversion: float = parameter(
        0.3,
        "Rate at which income returns to what was planned on.",
        unit="year-1",
        low=0,
        high=5,
        source="assumed: oil prices return within some years",
    )
    budget_elasticity: float = parameter(
        0.0,
        "Relative change of an exporter's space budget per relative change of its energy income.",
        unit="1",
        low=-2,
        high=2,
        source="assumed: income fills the budget, but the same years brought war and cuts; no clear effect is likely",
        distribution=Triangular(-0.5, 0.0, 0.5),
        acts_if=(
            when("programs.*.energy_exporter"),
            when("waits.budget"),
        ),
    )
