"""What happened to programs in a run: their agreement, what they had to spend, and what they had to develop."""

from __future__ import annotations

from dataclasses import dataclass, field

from lunarsim.world.money.development import NewDesign


@dataclass(slots=True)
class ProgramTrace:
    """Money and cooperation.

    ``cooperation`` are steps (day, 1 for in force and not suspended, or 0); in ``gaps`` joint work stands still [day].
    The agreement ends on ``lapse_day``, and replacements are ordered on ``replacement_day``; NaN for never.
    By program that takes part: ``mean_pace``, and what it has and what of that is fixed cost, as rates by calendar year
    [MUSD/yr]. ``designs`` are what the plan must develop, the same in all runs of a scenario.
    """

    cooperation: list[tuple[float, float]] = field(default_factory=list)
    lapse_day: float = float("nan")
    replacement_day: float = float("nan")
    gaps: tuple[tuple[float, float], ...] = ()
    mean_pace: dict[str, float] = field(default_factory=dict)
    budget_musd: dict[str, list[float]] = field(default_factory=dict)
    fixed_musd: dict[str, list[float]] = field(default_factory=dict)
    designs: tuple[NewDesign, ...] = ()
