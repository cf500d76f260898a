"""Group ``logistics``: flights that carry the plant and its supplies, and the way home."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal


@dataclass(frozen=True, kw_only=True)
class Logistics:
    """Cargo flights, resupply, the second camp and the return of product."""

    cargo_vehicle: str = parameter(
        "long_march_9", "Vehicle of the plant's cargo flights: a name of the vehicle library."
    )
    cargo_interval_days: float = parameter(
        120.0,
        "Planned time between the flights that bring the plant.",
        unit="day",
        low=0,
        high=3650,
        source="assumed: about three flights a year of one lander line",
    )
    delivery_usd_per_kg: float = parameter(
        2e5,
        "Price of a kilogram on the lunar surface, in USD of 2025.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="1.2 million on small landers of 2024, 0.1 million as a list price for 2028",
        distribution=LogNormal(2e4, 1e6),
        feeds_back=False,
    )
    camp_kg: float = parameter(
        3000.0,
        "Mass of the second camp (relay, command, service robots) where the mine is not at the station.",
        unit="kg",
        low=0,
        high=1e6,
        source="assumed: command hub, tower, relay share and two robots",
        distribution=LogNormal(1500.0, 8000.0),
    )
    transit_days: float = parameter(
        5.0,
        "Time from launch to landing or orbit insertion.",
        unit="day",
        low=0,
        high=200,
        source="direct transfers take 3 to 5 days",
        evidence="published",
    )
    resupply_interval_days: float = parameter(
        730.0,
        "Time between flights with spares and reagents; 0 means none.",
        unit="day",
        low=0,
        high=36500,
        source="a lever, not a finding",
    )
    return_interval_days: float = parameter(
        365.25,
        "Time between flights that take product home; 0 means that it stays on the Moon.",
        unit="day",
        low=0,
        high=36500,
        source="a lever, not a finding",
    )
    return_capacity_kg: float = parameter(
        200.0,
        "Product that a return flight can take.",
        unit="kg",
        low=0,
        high=1e6,
        source="assumed: a hundred times the samples of Chang'e-6 (1.9 kg for 8.2 t injected), on a heavier vehicle",
        distribution=LogNormal(50.0, 800.0),
    )
    return_success: float = parameter(
        0.92,
        "Probability that a return flight brings its product home.",
        unit="1",
        low=0,
        high=1,
        source="5 of 5 robotic craft came home with samples (Luna 16, 20, 24, Chang'e-5, 6); Jeffreys mean",
        evidence="analogue",
    )
    return_usd_per_kg: float = parameter(
        5e4,
        "Price of the way home of a kilogram, in USD of 2025.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="0.5 to 2 times delivery where propellant is made on the Moon; 1e4 to 5e5",
        distribution=LogNormal(1e4, 5e5),
        feeds_back=False,
    )
