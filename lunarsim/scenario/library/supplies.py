"""What crews and working hardware use up: the figures of ``configs/library/supplies.yml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lunarsim.physics.logistics.crew_demand import CrewItem
from lunarsim.physics.logistics.supplies import Supply
from lunarsim.scenario.library.files import read


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure with its range, which is empty where none is known, its source and evidence."""

    value: float
    low: float | None = None
    high: float | None = None
    source: str
    evidence: str
    note: str = ""


@cache
def crew_items() -> tuple[CrewItem, ...]:
    """Return what a crew uses up, without recovery."""
    return tuple(
        CrewItem(
            _supply(item),
            float(item["kg"]) / float(item.get("lasts_days", 1.0)),
            item["per"],
            item.get("recovery", ""),
        )
        for item in read("supplies")["crew"].values()
    )


@cache
def supply_figures() -> Mapping[str, Figure]:
    """Return the figures of recovery, sums, spares, repair and crew by name."""
    return {name: Figure(**values) for name, values in read("supplies")["figures"].items()}


@cache
def container_figures() -> Mapping[str, Figure]:
    """Return the containers for a kilogram of contents by stowage [kg/kg]."""
    return {name: Figure(**values) for name, values in read("supplies")["containers_kg_per_kg"].items()}


@cache
def stock_mixes() -> Mapping[str, Mapping[Supply, float]]:
    """Return what a kilogram of each stock is made of [kg], but for crew provisions, which follow from the crew."""
    return {
        name: {_supply(part): float(part["share"]) for part in stock["contents"]}
        for name, stock in read("supplies")["stocks"].items()
    }


def hardware_class(functions: Iterable[str]) -> int:
    """Return the class of supply of hardware: that of the first of its functions in the order of the library."""
    classes: dict[str, int] = read("supplies")["hardware"]
    offered = set(functions)
    return next((number for name, number in classes.items() if name in offered), classes["none"])


def _supply(record: Mapping[str, Any]) -> Supply:
    return Supply(int(record["class_of_supply"]), record["stowage"])
