"""Names of those who build landers, from the record of landing attempts and the manifests."""

from __future__ import annotations

from functools import cache

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.landing_attempts import landing_attempts


@cache
def known_developers() -> frozenset[str]:
    """Return the developers that have attempted a landing or build a craft of a shipped manifest."""
    of_manifests = {
        mission["developer"]
        for manifest in MANIFEST_DATES
        for mission in read(f"missions_{manifest}").values()
        if mission.get("developer")
    }
    return frozenset({attempt.developer for attempt in landing_attempts()} | of_manifests)
