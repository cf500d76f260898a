"""Who makes rare earths on Earth, stage by stage, for the blocs that use them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.files import read
from lunarsim.words.sums import total
from lunarsim.world.outcomes.variable import Coordinate

OTHERS = "others"
"""The bloc of the countries that no other names."""

MINE, SEPARATION = "mine", ("separation_light", "separation_heavy")
"""Stages that lunar product can supply; that of metal and magnets it cannot."""


@dataclass(frozen=True)
class Stage:
    """A stage from ore to magnet.

    Parameters
    ----------
    name : str
        Its label.
    elements : tuple of str
        Elements that go through it.
    squares : float [1]
        Sum of the squares of the shares of its producers.
    shares : dict of str to float [1]
        Share of each bloc in what is produced.
    largest : dict of str to float [1]
        Share of the largest producer of each bloc.
    instability : dict of str to float [1]
        Instability of those a bloc imports from, weighted by what they produce.
    """

    name: str
    elements: tuple[str, ...]
    squares: float
    shares: dict[str, float]
    largest: dict[str, float]
    instability: dict[str, float]


def blocs() -> dict[str, Any]:
    """Return the blocs of the library by name."""
    library: dict[str, Any] = read("blocs")["blocs"]
    return library


def bloc_coordinate() -> Coordinate:
    """Return the blocs of the library."""
    return Coordinate(tuple(blocs()), "bloc of users")


def stage_coordinate() -> Coordinate:
    """Return the stages from ore to magnet."""
    return Coordinate(tuple(read("market")["stages"]), "stage of production")


def bloc_of(country: str) -> str:
    """Return the bloc of a country."""
    return next((name for name, bloc in blocs().items() if country in bloc["countries"]), OTHERS)


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages of the library."""
    return tuple(_stage(name, entry) for name, entry in read("market")["stages"].items())


def _stage(name: str, entry: dict[str, Any]) -> Stage:
    produced: dict[str, float] = entry["producers"]
    whole = total(produced.values(), 0.0)
    share = {country: amount / whole for country, amount in produced.items()}
    elements = (
        tuple(each for each in REE_AXIS if each != "Sc") if entry["elements"] == "all" else tuple(entry["elements"])
    )
    members = {bloc: [share[country] for country in share if bloc_of(country) == bloc] for bloc in blocs()}
    return Stage(
        name,
        elements,
        total((part * part for part in share.values()), 0.0),
        {bloc: total(parts, 0.0) for bloc, parts in members.items()},
        {bloc: max(parts, default=0.0) for bloc, parts in members.items()},
        {bloc: _instability_abroad(bloc, share) for bloc in blocs()},
    )


def _instability_abroad(bloc: str, share: dict[str, float]) -> float:
    unstable = read("market")["instability"]["by_country"]
    abroad = [country for country in share if bloc_of(country) != bloc]
    weight = total((share[country] for country in abroad), 0.0)
    return total((share[country] * unstable[country] for country in abroad), 0.0) / weight if weight > 0 else 0.0


def share_abroad(stage: Stage, bloc: str, of: str) -> float:
    """Return the share that a bloc has in what another one could import at a stage [1]."""
    abroad = 1.0 - stage.shares[bloc]
    return stage.shares[of] / abroad if bloc != of and abroad > 0 else 0.0
