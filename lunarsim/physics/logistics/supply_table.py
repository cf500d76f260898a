"""The table by ten classes of supply, made after a run from its stocks and from the hardware that has landed.

A run keeps four stocks: crew provisions, spares, reagents and operations, propellant. What a kilogram of each is made
of is a demand; containers come on top. Hardware is counted by what it does.
"""

from __future__ import annotations

from collections.abc import Mapping

from lunarsim.physics.logistics.supplies import CLASSES, Demand, base_class, by_class, total_kg, with_containers
from lunarsim.words.arrays import Floats, Result
from lunarsim.words.sums import total

STOCKS = ("crew_provisions", "spares", "reagents", "propellant")
"""Stocks of a run."""


def class_shares(mix_kg: Demand, containers_kg_per_kg: Mapping[str, Floats]) -> dict[int, Result]:
    """Return the shares of the ten classes in what lands for a stock, its containers included.

    Source: conservation of mass.

    Parameters
    ----------
    mix_kg : mapping [kg]
        What the stock is made of, in any amount.
    containers_kg_per_kg : mapping [kg/kg]
        Containers for a kilogram of contents, by stowage.

    Returns
    -------
    dict [1]
        By class; they add up to 1.
    """
    boxed = with_containers(mix_kg, containers_kg_per_kg)
    gross_kg = total_kg(boxed)
    return {number: mass_kg / gross_kg for number, mass_kg in by_class(boxed, base=True).items()}


def supply_table(
    stocks_kg: Mapping[str, Floats],
    hardware_kg: Mapping[int, Floats],
    shares: Mapping[str, Mapping[int, Floats]],
) -> dict[int, Result]:
    """Return the masses by the ten classes of supply.

    Source: classes of supply (Shull et al. 2006, AIAA 2006-7232); conservation of mass.

    Parameters
    ----------
    stocks_kg : mapping [kg]
        What has landed for each stock, containers included.
    hardware_kg : mapping [kg]
        Hardware that has landed, by class of supply, coarse or fine.
    shares : mapping [1]
        Shares of the ten classes in each stock, which add up to 1.

    Returns
    -------
    dict [kg]
        By class from 1 to 10, all ten of them; together they weigh what stocks and hardware do.
    """
    parts: dict[int, list[Floats]] = {number: [] for number in range(1, len(CLASSES) + 1)}
    for stock, mass_kg in stocks_kg.items():
        for number, share in shares[stock].items():
            parts[number].append(mass_kg * share)
    for number, mass_kg in hardware_kg.items():
        parts[base_class(number)].append(mass_kg)
    return {number: total(masses, 0.0) for number, masses in parts.items()}
