"""Group ``timeline``: the span that is simulated and what is known at its start."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """When the simulation starts, how long it lasts and up to when statements count as known."""

    start: str = parameter(
        "2026-07-01",
        "First day of the simulation.",
        date=True,
        source="date of the newest statements",
        evidence="published",
    )
    horizon_years: float = parameter(
        30.0,
        "Length of the simulation; what has not happened by its end counts as never reached.",
        unit="year",
        low=1,
        high=100,
        source="US defense intelligence (DIA 2022) speaks of plans within 30 years",
    )
    as_of: str = parameter(
        "2026-07-01",
        "Date up to which statements, flights and agreements are known; a manifest of a later date is refused.",
        date=True,
        source="newest sources of the manifest",
        evidence="published",
    )
