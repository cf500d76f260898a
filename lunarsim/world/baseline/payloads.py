"""What missions send and land, against what their vehicles can."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.mission import LANDING_KINDS, Mission
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.prepared import masses_of

_TOLERANCE = 1e-9


def payloads_fit(scenario: Scenario) -> Iterator[Fault]:
    """What a mission sends and lands is within the power of its vehicle, at the masses that its assets have here."""
    for key, mission in _flying(scenario):
        vehicle = scenario.vehicles[mission.vehicle]
        sent = vehicle.tli_payload_kg * mission.launches
        if mission.launch_mass_kg > sent * (1 + _TOLERANCE):
            launches = f"in {mission.launches} launches"
            yield Fault(
                f"missions.{key}",
                f"sends {mission.launch_mass_kg:g} kg, {vehicle.title} takes {sent:g} kg {launches}",
            )
        position = _station_of(scenario, mission)[1].asset_mass_position
        landed, room = _landed_and_room(scenario, mission, position)
        if landed > room * (1 + _TOLERANCE):
            yield Fault(f"missions.{key}", f"its assets weigh {landed:g} kg, {vehicle.title} lands {room:g} kg")


def may_outgrow_landers(scenario: Scenario) -> list[str]:
    """Return which missions fit their landers here, but not with the most that their assets may weigh.

    No lander is asked in a run: hardware that grows is flown, so this has to be said before.
    """
    sentences = []
    for key, mission in _flying(scenario):
        group, station = _station_of(scenario, mission)
        here, room = _landed_and_room(scenario, mission, station.asset_mass_position)
        most, _ = _landed_and_room(scenario, mission, 1.0)
        if here <= room * (1 + _TOLERANCE) < most:
            weigh = f"weigh {here:g} kg, and {most:g} kg where {group}.asset_mass_position is 1"
            lands = f"{scenario.vehicles[mission.vehicle].title} lands {room:g} kg"
            sentences.append(f"missions.{key}: its assets {weigh}, {lands}")
    return sentences


def _flying(scenario: Scenario) -> Iterator[tuple[str, Mission]]:
    return ((key, mission) for key, mission in scenario.missions.items() if scenario.flies(mission))


def _station_of(scenario: Scenario, mission: Mission) -> tuple[str, Station]:
    """Return the station whose masses the hardware of a mission's program has, with its group."""
    rival = scenario.has_rival and mission.program == scenario.rival.lead
    return ("rival", scenario.rival) if rival else ("station", scenario.station)


def _landed_and_room(scenario: Scenario, mission: Mission, position: float) -> tuple[float, float]:
    """Return what a mission's assets weigh on the surface and what its vehicles land there, zero for others [kg]."""
    if mission.kind not in LANDING_KINDS:
        return 0.0, 0.0
    room = scenario.vehicles[mission.vehicle].landed_payload_kg * mission.launches
    return masses_of(scenario, mission, landed=True).at(position), room
