"""Whether a site holds the stations that are to stand there."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.rules import LONGEST_DARKNESS_HOURS
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import Fault
from lunarsim.world.feasibility.remedies import remedy


def sites_hold_their_stations(scenario: Scenario) -> Iterator[Fault]:
    """No more stations stand at a site than its lit places hold; who comes later has to go elsewhere."""
    standing: dict[str, list[str]] = {}
    for group, station in scenario.stations.items():
        site = site_named(station.site, scenario.site)
        others = standing.setdefault(site.name, [])
        if len(others) >= site.most_stations:
            free = next(
                (
                    name
                    for name in known_sites()
                    if name not in standing and site_named(name).dark_spell_hours <= LONGEST_DARKNESS_HOURS
                ),
                None,
            )
            yield Fault(
                f"{group}.site",
                f"is {site.name}, where {', '.join(others)} stands; its lit places hold {site.most_stations} "
                f"station{'s' if site.most_stations > 1 else ''} (site.most_stations)"
                + (remedy(f"{group}.site", free) if free is not None else ""),
            )
        others.append(station.name)
