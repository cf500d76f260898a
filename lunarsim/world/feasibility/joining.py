"""What can stand at a station together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.scenario import Scenario


def present(scenario: Scenario, station: Station) -> dict[str, Asset]:
    """Return what works at a station at the start, by name."""
    members = scenario.members(station)
    return {name: asset for name, asset in scenario.assets.items() if asset.present and asset.program in members}


def joining(scenario: Scenario, station: Station, left_out: str = "") -> dict[str, Asset]:
    """Return what missions of the plan, cancelled ones too, and cargo flights bring to a station, by name.

    Assets of a partner without an agreement never join the station, so nobody asks what they need.

    Parameters
    ----------
    scenario, station : Scenario, Station
        The input and one of its stations.
    left_out : str
        Role of missions that are left out.
    """
    return {name: scenario.assets[name] for name in pieces_joining(scenario, station, left_out)}


def pieces_joining(scenario: Scenario, station: Station, left_out: str = "") -> Counter[str]:
    """Return how many pieces of each asset that joins a station missions and cargo flights bring, by name."""
    members = scenario.members(station)
    brought = chain.from_iterable(
        mission.assets for mission in scenario.missions.values() if scenario.plans(mission) and mission.role != left_out
    )
    return Counter(name for name in (*brought, *station.parts) if scenario.assets[name].program in members)


def offered(assets: Mapping[str, Asset], pieces: Mapping[str, int]) -> set[str]:
    """Return what assets at one station offer: those of a group only where so many pieces of it are there as it needs.

    Parameters
    ----------
    assets : mapping
        Assets by name.
    pieces : mapping
        How many pieces of them there are; one of those that are not named.
    """
    alike: Counter[str] = Counter()
    for name, asset in assets.items():
        alike[asset.group] += pieces.get(name, 1)
    together = (
        asset for asset in assets.values() if asset.group_needed < 2 or alike[asset.group] >= asset.group_needed
    )
    return {function for asset in together for function in asset.functions}


def together(scenario: Scenario, station: Station) -> Iterator[dict[str, Asset]]:
    """Yield what can come to a station together: with the partners' contributions, or the lead's own instead."""
    for left_out in ("fallback", "joint"):
        yield joining(scenario, station, left_out)
