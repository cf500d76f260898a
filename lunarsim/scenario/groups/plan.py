"""Group ``plan``: which announced manifest of missions is flown."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter

MANIFEST_DATES = {"ilrs_2021": "2021-06-16", "story_2022": "2022-05-01", "latest": "2026-07-01"}
"""Date up to which each manifest knows the world."""

OWN = "own"
"""The manifest that holds only what the user adds."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The manifest that the programs announced."""

    manifest: str = parameter(
        "latest",
        "Manifest of missions: a file configs/library/missions_NAME.yml; own: none but those under missions.",
        choices=(*MANIFEST_DATES, OWN),
        source="roadmaps and statements of CNSA, Roscosmos and NASA, as known on the manifest's date",
        evidence="published",
    )
    mars: str = parameter(
        "announced",
        "Missions to Mars that take vehicles, pads and money. none: none; announced: what agencies have put into a "
        "program; ambitious: also what was only proposed.",
        choices=("none", "announced", "ambitious"),
        source="a lever, not a finding",
    )
