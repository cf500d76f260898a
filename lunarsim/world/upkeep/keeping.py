"""The parts that keep a station at work, and what they take from it."""

from __future__ import annotations

from lunarsim.physics.reliability.hands import contact_share, robot_hours_per_day
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.signal import Connections, Signal
from lunarsim.world.station.hardware import Item
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.lives import Lives, Unit
from lunarsim.world.upkeep.repairs import Repairs
from lunarsim.world.upkeep.stocks import Stock


class Keeping:
    """The upkeep of one station: how its hardware fails and ends, and what is mended.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Rates, lives, hands and spares.
    site : Site
        Where the station stands.
    station : StationState
        The station.
    draws : Draws
        The draws of the run.
    """

    def __init__(self, clock: Clock, rules: Upkeep, site: Site, station: StationState, draws: Draws) -> None:
        self._rules = rules
        self._site = site
        self._station = station
        self.spares = Stock()
        self.lives = Lives(clock, rules, draws, station.set_units)
        self.repairs = Repairs(
            clock,
            rules,
            draws,
            robots=station.working_hands,
            robot_hours_per_day=self.robot_hours_per_day,
            spares=self.spares,
            restart=self._restart,
            give_up=self.lives.end,
            set_bus_faults=station.set_bus_faults,
        )
        self.given_up: Signal[Item] = Signal()
        """A piece of hardware will not do any more what it was for."""

    def connect(self, connections: Connections) -> None:
        """Connect what the station announces to those that act on it, in the order in which they act."""
        connections.connect(self._station.item_installed, self._installed)
        connections.connect(self.lives.failed, self._failed, self.repairs.unit_failed)
        connections.connect(self.lives.bus_failed, self.repairs.bus_failed)
        connections.connect(self.lives.ended, self.repairs.unit_ended, self._ended)

    def contact_share(self) -> float:
        """Return the share of the time in which the station is in contact with the Earth now [1]."""
        site = self._site
        if site.earth_visible_fraction >= 1.0:
            return 1.0
        relays = self._station.working_relays()
        return float(contact_share(site.earth_visible_fraction, relays, self._rules.relay_share))

    def robot_hours_per_day(self) -> float:
        """Return the hours a day that a pair of robotic hands gets done now [h]."""
        hours = robot_hours_per_day(self._rules.robot_hours_per_day, self._site.lit_fraction, self.contact_share())
        return float(hours)

    def _installed(self, item: Item) -> None:
        if item.asset.kind == "equipment" and item.record is not None:
            self.spares.add(self._rules.first_spares_share * item.asset.mass_kg)
        self.lives.watch(item)
        self.repairs.look()

    def _failed(self, unit: Unit) -> None:
        self._station.note(unit.item, "fails")

    def _restart(self, unit: Unit) -> None:
        self._station.note(unit.item, "repaired")
        self.lives.restart(unit)

    def _ended(self, unit: Unit) -> None:
        """Give an item up when too few of its units are left, and let hands and relays that are gone be missed."""
        item = unit.item
        left = sum(not each.gone for each in self.lives.units_of(item))
        if left == item.units_needed - 1:
            self._station.note(item, "fails", "beyond repair")
            self._station.retire(item)
            self.given_up.emit(item)
