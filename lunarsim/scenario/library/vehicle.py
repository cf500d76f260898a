"""A launch vehicle."""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """One launch vehicle. Values and sources stand in ``configs/library/vehicles.yml``."""

    title: str = parameter(MISSING, "Name of the vehicle.")
    program: str = parameter(MISSING, "Program that flies it.", refers_to="programs")
    tli_payload_kg: float = parameter(MISSING, "Mass that it sends towards the Moon.", unit="kg", low=0, high=1e6)
    landed_payload_kg: float = parameter(MISSING, "Cargo that its lander brings down.", unit="kg", low=0, high=1e6)
    first_flight: str | None = parameter(
        MISSING, "Planned first flight; null where it has flown.", date=True, optional=True
    )
    built_probability: float = parameter(1.0, "Probability that it is ever built.", unit="1", low=0, high=1)
    developer_class: str = parameter(
        "experienced",
        "Whether its developer had reached an orbit with another vehicle before its first flight (experienced) or not.",
        choices=("experienced", "new"),
    )
    heritage: str = parameter(
        "",
        "Vehicle with the same first stage, whose flights before the start count with its own; empty: none.",
        refers_to="vehicles",
    )
    flights: int = parameter(0, "Flights before the start.", unit="1", low=0, high=10000)
    successes: int = parameter(0, "Successful flights before the start.", unit="1", low=0, high=10000)
    qualification_flights: int = parameter(
        0, "Successful flights that a new vehicle needs before it carries a mission.", unit="1", low=0, high=20
    )
    launches_per_year: float = parameter(
        MISSING,
        "Vehicles that can be made in a year for a program's plan, and as many for its crews.",
        unit="year-1",
        low=0.01,
        high=1000,
    )
    other_flights_per_year: float = parameter(
        0.0,
        "Flights in a year for customers other than the manifest, while it may fly: they mature the vehicle, and a "
        "failure of theirs grounds it.",
        unit="year-1",
        low=0,
        high=1000,
    )
    pads: int = parameter(1, "Pads it can fly from.", unit="1", low=1, high=20)
    pad_turnaround_days: float = parameter(30.0, "Time that a pad needs after a launch.", unit="day", low=0, high=3650)
    grounded_until: str | None = parameter(
        None, "Day until which it is grounded at the start, such as after a failure.", date=True, optional=True
    )
    pad_lost_until: str | None = parameter(
        None, "Day on which a pad that is lost at the start is in service again.", date=True, optional=True
    )
    launch_cost_musd: float = parameter(MISSING, "Price of a launch, USD of 2025.", unit="MUSD", low=0, high=1e5)
    price_includes_craft: bool = parameter(
        False, "Whether that price holds the spacecraft, as of a service that lands cargo or crews."
    )
    development_musd: float = parameter(
        0.0,
        "Development of a vehicle that has not flown, all of it, USD of 2025; its program pays what the plan has left.",
        unit="MUSD",
        low=0,
        high=1e6,
    )
    source: str = parameter("changed by the user", "Where this stands.")
    evidence: str = parameter(
        "assumed", "How well it is known.", choices=("measured", "published", "analogue", "assumed")
    )
    note: str = parameter("", "What else to know.")
