"""Group ``finance``: what mine and stations cost and how money is discounted; read by the accounts only."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import DECIDES_RETURNS, parameter, when
from lunarsim.words.distributions import LogNormal, Uniform


@dataclass(frozen=True, kw_only=True)
class Finance:
    """Costs in USD of 2025. Nothing here acts on the simulation, unless prices decide on returns."""

    discount_rate: float = parameter(
        0.1,
        "Real yearly discount rate.",
        unit="year-1",
        low=0,
        high=1,
        source="terrestrial mining 0.08 to 0.15, space ventures 0.1 to 0.3",
        evidence="analogue",
        distribution=Uniform(0.07, 0.2),
        feeds_back=False,
    )
    hardware_usd_per_kg: float = parameter(
        1e5,
        "Price of the mine's hardware, as estimated.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="small-series space hardware, 2e4 to 5e5; VIPER cost 1e6",
        evidence="analogue",
        distribution=LogNormal(2e4, 5e5),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    cost_growth: float = parameter(
        1.5,
        "Final over estimated cost of the mine's hardware.",
        unit="1",
        low=0.1,
        high=20,
        source="GAO and NASA record, 1.1 to 2.5, standard deviation of the logarithm 0.3; 5 of 8 CLPS orders grew "
        "(NASA OIG, June 2024). It raises costs only; programs pay for delay by fixed cost and development_growth",
        evidence="analogue",
        distribution=LogNormal(0.92, 2.46),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    replacement_musd: float = parameter(
        2000.0,
        "Development that the lead pays when it orders its own instead of what a partner would bring or brings late.",
        unit="MUSD",
        low=0,
        high=1e6,
        source="NASA's fission surface power: 350 MUSD in 2026, then 500 a year to its launch about 2030",
        evidence="analogue",
        distribution=LogNormal(500.0, 5000.0),
        feeds_back=False,
    )
    learning_rate: float = parameter(
        0.15,
        "Fall of the hardware price of plant units with each doubling of their number.",
        unit="1",
        low=0,
        high=0.5,
        source="85 % curve, NASA Cost Estimating Handbook",
        evidence="published",
        feeds_back=False,
    )
    station_musd_per_year: float = parameter(
        100.0,
        "Yearly operations of the station from its first work on.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="assumed: two to five times a large Mars rover (15 to 60)",
        distribution=LogNormal(40.0, 300.0),
        feeds_back=False,
    )
    plant_musd_per_year: float = parameter(
        3.0,
        "Yearly operations of a plant unit while it is on the Moon.",
        unit="MUSD",
        low=0,
        high=1e4,
        source="teleoperated industrial robots, 0.3 to 5 each",
        evidence="analogue",
        distribution=LogNormal(1.0, 15.0),
        feeds_back=False,
        acts_if=(when("plant.units"),),
    )
    plant_life_years: float = parameter(
        15.0,
        "Years over which a plant in steady work pays its capital back, for steady_cost_usd_per_kg.",
        unit="year",
        low=1,
        high=100,
        source="published break-evens take 10 to 20",
        evidence="analogue",
        feeds_back=False,
    )
    mine_paid_by: str = parameter(
        "lead",
        "Who pays for the mine: the station's lead, or all that receive product, each by its part of it.",
        choices=("lead", "holders"),
        source="no agreement on shares is published",
        feeds_back=False,
    )
