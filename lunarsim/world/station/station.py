"""The station: assets commissioned in dependency order, power kept in balance."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from lunarsim.physics.power.night_duty import Sources
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.power.ratings import MILLIWATTS_PER_KW, NOTHING, left_over, site_cycle
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.history.notes import Note
from lunarsim.world.history.stations import Delivered, HandsStep, StationTrace
from lunarsim.world.signal import Connections, Signal
from lunarsim.world.station.aging import STEP_DAYS, Aging
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.commissioning import Commissioning
from lunarsim.world.station.functions import RELAY_INDEX, functions_of
from lunarsim.world.station.hardware import Item, by_priority
from lunarsim.world.station.open_delays import record_equipment, record_trial
from lunarsim.world.station.shedding import still_served


class StationState:
    """A station of one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    limits : Station
        Its rules.
    site : Site
        Where it stands.
    waits : Waits
        Which causes of delay are on.
    draws : Draws
        The draws of the run.
    trace : StationTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        limits: Station,
        site: Site,
        waits: Waits,
        draws: Draws,
        trace: StationTrace,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._waits = waits
        self._trace = trace
        self._online: list[Item] = []
        self._of_site = functions_of(site)
        self._cycle = site_cycle(site)
        self._working = Balance(self._of_site, self._cycle)
        self._installed = Balance(self._of_site, self._cycle)
        # Where hardware neither fails nor ends it does not age either: a plan holds what it was planned with.
        self._aging = Aging(self._working, self._installed) if waits.repair else None
        self._bus_faults = 0
        self.functions = self._of_site
        self._standing_hands = 0
        self._last_hands = 0, 0, 0, self._working.providers(RELAY_INDEX)
        self.hands = 0
        """Pairs of robotic hands at work."""
        self.relays = self._working.providers(RELAY_INDEX)
        """Relays at work; a site that always sees the Earth counts as one."""
        self._supply_milliwatts = self._load_milliwatts = self._wanted_milliwatts = 0
        self._ratings, self._bus_is_down = self._working.ratings, False
        self._commissioning = commissioning = Commissioning(clock, limits, waits, draws, notes)
        self.note = commissioning.note
        self.hands_wanted, self.hands_done = commissioning.hands_wanted, commissioning.hands_done
        """Hands are to work on what is being commissioned; what announces that they have done so."""
        self.functions_changed: Signal[int] = Signal()
        """What works now offers other functions, as bits."""
        self.item_installed: Signal[Item] = Signal()
        """A piece of hardware has been put to work for the first time."""
        self.item_relieved: Signal[Item] = Signal()
        """A piece of hardware that still worked has been replaced."""
        self.power_changed: Signal[()] = Signal()
        """Supply, load, what is wanted or what the loads leave has changed."""
        self.means_changed: Signal[()] = Signal()
        """The number of relays or of robotic hands at work has changed."""

    def connect(self, connections: Connections) -> None:
        """Let what has been commissioned work."""
        connections.connect(self._commissioning.ended, self._put_online)

    def left(self) -> Sources:
        """Return the sources that all loads leave: steady power first, then what storage carries through the night."""
        if self._bus_is_down:
            return NOTHING
        return left_over(self._working.ratings, self._load_milliwatts, self._cycle)

    def balances(self) -> tuple[Balance, Balance]:
        """Return the balance of all that has been put to work once, and that of what works now."""
        return self._installed, self._working

    def online(self) -> Sequence[Item]:
        """Return what has been put to work and not been given up, by priority."""
        return self._online

    def place(self, key: str, asset: Asset, since_day: float) -> None:
        """Put to work what is there at the start; its design life counts from its first work."""
        item = Item(HardwareId(key), asset, 0.0, None)
        item.online_day = since_day
        self._put_online(item)

    def deliver(self, hardware: HardwareId, asset: Asset, record: MissionRecord) -> None:
        """Take over an asset that has landed or reached its orbit."""
        item = Item(hardware, asset, self._clock.now, record, self._limits.power_multiplier)
        mass_kg = asset.mass_at_kg(self._limits.asset_mass_position)
        self._trace.delivered.append(Delivered(self._clock.now, hardware.asset, mass_kg))
        self.note(item, "delivered")
        self._commissioning.take(item)
        self.commission_what_can()

    def take_over(self, hardware: HardwareId, asset: Asset, record: MissionRecord, replaced: Item | None) -> None:
        """Take over an asset of a cargo flight, in the place of another one, which works on until this one does."""
        item = Item(hardware, asset, self._clock.now, record, self._limits.power_multiplier, replaced)
        self._trace.delivered.append(Delivered(self._clock.now, hardware.asset, asset.mass_kg))
        self.note(item, "delivered", f"for {replaced.hardware.text}" if replaced is not None else "")
        self._commissioning.take(item)
        self.commission_what_can()

    def commission_what_can(self) -> None:
        """Look at all that waits, by priority, and commission what lacks nothing any more."""
        self._commissioning.look(self._blocked_by)

    def _blocked_by(self, item: Item, reserved_milliwatts: int) -> str:
        if self._waits.prerequisite and item.needs & ~self.functions:
            return "prerequisite"
        # What brings its own power for the night asks nobody for margin, and a replacement is no new consumer: where
        # power is short it is shed or kept by its priority, as was what it replaces.
        need_milliwatts = item.whole_load_milliwatts
        if need_milliwatts and item.gives_power:
            need_milliwatts -= item.own_milliwatts(self._cycle)
        if self._waits.power and need_milliwatts > 0 and item.replaces is None:
            load_milliwatts = self._working.load_milliwatts + reserved_milliwatts + need_milliwatts
            if self._supply_milliwatts < round(load_milliwatts * (1.0 + self._limits.power_margin)):
                return "power"
        return ""

    def _put_online(self, item: Item) -> None:
        insort(self._online, item, key=by_priority)
        self._standing_hands += item.hands
        self._trace.online_day.setdefault(item.hardware.asset, self._clock.now)
        # Basic and extended are what has been put to work once; what fails later shows in the availability.
        replaced = item.replaces
        relieved = replaced if replaced is not None and replaced.makes_room and replaced in self._online else None
        if self._aging is not None and item.ages:
            self._look_at_ages()
            self._aging.join(item, self._clock.now)
        if replaced is not None:
            self._installed.leave(replaced)
            if self._aging is not None:
                self._aging.leave(replaced)
        if relieved is not None:
            self._online.remove(relieved)
            self._standing_hands -= relieved.hands
            self._count(relieved, 0)
        self._installed.join(item)
        self._count(item, item.units)
        # One takes over from the other in no time, so that what depends on both sees one change.
        self._bring_in_line(frees_power=relieved is not None)
        if relieved is not None:
            self.item_relieved.emit(relieved)
        self.item_installed.emit(item)

    def set_units(self, item: Item, units: int) -> None:
        """Let some of the units of an item that has been put to work work now, and the others not."""
        fewer = units < item.units_working
        self._count(item, units)
        if item.ages and not fewer:
            self._look_at_ages()
        self._bring_in_line(frees_power=fewer and item.load_milliwatts > 0)

    def retire(self, item: Item) -> None:
        """Take leave of an item none of whose units works again; it counts as installed until it has been replaced."""
        self._online.remove(item)
        if item.hands:
            self._standing_hands -= item.hands
            self._record_hands(self._last_hands[1:])

    def _count(self, item: Item, units: int) -> None:
        """Count the units of an item that work from now on."""
        balance, working = self._working, units >= item.units_needed
        balance.count_units(item, units - item.units_working)
        item.units_working = units
        if working != item.working:
            item.working = working
            balance.offer(item, working)

    def _look_at_ages(self) -> None:
        """Begin to look at the ages of what gives power, where nobody does."""
        if self._aging is not None and self._aging.rests:
            self._aging.look(self._clock.now)
            self._clock.after(STEP_DAYS, self._grow_old, self._aging)

    def _grow_old(self, aging: Aging) -> None:
        if aging.at_work():
            aging.rests = True
            self._look_at_ages()
            self._bring_in_line(frees_power=False)

    def set_bus_faults(self, faults: int) -> None:
        """Let the bus that brings power to all have some faults: while it has any, it brings none."""
        self._bus_faults = faults
        self._bring_in_line(frees_power=False)

    def _bring_in_line(self, frees_power: bool) -> None:
        """Bring what depends on power and functions in line with what works now."""
        balance = self._working
        supply, load, functions = balance.supply_milliwatts, balance.load_milliwatts, balance.functions
        wanted_changed = load != self._wanted_milliwatts
        if wanted_changed:
            self._wanted_milliwatts = load
            self._trace.wanted_kw.append((self._clock.now, load / MILLIWATTS_PER_KW))
        bus_is_down = self._bus_faults > 0 and self._waits.power
        if bus_is_down:
            supply = 0
        hands, relays = balance.hands, balance.providers(RELAY_INDEX)
        if load > supply and self._waits.power:
            load, functions, hands, relays = still_served(self._online, supply, self._of_site)
        before, load_changed = self._supply_milliwatts, load != self._load_milliwatts
        functions_changed = functions != self.functions
        means_changed = hands != self.hands or relays != self.relays
        self.hands, self.relays = hands, relays
        self._record_hands((balance.hands, hands, relays))
        self._supply_milliwatts, self._load_milliwatts, self.functions = supply, load, functions
        # What storage cannot carry through the night adds nothing to the supply, but a plant can use it by day.
        sources_changed = balance.ratings != self._ratings or bus_is_down != self._bus_is_down
        self._ratings, self._bus_is_down = balance.ratings, bus_is_down
        power_changed = supply != before or load_changed
        if power_changed:
            now, trace = self._clock.now, self._trace
            if supply != before:
                trace.power_kw.append((now, supply / MILLIWATTS_PER_KW))
            if load_changed:
                trace.load_kw.append((now, load / MILLIWATTS_PER_KW))
        # Less supply and more load free nobody who waits for power.
        if self._commissioning.pending and (functions_changed or supply > before or frees_power):
            self.commission_what_can()
        if functions_changed:
            self.functions_changed.emit(functions)
        if means_changed:
            self.means_changed.emit()
        if power_changed or sources_changed or wanted_changed:
            self.power_changed.emit()

    def _record_hands(self, at_work: tuple[int, int, int]) -> None:
        """Record the pairs of hands that work and that have power, and the relays, where anything has changed."""
        now_there = (self._standing_hands, *at_work)
        if now_there != self._last_hands:
            self._last_hands = now_there
            self._trace.hands.append(HandsStep(self._clock.now, *now_there))

    def record_for_delays(self) -> None:
        """Record what delays depend on: the equipment, what waits, and what makes the station work the surface."""
        record_equipment(self._trace, self._installed)
        self._commissioning.record_waits(self._trace)
        record_trial(self._trace, self._online, self._clock.horizon_days)
