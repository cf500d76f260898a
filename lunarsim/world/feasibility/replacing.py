"""What no launcher could bring again once it has ended."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.scenario import Scenario
from lunarsim.world.baseline.planned_dates import as_planned
from lunarsim.world.feasibility.remedies import down, remedy
from lunarsim.world.prepared import Prepared
from lunarsim.world.upkeep.lines import Carriers, line_of
from lunarsim.world.upkeep.orders import is_replaced


def never_replaced(scenario: Scenario, prepared: Prepared) -> Iterator[str]:
    """Yield what is at work at a station and would be replaced, if anything could bring another one."""
    if not scenario.waits.repair:
        return
    for station in scenario.stations.values():
        line = line_of(station, scenario.vehicles)
        may_come = {name for name, vehicle in scenario.vehicles.items() if vehicle.built_probability > 0.0}
        carriers = Carriers(
            line, prepared.by_key, scenario.vehicles, scenario.asset_mass_position, may_come.__contains__
        )
        heavy = {
            item.hardware.asset: item.asset
            for _, item in as_planned(scenario, prepared, station)
            if is_replaced(item) and not carriers.can_fly(item.asset, item.hardware.mission)
        }
        for name, asset in heavy.items():
            most_kg = down(carriers.most_kg(asset))
            does = f"lands more than {most_kg:g} kg" if asset.landed else f"sends more than {most_kg:g} kg to the Moon"
            yield (
                f"{name} of {station.name} is never replaced: it weighs {asset.mass_kg:g} kg, and no launcher of "
                f"{asset.program} {does}" + remedy(f"assets.{name}.mass_kg", most_kg)
            )
