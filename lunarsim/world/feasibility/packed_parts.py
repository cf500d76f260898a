"""Whether cargo flights can bring the parts of a station that no mission does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.remedies import down, remedy


def parts_can_be_packed(scenario: Scenario) -> Iterator[Fault]:
    """Each part is the lead's, lands whole on one cargo lander, and nothing else brings it."""
    assets, vehicles = scenario.assets, scenario.vehicles
    brought = {
        name: key for key, mission in scenario.missions.items() if scenario.flies(mission) for name in mission.assets
    }
    for group, station in scenario.stations.items():
        path, vehicle = f"{group}.parts", vehicles[station.cargo_vehicle]
        for name, pieces in Counter(station.parts).items():
            asset, others = assets[name], tuple(other for other in station.parts if other != name)
            without = remedy(path, others)
            if pieces > 1:
                yield Fault(path, f"holds {name} {pieces} times; add another one like it: +assets.NEW={{like: {name}}}")
            if asset.present:
                yield Fault(path, f"holds {name}, which works at the start{without}")
            elif name in brought:
                yield Fault(path, f"holds {name}, which missions.{brought[name]} brings{without}")
            if not asset.landed:
                yield Fault(path, f"holds {name}, which stays in orbit; a mission brings it{without}")
            elif asset.mass_kg > vehicle.landed_payload_kg:
                heavy = f"assets.{name}.mass_kg"
                able = [
                    (other.landed_payload_kg, key)
                    for key, other in vehicles.items()
                    if other.program == station.lead and other.landed_payload_kg >= asset.mass_kg
                ]
                lighter = remedy(heavy, down(vehicle.landed_payload_kg))
                yield Fault(
                    path,
                    f"holds {name} of {asset.mass_kg:g} kg, a lander of {vehicle.title} brings down "
                    f"{vehicle.landed_payload_kg:g} kg"
                    + (remedy(f"{group}.cargo_vehicle", min(able)[1]) if able else lighter),
                )
            if asset.program != station.lead:
                owner = f"assets.{name}.program"
                yield Fault(
                    path,
                    f"holds {name} of {asset.program}, but {station.lead} flies it{remedy(owner, station.lead)}",
                )
