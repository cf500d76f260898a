"""The part of group ``program`` that says what its work costs; read by the accounts, but for what delay adds."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter
from lunarsim.words.distributions import LogNormal, Triangular


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Costs of an agency's work in USD of 2025 at market rates: its spacecraft and hardware, built and developed.

    Prices of launches stand in the vehicle library. The mine has prices of its own (group ``finance``).
    """

    hardware_usd_per_kg: float = parameter(
        1e5,
        "Price of a kilogram of spacecraft or station hardware, dry, that is built to a design that has flown.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="assumed: a program whose options give none",
        feeds_back=False,
    )
    development_ratio: float = parameter(
        3.0,
        "Cost of developing a new design over the price of building it once.",
        unit="1",
        low=0,
        high=100,
        source="one-off over recurring cost of spacecraft is 2 to 5 in cost models; SLS 5 (11.8 over 2.2 billion USD)",
        evidence="analogue",
        distribution=LogNormal(1.5, 6.0),
        feeds_back=False,
    )
    development_growth: float = parameter(
        0.05,
        "Share of a design's development that each year of delay adds, beside the fixed cost of that year.",
        unit="year-1",
        low=0,
        high=1,
        source="SLS grew by 42 % in a delay of 4 years, ground systems by 40 %, Orion by 37 % (NASA, 2022): about 0.1 "
        "a year, half of which is counted as fixed cost",
        evidence="analogue",
        distribution=Triangular(0.0, 0.05, 0.1),
    )
    cost_multiplier: float = parameter(
        1.0,
        "Cost of what is developed, built and launched for the manifest over what prices and masses give. Operations "
        "of the station and the lead's own items in place of a partner's have prices with bands of their own.",
        unit="1",
        low=0.01,
        high=100,
        source="assumed: masses and prices of hardware that is not built yet are known within a factor of 1.7",
        distribution=LogNormal(0.6, 1.7),
        feeds_back=False,
    )
