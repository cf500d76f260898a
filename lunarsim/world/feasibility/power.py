"""Whether what can come gives each consumer its power through the night."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.library.power.ratings import night_power_kw, site_cycle
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.joining import joining, present, together
from lunarsim.world.feasibility.remedies import down, remedy, restored, up
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.mine.unit_needs import plant_site, stands_at_station
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import functions_of
from lunarsim.world.station.hardware import Item


def lasting_kw(scenario: Scenario, station: Station, arriving: Mapping[str, Asset]) -> float:
    """Return the power through the night of what works at the start and what arrives, as the station counts it [kW].

    A multiplier on ratings below 1 is a doubt about them and no reason to refuse what was asked.
    """
    site = site_named(station.site, scenario.site)
    balance = Balance(functions_of(site), site_cycle(site))
    doubted = max(station.power_multiplier, 1.0)
    for assets, multiplier in ((present(scenario, station), 1.0), (arriving, doubted)):
        for name, asset in assets.items():
            item = Item(HardwareId(name), asset, 0.0, None, multiplier)
            if item.gives_power:
                balance.join(item)
    return balance.supply_kw


def most_kw(scenario: Scenario, station: Station, enough_kw: float = math.inf) -> float:
    """Return the most power through the night that can come to a station, up to what is enough [kW]."""
    most = 0.0
    for arriving in together(scenario, station):
        if most < enough_kw:
            most = max(most, lasting_kw(scenario, station, arriving))
    return most


def consumers_have_power(scenario: Scenario) -> Iterator[Fault]:
    """No consumer takes, with the margin that it needs to start, more than all that can come to its station gives."""
    if not scenario.waits.power:
        return
    for station in scenario.stations.values():
        margin = 1.0 + station.power_margin
        coming = joining(scenario, station)
        cycle = site_cycle(site_named(station.site, scenario.site))
        own_kw = {name: night_power_kw([asset], cycle) for name, asset in coming.items()}
        needs_kw = {name: (asset.load_kw - own_kw[name]) * margin for name, asset in coming.items()}
        asking = {name: kw for name, kw in needs_kw.items() if kw > 0.0}
        power_kw = most_kw(scenario, station, enough_kw=max(asking.values(), default=0.0))
        for name, needed_kw in asking.items():
            if needed_kw <= power_kw:
                continue
            asset = coming[name]
            lasting = down(power_kw / margin + own_kw[name])
            own = remedy(f"assets.{name}.night_power_kw", up(asset.load_kw))
            yield Fault(
                f"assets.{name}",
                f"takes {asset.load_kw:g} kW, {needed_kw:.4g} kW with its margin of {100 * station.power_margin:g} %; "
                f"all that can come to {station.name} gives {power_kw:.4g} kW through the night"
                + (remedy(f"assets.{name}.load_kw", lasting) if lasting > 0.0 else own),
            )


def plant_has_power(scenario: Scenario) -> Iterator[Fault]:
    """A plant brings power along that its place allows, or stands at a station to which some comes."""
    plant = scenario.plant
    if plant.units == 0:
        return
    place = plant_site(scenario)
    if plant.power_source == "solar" and place.lit_fraction == 0:
        yield Fault(
            "plant.power_source",
            f"is solar, but site {place.name} is never lit" + remedy("plant.power_source", "reactor"),
        )
    if plant.power_kw > 0:
        return
    if not stands_at_station(scenario):
        problem = "is 0 at a site away from the station, so the plant can never run"
        yield Fault("plant.power_kw", problem + restored("plant.power_kw"))
    elif most_kw(scenario, scenario.station) <= 0.0:
        problem = f"is 0, and nothing that can come gives power to {scenario.station.name}, so the plant can never run"
        yield Fault("plant.power_kw", problem + restored("plant.power_kw"))
