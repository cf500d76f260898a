"""What missions send and land, against what their vehicles can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lunarsim.scenario.library.mission import LANDING_KINDS
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.prepared import masses_of

_TOLERANCE = 1e-9


def payloads_fit(scenario: Scenario) -> Iterator[Fault]:
    """What a mission sends and lands is within the power of its vehicle, at the masses that its assets have here.

    What it sends is no less than its assets.
    """
    for key, mission in scenario.missions.items():
        if not scenario.flies(mission):
            continue
        vehicle = scenario.vehicles[mission.vehicle]
        sent = vehicle.tli_payload_kg * mission.launches
        if mission.launch_mass_kg > sent * (1 + _TOLERANCE):
            launches = f"in {mission.launches} launch{'es' if mission.launches > 1 else ''}"
            yield Fault(
                f"missions.{key}",
                f"sends {mission.launch_mass_kg:g} kg, {vehicle.title} takes {sent:g} kg {launches}",
            )
        rival = scenario.has_rival and mission.program == scenario.rival.lead
        position = (scenario.rival if rival else scenario.station).asset_mass_position
        landed = masses_of(scenario, mission, landed=True).at(position)
        brought = landed + masses_of(scenario, mission, landed=False).at(position)
        if brought > mission.launch_mass_kg * (1 + _TOLERANCE):
            problem = f"is {mission.launch_mass_kg:g} kg, but its assets alone weigh {brought:g} kg"
            yield Fault(f"missions.{key}.launch_mass_kg", problem)
        if mission.kind not in LANDING_KINDS:
            continue
        room = vehicle.landed_payload_kg * mission.launches
        if landed > room * (1 + _TOLERANCE):
            yield Fault(f"missions.{key}", f"its assets weigh {landed:g} kg, {vehicle.title} lands {room:g} kg")


def may_outgrow_landers(extremes: Iterable[Scenario]) -> list[str]:
    """Return which missions are too heavy where the factors of a sweep are far out, a sentence each.

    No vehicle is asked in a run: what grows there is flown, so this has to be said before.
    """
    heavy = dict.fromkeys(str(fault) for extreme in extremes for fault in payloads_fit(extreme))
    return [f"with its factors far out {reason}; such samples are flown all the same" for reason in heavy]
