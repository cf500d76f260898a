"""Landers for crews in a manifest: who may land with which, and whether there are enough of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from lunarsim.scenario.library.mission import Mission

NO_LANDERS = ("crewed", "mars")
"""Kinds of missions that are no landers for the crews of others."""


def takes_crews_down(mission: Mission) -> bool:
    """Return whether a mission is a lander for the crew of another one."""
    return mission.crew_lander and mission.kind not in NO_LANDERS


def lander_lists(
    mission: Mission, needed: tuple[tuple[str, ...], ...], missions: Mapping[str, Mission]
) -> list[tuple[str, ...]]:
    """Return those of a mission's lists that name landers for crews; none for a mission that has no crew."""
    if mission.kind != "crewed":
        return []
    return [each for each in needed if any(name in missions and takes_crews_down(missions[name]) for name in each)]


def landers_of_crews(missions: Mapping[str, Mission], lost: Collection[str] = ()) -> dict[str, list[str]]:
    """Return the landers one of which each crew of a plan takes, by crew, without those that are lost."""
    found = {}
    for key, mission in missions.items():
        lists = lander_lists(mission, mission.needed, missions)
        if lists and key not in lost:
            found[key] = [name for name in lists[0] if name in missions and name not in lost]
    return found


class Shortage(NamedTuple):
    """Crews of which some never land: there are fewer landers for them than crews."""

    crews: tuple[str, ...]
    landers: tuple[str, ...]


def shortage(landers_of: Mapping[str, Collection[str]]) -> Shortage | None:
    """Return the crews for which there are too few landers, each of which serves one landing; None if there are enough.

    Parameters
    ----------
    landers_of : mapping
        The landers one of which each crew takes, by crew.
    """
    crew_of: dict[str, str] = {}

    def serve(crew: str, asked: set[str]) -> bool:
        # One that is free, or that of a crew that can have another.
        for lander in landers_of[crew]:
            if lander not in asked:
                asked.add(lander)
                if lander not in crew_of or serve(crew_of[lander], asked):
                    crew_of[lander] = crew
                    return True
        return False

    short: set[str] = set()
    for crew in landers_of:
        asked: set[str] = set()
        if not serve(crew, asked):
            short |= {crew, *(crew_of[lander] for lander in asked)}
    if not short:
        return None
    landers = dict.fromkeys(lander for crew in landers_of if crew in short for lander in landers_of[crew])
    return Shortage(tuple(crew for crew in landers_of if crew in short), tuple(landers))
