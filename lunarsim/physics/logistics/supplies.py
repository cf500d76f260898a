"""Supplies: ten classes, how they are stowed, and sums of demands with the containers that they come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from lunarsim.words.arrays import Floats, Result
from lunarsim.words.sums import total

CLASSES = (
    "Propellants and fuels",
    "Crew provisions",
    "Crew operations",
    "Maintenance and upkeep",
    "Stowage and restraint",
    "Exploration and research",
    "Waste and disposal",
    "Habitation and infrastructure",
    "Transportation and carriers",
    "Miscellaneous",
)
"""The ten classes of supply, numbered from 1 on (Shull et al. 2006, AIAA 2006-7232; SpaceNet 2.5)."""

CONTAINERS = 501
"""Class of cargo containers and restraints."""

STOWAGES = ("liquid", "gas", "pressurized", "unpressurized", "bulk")
"""How supplies are stowed: in tanks, in bags in air, in boxes in the open, or in what they fly in and need none."""


class Supply(NamedTuple):
    """A class of supply, such as 2 or 201, and how it is stowed."""

    class_of_supply: int
    stowage: str


Demand: TypeAlias = Mapping[Supply, Result]
"""Masses by supply [kg]; each a number, or an array over runs."""


def base_class(class_of_supply: int) -> int:
    """Return which of the ten classes a finer one belongs to: 2 of 201, 4 of 4011, 10 of 10.

    Source: numbering of the classes of supply (Shull et al. 2006, AIAA 2006-7232).

    Parameters
    ----------
    class_of_supply : int [1]
        From 1 to 10, or three digits and more whose first is that of the base class.

    Returns
    -------
    int [1]
        From 1 to 10.
    """
    return class_of_supply if class_of_supply <= len(CLASSES) else int(str(class_of_supply)[0])


def summed(demands_kg: Iterable[Demand]) -> dict[Supply, Result]:
    """Return demands added up, supply by supply.

    Source: conservation of mass.

    Parameters
    ----------
    demands_kg : iterable of mapping [kg]
        Masses by supply.

    Returns
    -------
    dict [kg]
        Masses by supply, in the order in which supplies come first.
    """
    added: dict[Supply, Result] = {}
    for demand in demands_kg:
        for supply, mass_kg in demand.items():
            added[supply] = added[supply] + mass_kg if supply in added else mass_kg
    return added


def multiplied(demand_kg: Demand, multiplier: Floats) -> dict[Supply, Result]:
    """Return a demand times a number.

    Source: demands are in proportion to what asks for them.

    Parameters
    ----------
    demand_kg : mapping [kg]
        Masses by supply.
    multiplier : float or array [1]
        Number of them.

    Returns
    -------
    dict [kg]
        Masses by supply.
    """
    return {supply: mass_kg * multiplier for supply, mass_kg in demand_kg.items()}


def total_kg(demand_kg: Demand) -> Result:
    """Return the mass of a demand, without containers.

    Source: conservation of mass.

    Parameters
    ----------
    demand_kg : mapping [kg]
        Masses by supply.

    Returns
    -------
    float or array [kg]
        Their sum.
    """
    return total(demand_kg.values(), 0.0)


def by_class(demand_kg: Demand, base: bool = False) -> dict[int, Result]:
    """Return the masses of a demand by class of supply.

    Source: conservation of mass.

    Parameters
    ----------
    demand_kg : mapping [kg]
        Masses by supply.
    base : bool [1]
        Whether finer classes are added up to the ten.

    Returns
    -------
    dict [kg]
        Masses by the number of the class, in rising order.
    """
    masses: dict[int, Result] = {}
    for supply, mass_kg in demand_kg.items():
        number = base_class(supply.class_of_supply) if base else supply.class_of_supply
        masses[number] = masses[number] + mass_kg if number in masses else mass_kg
    return dict(sorted(masses.items()))


def containers_kg(demand_kg: Demand, containers_kg_per_kg: Mapping[str, Floats]) -> Result:
    """Return the mass of the containers that a demand comes in.

    Source: packing factors of SpaceNet 2.5 (User's Guide, section Demand Packing).

    Parameters
    ----------
    demand_kg : mapping [kg]
        Masses by supply.
    containers_kg_per_kg : mapping [kg/kg]
        Containers for a kilogram of contents, by stowage; what is not named needs none.

    Returns
    -------
    float or array [kg]
        Containers alone, class 501.
    """
    return total(
        (mass_kg * containers_kg_per_kg.get(supply.stowage, 0.0) for supply, mass_kg in demand_kg.items()), 0.0
    )


def with_containers(demand_kg: Demand, containers_kg_per_kg: Mapping[str, Floats]) -> dict[Supply, Result]:
    """Return a demand with the containers that it comes in: what a flight must carry.

    Source: packing factors of SpaceNet 2.5 (User's Guide, section Demand Packing).

    Parameters
    ----------
    demand_kg : mapping [kg]
        Masses by supply, without containers.
    containers_kg_per_kg : mapping [kg/kg]
        Containers for a kilogram of contents, by stowage; what is not named needs none.

    Returns
    -------
    dict [kg]
        Masses by supply, containers as one of class 501.
    """
    boxes = Supply(CONTAINERS, "bulk")
    return summed((demand_kg, {boxes: containers_kg(demand_kg, containers_kg_per_kg)}))
