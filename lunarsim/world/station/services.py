"""What a station does for a plant beside it: contact with the Earth, a command link, and hands that serve machines."""

from __future__ import annotations

from collections.abc import Callable

from lunarsim.physics.reliability.hands import contact_share
from lunarsim.scenario.groups.waits import Waits
from lunarsim.world.history.mine import Contact, Lack
from lunarsim.world.station.functions import COMMAND, RELAY, RELAY_INDEX
from lunarsim.world.station.station import StationState

FULL_CONTACT = Contact(1.0, "")


class Services:
    """What a plant beside a station lacks of it now, and why.

    What has never worked at the station is missing by its plan (``prerequisite``), what has worked is broken or gone
    (``repair``), and what would work is without power (``power``).

    Parameters
    ----------
    station : StationState
        The station.
    waits : Waits
        Which causes of delay are on.
    earth_visible : float
        Share of the time in which the station sees the Earth [1].
    earth_visible_from_pit : float
        The same of where soil is dug [1].
    relay_share : float
        Share of the time in which one relay serves them [1].
    crew_pairs : callable
        Gives the pairs of astronauts at the station now.
    """

    def __init__(
        self,
        station: StationState,
        waits: Waits,
        *,
        earth_visible: float,
        earth_visible_from_pit: float,
        relay_share: float,
        crew_pairs: Callable[[], int],
    ) -> None:
        self._station = station
        self._plan_counts = waits.prerequisite
        self._contact_counts = waits.repair and earth_visible_from_pit < 1.0
        # Without relays the site that always sees the Earth counts as one.
        self._no_relays = 1 if earth_visible >= 1.0 else 0
        self._sees_earth = earth_visible > 0.0
        self._pit_visible = earth_visible_from_pit
        self._relay_share = relay_share
        self._crew_pairs = crew_pairs

    def lack(self) -> Lack | None:
        """Return the first thing that a plant lacks of the station now; None where it has all that it takes."""
        station = self._station
        functions = station.functions
        if not (functions & RELAY or self._sees_earth):
            cause = self._cause_of_lack(RELAY)
            if cause:
                return Lack("contact", cause)
        if not functions & COMMAND:
            cause = self._cause_of_lack(COMMAND)
            if cause:
                return Lack("command", cause)
        if not station.hands and not self._crew_pairs():
            installed, working = station.balances()
            cause = self._cause(installed.hands > 0, working.hands > 0)
            if cause:
                return Lack("hands", cause)
        return None

    def contact(self) -> Contact:
        """Return the share of the time in which those who dig are in contact with the Earth, and why not in all of it.

        Where nothing fails it is not counted, as at the station itself.
        """
        if not self._contact_counts:
            return FULL_CONTACT
        station = self._station
        share = contact_share(self._pit_visible, station.relays - self._no_relays, self._relay_share)
        installed, working = station.balances()
        once, now = installed.providers(RELAY_INDEX), working.providers(RELAY_INDEX)
        if once > self._no_relays and station.relays >= once:
            # All relays work, and leave gaps: nothing is late.
            return Contact(share, "")
        return Contact(share, self._cause(station.relays < once, station.relays < now))

    def _cause_of_lack(self, function: int) -> str:
        installed, working = self._station.balances()
        return self._cause(bool(installed.functions & function), bool(working.functions & function))

    def _cause(self, has_been: bool, works: bool) -> str:
        """Return why something is missing that has worked once, or would work with power; empty where it may be."""
        if works:
            return "power"
        if has_been:
            return "repair"
        return "prerequisite" if self._plan_counts else ""
