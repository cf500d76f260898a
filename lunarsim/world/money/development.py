"""What must be developed before it can fly first: vehicles, spacecraft and hardware of a new design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.money.needs import WORK_YEARS


class NewDesign(NamedTuple):
    """What is new about a vehicle or a mission, and what it costs to develop.

    Parameters
    ----------
    program : str
        Who pays.
    vehicle, mission : str
        The vehicle, or the mission that flies it first; the other is empty.
    planned_day : float
        First flight as planned [day].
    kg : float
        Dry mass of what is new; a kilogram costs ``programs.NAME.development_ratio`` times its price [kg].
    musd : float
        Cost that is stated [MUSD].
    carriers : tuple of str
        The missions that fly the same, the first among them: whichever goes first ends the work. Those that fly on a
        vehicle, guests included: its work goes on while one of them still can.
    """

    program: str
    vehicle: str
    mission: str
    planned_day: float
    kg: float
    musd: float
    carriers: tuple[str, ...] = ()

    @property
    def left(self) -> float:
        """Share of the work that the plan has left at the start of the simulation [1]."""
        return min(max(self.planned_day, 0.0) / (WORK_YEARS * DAYS_PER_YEAR), 1.0)

    @property
    def begins_day(self) -> float:
        """When the work that is left begins, by the plan [day]."""
        return max(self.planned_day - WORK_YEARS * DAYS_PER_YEAR, 0.0)


def new_designs(
    missions: Iterable[tuple[str, float, Mission, float]],
    vehicles: Mapping[str, Vehicle],
    assets: Mapping[str, Asset],
    first_flight_day: Mapping[str, float],
    payers: frozenset[str],
) -> tuple[NewDesign, ...]:
    """Return what a plan must develop, in the order of the missions that fly it first.

    A spacecraft is new as far as it is heavier than what its developer has flown on that vehicle before. Hardware that
    is alike in function, mass and power is of one design; what others contribute costs nothing, and is known once it
    has flown. The lead's own items in place of a partner's are paid as ``finance.replacement_musd``.

    Parameters
    ----------
    missions : iterable of (str, float, Mission, float)
        Key, planned day [day], record, and dry mass of the spacecraft beside its assets [kg] of what may fly.
    vehicles, assets : mapping
        Libraries by name.
    first_flight_day : mapping
        Planned first flight of vehicles that have not flown [day].
    payers : frozenset of str
        Programs that take part.
    """
    planned = sorted(missions, key=lambda each: (each[1], each[0]))
    own = [each for each in planned if each[2].role != "fallback"]
    bring: dict[tuple[object, ...], list[str]] = {}
    craft: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for key, _, mission, craft_kg in own:
        for design in dict.fromkeys(_design(assets[name]) for name in mission.assets):
            bring.setdefault(design, []).append(key)
        craft.setdefault(_line(mission), []).append((key, craft_kg))
    designs: list[NewDesign] = []
    known: set[tuple[object, ...]] = set()
    flown_kg: dict[tuple[str, str, str], float] = {}
    for key, day, mission, craft_kg in own:
        # What is new, by the missions that fly it.
        new_kg: dict[tuple[str, ...], float] = {}
        for name in mission.assets:
            design = _design(assets[name])
            if design not in known and not assets[name].contributed and mission.contributed != "all":
                carriers = tuple(bring[design])
                new_kg[carriers] = new_kg.get(carriers, 0.0) + assets[name].mass_kg
            known.add(design)
        line = _line(mission)
        heavier = craft_kg - flown_kg.get(line, 0.0)
        if heavier > 0.0:
            flown_kg[line] = craft_kg
            if mission.contributed == "none":
                carriers = tuple(other for other, kg in craft[line] if kg >= craft_kg)
                new_kg[carriers] = new_kg.get(carriers, 0.0) + heavier
        stated = mission.development_musd
        if stated is None:
            designs.extend(NewDesign(mission.program, "", key, day, kg, 0.0, by) for by, kg in new_kg.items() if kg)
        elif stated > 0.0 and mission.contributed != "all":
            shared = set.intersection(*map(set, new_kg)) if new_kg else {key}
            by = tuple(other for other, *_ in own if other in shared)
            designs.append(NewDesign(mission.program, "", key, day, 0.0, stated, by))
    riders: dict[str, list[str]] = {}
    for key, _, mission, _ in planned:
        riders.setdefault(mission.vehicle, []).append(key)
    for name, by_all in riders.items():
        vehicle = vehicles[name]
        if vehicle.development_musd > 0.0 and vehicle.program in payers and name in first_flight_day:
            day, cost = first_flight_day[name], vehicle.development_musd
            designs.append(NewDesign(vehicle.program, name, "", day, 0.0, cost, tuple(by_all)))
    return tuple(designs)


def _line(mission: Mission) -> tuple[str, str, str]:
    """Return what distinguishes one line of spacecraft from another."""
    return mission.program, mission.developer, mission.vehicle


def _design(asset: Asset) -> tuple[object, ...]:
    """Return what distinguishes one design of hardware from another."""
    return (
        asset.program,
        asset.functions,
        asset.mass_kg,
        asset.power_kw,
        asset.night_power_kw,
        asset.load_kw,
        asset.storage_kwh,
        asset.fuel_cell_kwh,
    )
