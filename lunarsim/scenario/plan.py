"""Group ``plan``: which announced manifest of missions is flown."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The manifest that the programs announced."""

    manifest: str = parameter(
        "latest",
        "Manifest of missions: a file configs/library/missions_NAME.yml.",
        choices=("latest",),
        source="roadmaps of CNSA and Roscosmos as known on 2026-07-01",
        evidence="published",
    )
