"""Group ``market``: prices of the oxides, value of oxygen and what Earth uses; read by the accounts only."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter
from lunarsim.words.distributions import LogNormal, Uniform


@dataclass(frozen=True, kw_only=True)
class Market:
    """Prices and demand on Earth. Nothing here acts on the simulation."""

    price_multiplier: float = parameter(
        1.0,
        "Multiplier on the price of every oxide.",
        unit="1",
        low=0,
        high=1e6,
        source="median price level of the coming decades against 2024",
        distribution=LogNormal(0.5, 2.0),
        feeds_back=False,
        acts_if=WITH_PLANT,
    )
    price_reversion: float = parameter(
        0.5,
        "Rate at which a price's deviation from its mean decays.",
        unit="year-1",
        low=0,
        high=10,
        source=(
            "annual averages of Nd, Dy and Tb oxide 2014-2024: 0.3 to 0.55; the excess of 2011 halved in about a year"
        ),
        evidence="analogue",
        feeds_back=False,
    )
    separation_discount: float = parameter(
        0.4,
        "Part of the basket's value that separation of the mixed oxide costs.",
        unit="1",
        low=0,
        high=1,
        source="separation charge of 30 to 50 %",
        evidence="analogue",
        distribution=Uniform(0.3, 0.5),
        feeds_back=False,
        acts_if=WITH_PLANT,
    )
    oxygen_usd_per_kg: float = parameter(
        500.0,
        "Value of oxygen on the Moon, credited apart.",
        unit="USD/kg",
        low=0,
        high=1e6,
        source="Sowers 2016, propellant offer on the lunar surface",
        evidence="published",
        feeds_back=False,
    )
    demand_growth: float = parameter(
        0.03,
        "Yearly growth of the use of rare earths.",
        unit="year-1",
        low=-0.2,
        high=0.2,
        source="magnet rare earths 5.0 % a year to 2030, then 1.6 % (IEA 2024)",
        evidence="analogue",
        distribution=Uniform(0.015, 0.05),
        feeds_back=False,
    )
