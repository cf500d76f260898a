"""A flight of a program's manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from lunarsim.scenario.declare.declaration import FIRST_DATE, LAST_DATE, parameter
from lunarsim.words.units import parse_date

LANDING_KINDS = frozenset({"lander", "cargo", "crewed"})
"""Kinds of missions that go to the surface."""


LEVERS = ("outcome", "cancelled")
"""Fields that ask something of one mission, and are no part of what it is."""


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
    planned_low: str | None = parameter(
        None,
        "Of a date that nobody announced, the earliest launch that is plausible, one chance in ten being left for an "
        "earlier one, given that what it needs comes as planned; moves along with planned.",
        date=True,
        optional=True,
    )
    planned_high: str | None = parameter(
        None,
        "Of a date that nobody announced, the latest launch that is plausible, as planned_low; null with it where the "
        "date was announced.",
        date=True,
        optional=True,
    )
    vehicle: str = parameter(MISSING, "Launch vehicle.", refers_to="vehicles")
    launch_mass_kg: float = parameter(MISSING, "Mass sent towards the Moon or Mars.", unit="kg", low=0, high=1e6)
    launches: int = parameter(1, "Launches of one campaign, all needed.", unit="1", low=1, high=30)
    crew_launch: int | None = parameter(
        None,
        "Which of the launches carries the crew of a crewed mission, from 1 on; null: the last one.",
        unit="1",
        low=1,
        high=30,
        optional=True,
    )
    crew_test: bool = parameter(
        False,
        "Whether it tests a craft for crews: only full success meets the needs of others, and it is flown again until "
        "then.",
    )
    crew_lander: bool = parameter(
        False,
        "Whether a crew lands with it. It serves one landing: of the crewed missions that need it, alone or among "
        "alternatives, the one that is ready first takes it.",
    )
    at_station: bool = parameter(
        True, "Whether a crew that lands with it stays at the station of its program, to work and mend there."
    )
    assets: tuple[str, ...] = parameter((), "Assets that it brings.", refers_to="assets")
    needs: tuple[str, ...] = parameter(
        (), "Missions that must have succeeded before it is launched.", refers_to="missions"
    )
    alternatives: tuple[tuple[str, ...], ...] = parameter(
        (),
        "Missions of which whichever is ready first serves, such as one of two landers, or several such lists: of each "
        "one must have succeeded before it is launched. A crew takes a lander (crew_lander) that no other has taken.",
        refers_to="missions",
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
    in_series: bool = parameter(
        False, "Whether its craft is one of a series and carries nothing of its own: after a loss the next one flies."
    )
    planned_precision: str = parameter(
        "day",
        "How fine the planned date is: a coarse one adds to the slip's spread.",
        choices=("day", "month", "year"),
    )
    outcome: str = parameter(
        "drawn",
        "What becomes of its first flight, launch, way and landing together; later flights are drawn as always. lost: "
        "in descent where it lands, after the crew's departure where there is one, else on its way.",
        choices=("drawn", "success", "partial", "lost"),
        source="a lever, not a finding",
    )
    cancelled: bool = parameter(
        False,
        "Whether it is taken out of the plan. What needs it then never flies.",
        source="a lever, not a finding",
    )
    development_musd: float | None = parameter(
        None,
        "Development of what it flies first, USD of 2025; null: by the mass of what is new.",
        unit="MUSD",
        low=0,
        high=1e6,
        optional=True,
    )
    contributed: str = parameter(
        "none",
        "What others than its program pay, a partner agency or a company on its own account. craft: the spacecraft and "
        "its development by mass, not the launch nor a development that is stated; all: everything.",
        choices=("none", "craft", "all"),
    )
    source: str = parameter("changed by the user", "Where this stands.")
    evidence: str = parameter(
        "assumed", "How well it is known.", choices=("measured", "published", "analogue", "assumed")
    )
    note: str = parameter("", "What else to know.")

    @property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """Lists of missions, of each of which one must have succeeded before it is launched."""
        return (*((need,) for need in self.needs), *self.alternatives)

    @property
    def is_for_crews(self) -> bool:
        """Whether it carries a crew, brings a crew's lander or tests a craft for crews."""
        return self.kind == "crewed" or self.crew_lander or self.crew_test

    def is_fallback_of(self, program: str) -> bool:
        """Return whether a program flies it where there is no partner."""
        return self.role == "fallback" and self.program == program


def with_band_along(mission: Mission, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes to a mission's fields, its band of plausible dates moved along with another planned date.

    An end of the band that is among the changes stays as given. What is no date is left to the checks.
    """
    before, after = _date(mission.planned), _date(changes.get("planned"))
    moved = dict(changes)
    if before is None or after is None:
        return moved
    for end in ("planned_low", "planned_high"):
        known = _date(getattr(mission, end))
        if end not in changes and known is not None:
            ordinal = known.toordinal() + (after - before).days
            within = min(max(ordinal, FIRST_DATE.toordinal()), LAST_DATE.toordinal())
            moved[end] = dt.date.fromordinal(within).isoformat()
    return moved


def _date(value: Any) -> dt.date | None:
    try:
        return parse_date(value)
    except (TypeError, ValueError):
        return None
