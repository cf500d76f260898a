"""The missions of a scenario's manifest, with what a run asks of each at every turn."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.crew_landers import lander_lists
from lunarsim.scenario.library.mission import LANDING_KINDS, Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.sums import total
from lunarsim.world.money.needs import DRY_SHARE
from lunarsim.world.programs.dated_plans import DatedPlan

CRAFT_KINDS = frozenset({"crewed", "test"})


class Masses(NamedTuple):
    """Mass of some assets [kg]: as listed, and the least and most that is plausible."""

    nominal: float
    low: float
    high: float

    def at(self, position: float) -> float:
        """Return the mass at a position: 0 as listed, -1 the least, 1 the most [kg]."""
        end = self.high if position > 0 else self.low
        return self.nominal + abs(position) * (end - self.nominal)


@dataclass(frozen=True, slots=True)
class PlannedMission:
    """A mission of the manifest with what the campaign asks of it at every turn.

    Parameters
    ----------
    key, mission
        Name and record.
    plan : DatedPlan
        What is planned for when, by whose record.
    lands : bool
        Whether it goes to the surface.
    landed, in_orbit : Masses
        What it brings to the surface and leaves in orbit.
    equipment_kg, lander_kg : float
        Equipment among what it brings to the surface, as listed, and what its landers bring down at most [kg].
    craft_kg : float
        Dry mass of the spacecraft beside its assets, as of a lander that brings cargo; none where the price of the
        launch holds it [kg].
    contributed : Masses
        What others than the programs provide of what it brings.
    launches_musd : float
        Price of its launches, as far as the program pays them [MUSD].
    crew_launch : int
        Number of the launch that carries a crew, from 1 on; 0 for none.
    needed : tuple of tuples of str
        Lists of missions of the plan, of each of which one must have succeeded.
    landers : tuple of str
        The list among them of landers one of which a crew takes; empty where its craft brings its own.
    """

    key: str
    mission: Mission
    plan: DatedPlan
    lands: bool
    landed: Masses
    in_orbit: Masses
    equipment_kg: float
    lander_kg: float
    craft_kg: float
    contributed: Masses
    launches_musd: float
    crew_launch: int = 0
    needed: tuple[tuple[str, ...], ...] = ()
    landers: tuple[str, ...] = ()

    def hardware_kg(self, position: float, spares_kg: float = 0.0) -> float:
        """Return the dry mass of which the program pays, its assets' mass at a position as in :class:`Masses` [kg].

        Spares that come with its equipment are of the dry mass of its craft, as far as that is paid.
        """
        if self.mission.contributed == "all":
            return 0.0
        paid = self.landed.at(position) + self.in_orbit.at(position) - self.contributed.at(position)
        return max(paid, 0.0) + max(self.craft_kg if self.mission.contributed == "none" else 0.0, spares_kg)

    def spares_share(self, share: float, position: float) -> float:
        """Return the spares that come with its equipment over the mass of that, within the margin of its lander [1].

        Parameters
        ----------
        share : float [1]
            What is to come.
        position : float [1]
            Of its assets' mass, as in :class:`Masses`.
        """
        if not self.equipment_kg:
            return 0.0
        landed_kg = self.landed.at(position)
        room_kg = min(self.lander_kg, self.mission.launch_mass_kg - self.in_orbit.at(position)) - landed_kg
        return min(share, max(room_kg, 0.0) / self.equipment_kg)

    @property
    def planned_day(self) -> float:
        """Planned launch [day]."""
        return self.plan.planned_day


def planned_mission(scenario: Scenario, plan: DatedPlan, mission: Mission, in_plan: Container[str]) -> PlannedMission:
    """Return a mission of the manifest with its plan; what stands in no plan is needed by nobody."""
    assets = [scenario.assets[name] for name in mission.assets]
    brought = _masses(assets)
    needed = tuple(_among(in_plan, mission.needed))
    dry_kg = DRY_SHARE * mission.launch_mass_kg
    vehicle = scenario.vehicles[mission.vehicle]
    if vehicle.price_includes_craft:
        craft_kg = 0.0
    elif mission.kind in CRAFT_KINDS:
        craft_kg = dry_kg
    else:
        craft_kg = max(dry_kg - brought.nominal, 0.0)
    return PlannedMission(
        plan.entity,
        mission,
        plan,
        mission.kind in LANDING_KINDS,
        masses_of(scenario, mission, landed=True),
        masses_of(scenario, mission, landed=False),
        total(
            (
                scenario.assets[name].mass_kg
                for name in dict.fromkeys(mission.assets)
                if scenario.assets[name].takes_spares
            ),
            0.0,
        ),
        mission.launches * vehicle.landed_payload_kg,
        craft_kg,
        _masses(asset for asset in assets if asset.contributed),
        0.0 if mission.contributed == "all" else mission.launches * vehicle.launch_cost_musd,
        (mission.crew_launch or mission.launches) if mission.kind == "crewed" else 0,
        needed,
        next(iter(lander_lists(mission, needed, scenario.missions)), ()),
    )


def _among(in_plan: Container[str], needed: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield lists of missions without what stands in no plan, which nobody waits for; lists of nothing else not at all.

    What is cancelled stays, as it is waited for in vain.
    """
    for each in needed:
        if known := tuple(name for name in each if name in in_plan):
            yield known


def masses_of(scenario: Scenario, mission: Mission, landed: bool) -> Masses:
    """Return what a mission's assets weigh on the surface or in orbit; a mass beyond its own span widens it [kg]."""
    assets = [scenario.assets[name] for name in mission.assets]
    return _masses(asset for asset in assets if asset.landed == landed)


def _masses(assets: Iterable[Asset]) -> Masses:
    assets = list(assets)
    return Masses(
        total((asset.mass_kg for asset in assets), 0.0),
        total((asset.least_kg for asset in assets), 0.0),
        total((asset.most_kg for asset in assets), 0.0),
    )
