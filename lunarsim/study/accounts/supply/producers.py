"""Who makes rare earths on Earth, stage by stage, for the blocs that use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.blocs import OTHERS, Bloc, shipped_blocs
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.sums import total
from lunarsim.world.outcomes.variable import Coordinate

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
    producers : dict of str to float [1]
        Share of each country in what is produced in the year of the figures of use.
    later : dict of str to float [1]
        Its share from the year of the outlook on, where what is announced is built.
    ln_sd : float [1]
        How well a share is known: standard deviation of its logarithm.
    """

    name: str
    elements: tuple[str, ...]
    producers: dict[str, float]
    later: dict[str, float]
    ln_sd: float

    @property
    def squares(self) -> float:
        """Return the sum of the squares of the shares of its producers [1]."""
        return total((part * part for part in self.producers.values()), 0.0)


def bloc_coordinate(scenarios: Iterable[Scenario] = ()) -> Coordinate:
    """Return the blocs of some scenarios, those of the library where there are none."""
    names = [name for scenario in scenarios for name in scenario.blocs] or shipped_blocs()
    return Coordinate(tuple(dict.fromkeys(names)), "bloc of users")


def stage_coordinate() -> Coordinate:
    """Return the stages from ore to magnet."""
    return Coordinate(tuple(read("market")["stages"]), "stage of production")


def country_coordinate() -> Coordinate:
    """Return the countries that produce at some stage, now or later."""
    names = (country for stage in stages() for country in stage.producers)
    return Coordinate(tuple(dict.fromkeys(names)), "country of producers")


def bloc_of(country: str, known: Mapping[str, Bloc]) -> str:
    """Return the bloc of a country among some blocs."""
    return next((name for name, bloc in known.items() if country in bloc.countries), OTHERS)


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages of the library."""
    return tuple(_stage(name, entry) for name, entry in read("market")["stages"].items())


def _stage(name: str, entry: dict[str, Any]) -> Stage:
    elements = (
        tuple(each for each in REE_AXIS if each != "Sc") if entry["elements"] == "all" else tuple(entry["elements"])
    )
    now, later = entry["producers"], entry["outlook"]["producers"]
    countries = tuple(dict.fromkeys((*now, *later)))
    return Stage(name, elements, _shares(now, countries), _shares(later, countries), entry["ln_sd"])


def _shares(produced: dict[str, float], countries: tuple[str, ...]) -> dict[str, float]:
    whole = total(produced.values(), 0.0)
    return {country: produced.get(country, 0.0) / whole for country in countries}
