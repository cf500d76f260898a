"""What missions send and land, against what their vehicles and all others of their program can."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameters_of
from lunarsim.scenario.library.mission import LANDING_KINDS, Mission
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.remedies import down, remedy, up
from lunarsim.world.planned_missions import masses_of
from lunarsim.world.prepared import prepare

_TOLERANCE = 1e-9

MOST_LAUNCHES = next(parameter.high for name, parameter, _ in parameters_of(Mission) if name == "launches")
"""Launches that a campaign may have."""


@dataclass(frozen=True)
class _Cargo:
    """A mission with what it sends towards the Moon and lands there, and the heaviest piece of it that lands [kg]."""

    key: str
    mission: Mission
    sent_kg: float
    landed_kg: float
    piece_kg: float

    def fits(self, vehicle: Vehicle, launches: int) -> bool:
        """Return whether some launches of a vehicle can bring it: each piece lands whole, on one of its landers."""
        return (
            self.piece_kg <= vehicle.landed_payload_kg * (1 + _TOLERANCE)
            and self.sent_kg <= vehicle.tli_payload_kg * launches * (1 + _TOLERANCE)
            and self.landed_kg <= vehicle.landed_payload_kg * launches * (1 + _TOLERANCE)
        )  # fmt: skip


def payloads_fit(scenario: Scenario) -> Iterator[Fault]:
    """What a mission sends and lands is within the power of its vehicle, at the masses that its assets have here.

    What it sends is no less than its assets, and none of those is cut in pieces: more launches land more of them, each
    on one lander. Where another vehicle of its program can bring it, or more launches, these are named; what none can
    bring is said to be too heavy for all.
    """
    for key, mission in scenario.missions.items():
        if not scenario.flies(mission):
            continue
        vehicle = scenario.vehicles[mission.vehicle]
        sent = vehicle.tli_payload_kg * mission.launches
        rival = scenario.has_rival and mission.program == scenario.rival.lead
        position = (scenario.rival if rival else scenario.station).asset_mass_position
        landed = masses_of(scenario, mission, landed=True).at(position)
        brought = landed + masses_of(scenario, mission, landed=False).at(position)
        lands = mission.kind in LANDING_KINDS
        pieces_kg = {
            name: asset.mass_at_kg(position)
            for name in dict.fromkeys(mission.assets)
            if lands and (asset := scenario.assets[name]).landed
        }
        piece_kg = max(pieces_kg.values(), default=0.0)
        cargo = _Cargo(key, mission, max(mission.launch_mass_kg, brought), landed if lands else 0.0, piece_kg)
        if mission.launch_mass_kg > sent * (1 + _TOLERANCE):
            launches = f"in {mission.launches} launch{'es' if mission.launches > 1 else ''}"
            yield Fault(
                f"missions.{key}",
                f"sends {mission.launch_mass_kg:g} kg, {vehicle.title} takes {sent:g} kg {launches}"
                + _brought_by(scenario, cargo, f"missions.{key}.launch_mass_kg", sent),
            )
        lands_pieces = piece_kg <= vehicle.landed_payload_kg * (1 + _TOLERANCE)
        # A piece that no lander brings has to be lighter: nobody is told to send it whole as well.
        can_go = lands_pieces or bool(_able(scenario, cargo))
        if can_go and brought > mission.launch_mass_kg * (1 + _TOLERANCE):
            path = f"missions.{key}.launch_mass_kg"
            problem = f"is {mission.launch_mass_kg:g} kg, but its assets alone weigh {brought:g} kg"
            yield Fault(path, problem + remedy(path, up(brought)))
        room = vehicle.landed_payload_kg * mission.launches
        if lands and landed > room * (1 + _TOLERANCE):
            heaviest = max(pieces_kg, key=lambda name: pieces_kg[name])
            yield Fault(
                f"missions.{key}",
                f"its assets weigh {landed:g} kg, {vehicle.title} lands {room:g} kg"
                + _brought_by(
                    scenario, cargo, *_lighter(scenario, heaviest, position, pieces_kg[heaviest] - landed + room)
                ),
            )
        elif not lands_pieces:
            name = max(pieces_kg, key=lambda name: pieces_kg[name])
            path, left_kg = _lighter(scenario, name, position, vehicle.landed_payload_kg)
            yield Fault(
                f"assets.{name}.mass_kg",
                f"is {piece_kg:g} kg on missions.{key}, one lander of {vehicle.title} lands "
                f"{vehicle.landed_payload_kg:g} kg, and more launches land no piece that is heavier"
                + _brought_by(scenario, cargo, path, left_kg),
            )


def _lighter(scenario: Scenario, name: str, position: float, mass_kg: float) -> tuple[str, float]:
    """Return which parameter makes an asset that light at a position of its mass, and the value to set [kg]."""
    asset = scenario.assets[name]
    if position > 0.0 and asset.mass_kg <= mass_kg:
        return f"assets.{name}.mass_high_kg", asset.mass_kg + (mass_kg - asset.mass_kg) / position
    return f"assets.{name}.mass_kg", asset.mass_kg * mass_kg / asset.mass_at_kg(position)


def spares_left_behind(scenario: Scenario) -> Iterator[str]:
    """Yield that landers have no room for most of the spares that are to come with equipment."""
    share = scenario.upkeep.first_spares_share
    if not scenario.waits.repair or share <= 0.0:
        return
    asked_kg, room_kg, room_share = [], [], share
    for planned in prepare(scenario).missions:
        if planned.equipment_kg:
            aboard = planned.spares_share(share, scenario.asset_mass_position(planned.mission.program))
            asked_kg.append(share * planned.equipment_kg)
            room_kg.append(aboard * planned.equipment_kg)
            room_share = min(room_share, aboard)
    aboard_kg, all_kg = math.fsum(room_kg), math.fsum(asked_kg)
    if aboard_kg < all_kg / 2.0:
        yield (
            f"{aboard_kg:,.0f} of {all_kg:,.0f} kg of spares that are to come with equipment "
            f"(upkeep.first_spares_share={share:g}) find room on its landers; the others fly once the station "
            "works and its stock asks for them" + remedy("upkeep.first_spares_share", down(room_share))
        )


def _able(scenario: Scenario, cargo: _Cargo) -> list[str]:
    """Return the vehicles of a mission's program that can bring it in as many launches, by name."""
    program = cargo.mission.program
    flown = {other.vehicle for other in scenario.missions.values() if other.program == program}
    return [
        name
        for name, vehicle in scenario.vehicles.items()
        if (vehicle.program == program or name in flown) and vehicle.built_probability > 0.0
        if cargo.fits(vehicle, cargo.mission.launches)
    ]


def _brought_by(scenario: Scenario, cargo: _Cargo, mass_key: str, mass_kg: float) -> str:
    """Return how a mission can be flown: with another vehicle of its program, more launches or a lower mass."""
    key, mission = cargo.key, cargo.mission
    program = mission.program
    able = _able(scenario, cargo)
    if able:
        smallest = min(able, key=lambda name: (scenario.vehicles[name].tli_payload_kg, name))
        return remedy(f"missions.{key}.vehicle", smallest)
    none = f", and no vehicle of {program} can bring it in as few launches"
    own = scenario.vehicles[mission.vehicle]
    shares = ((cargo.sent_kg, own.tli_payload_kg), (cargo.landed_kg, own.landed_payload_kg))
    lands_whole = cargo.piece_kg <= own.landed_payload_kg * (1 + _TOLERANCE)
    if lands_whole and all(room_kg > 0.0 for kg, room_kg in shares if kg > 0.0):
        launches = max((math.ceil(kg / room_kg * (1 - _TOLERANCE)) for kg, room_kg in shares if kg > 0.0), default=1)
        if launches <= MOST_LAUNCHES:
            return none + remedy(f"missions.{key}.launches", launches)
    if mass_kg > 0.0:
        return f", too heavy for any vehicle of {program}" + remedy(mass_key, down(mass_kg))
    return f", too heavy for any vehicle of {program}" + remedy(f"missions.{key}.cancelled", True)
