"""Group ``returns``: whether product goes home, how long it waits, and how craft grow with their load."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, when

FLOWN = ("all", "if_worth")
"""Policies by which product may go home."""

WITH_RETURN_FLIGHTS = (*WITH_PLANT, when("logistics.return_interval_days"), when("returns.policy", *FLOWN))
"""Conditions of what acts where the product is flown home."""


@dataclass(frozen=True, kw_only=True)
class Returns:
    """Whether and how the product goes home."""

    policy: str = parameter(
        "all",
        "Which product goes home: all, whatever it costs; if_worth, only where a kilogram is worth more at present "
        "prices than its return costs; or none.",
        choices=("all", "if_worth", "none"),
        source="a lever, not a finding",
        acts_if=(*WITH_PLANT, when("logistics.return_interval_days")),
    )
    longest_wait_years: float = parameter(
        2.0,
        "Longest time between departures for which product waits for a fuller craft.",
        unit="year",
        low=0,
        high=100,
        source="assumed: as rarely as what is made two years before the end of a study still comes home",
        acts_if=WITH_RETURN_FLIGHTS,
    )
    craft_exponent: float = parameter(
        0.8,
        "Exponent of a craft's dry mass against its load, above logistics.return_capacity_kg; 1 is no economy of "
        "scale. The largest craft is one that a cargo flight lands whole.",
        unit="1",
        low=0.5,
        high=1,
        source=(
            "dry mass of stages against their mass: 0.82 with hydrogen, 0.73 with propellants that keep (Akin, mass "
            "estimating relations, University of Maryland)"
        ),
        evidence="analogue",
        acts_if=WITH_RETURN_FLIGHTS,
    )
    pad_days: float = parameter(
        3.0,
        "Time for which a craft takes the pad at the mine; as many leave at a time as the interval has room for.",
        unit="day",
        low=0.01,
        high=365,
        source="assumed: fueling and clearing between departures; no place on the Moon has sent off two in a week",
        acts_if=WITH_RETURN_FLIGHTS,
    )
