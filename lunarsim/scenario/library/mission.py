"""A flight of a program's manifest."""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter

LANDING_KINDS = frozenset({"lander", "cargo", "crewed"})
"""Kinds of missions that go to the surface."""


@dataclass(frozen=True, kw_only=True)
class Mission:
    """One mission as announced. Values and sources stand in ``configs/library/missions_*.yml``."""

    title: str = parameter(MISSING, "Name of the mission.")
    program: str = parameter(MISSING, "Program that flies it.", refers_to="programs")
    kind: str = parameter(
        MISSING, "What it is.", choices=("orbiter", "relay", "lander", "cargo", "crewed", "test", "mars")
    )
    role: str = parameter(
        MISSING,
        "always: flies in any case; joint: a partner's contribution; fallback: flown by the lead where there "
        "is no partner.",
        choices=("always", "joint", "fallback"),
    )
    developer: str = parameter(
        "", "Who builds and lands the craft and learns from it; empty: the program itself.", refers_to="developers"
    )
    planned: str = parameter(MISSING, "Planned launch.", date=True)
    vehicle: str = parameter(MISSING, "Launch vehicle.", refers_to="vehicles")
    launch_mass_kg: float = parameter(MISSING, "Mass sent towards the Moon or Mars.", unit="kg", low=0, high=1e6)
    launches: int = parameter(1, "Launches of one campaign, all needed.", unit="1", low=1, high=30)
    assets: tuple[str, ...] = parameter((), "Assets that it brings.", refers_to="assets")
    needs: tuple[str, ...] = parameter(
        (), "Missions that must have succeeded before it is launched.", refers_to="missions"
    )
    window: str = parameter(
        "none",
        "What its launch waits for. month, polar: light at the landing site; mars: the way to Mars.",
        choices=("none", "month", "polar", "mars"),
    )
    ambitious: bool = parameter(False, "Whether it was only proposed: flown where plan.mars is ambitious.")
    critical: bool = parameter(False, "Whether it is flown again after a loss.")
    second_unit: bool | None = parameter(
        None, "Whether a second unit is in build, to fly after the first loss; null: as its program.", optional=True
    )
    planned_precision: str = parameter(
        "day",
        "How fine the planned date is: a coarse one adds to the slip's spread.",
        choices=("day", "month", "year"),
    )
    outcome: str = parameter(
        "drawn",
        "What becomes of its first flight, launch, way and landing together; later flights are drawn as always. lost: "
        "in descent where it lands, else on its way.",
        choices=("drawn", "success", "partial", "lost"),
        source="a lever, not a finding",
    )
    cancelled: bool = parameter(
        False,
        "Whether it is taken out of the plan. What needs it then never flies.",
        source="a lever, not a finding",
    )
    source: str = parameter("changed by the user", "Where this stands.")
    evidence: str = parameter(
        "assumed", "How well it is known.", choices=("measured", "published", "analogue", "assumed")
    )
    note: str = parameter("", "What else to know.")
