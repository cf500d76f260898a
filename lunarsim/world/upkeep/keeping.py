"""The parts that keep a station at work, and what they take from it."""

from __future__ import annotations

from collections.abc import Callable

from lunarsim.physics.reliability.hands import robot_hours_per_day
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Fly
from lunarsim.world.history.upkeep import StockTrace, UpkeepTrace
from lunarsim.world.planned_missions import PlannedMission
from lunarsim.world.signal import Connections
from lunarsim.world.station.functions import CREW
from lunarsim.world.station.hardware import Item
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.building import Building
from lunarsim.world.upkeep.cargo_flights import CargoFlights, Supply
from lunarsim.world.upkeep.crew_stays import CrewStays
from lunarsim.world.upkeep.equipment import Equipment
from lunarsim.world.upkeep.hands import Hands
from lunarsim.world.upkeep.lines import Carriers, Line
from lunarsim.world.upkeep.lives import Lives, Unit
from lunarsim.world.upkeep.orders import Orders
from lunarsim.world.upkeep.packing import NewParts
from lunarsim.world.upkeep.repairs import Repairs
from lunarsim.world.upkeep.stocks import Stock

SPARES, PROVISIONS = "spares", "provisions"


class Keeping:
    """The upkeep of one station: how its hardware fails and ends, what is mended, and what is flown in.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Rates, lives, hands, spares and flights.
    site : Site
        Where the station stands.
    station : StationState
        The station.
    contact_share : callable
        Share of the time in which it is in contact with the Earth now [1].
    line : Line
        The landers that fly for it.
    carriers : Carriers
        What flies by itself what these cannot carry.
    fly : callable
        Flies an order.
    partial_share : float
        Share of a load that a partial landing brings down [1].
    parts : NewParts
        Parts of the station that no mission brings and cargo flights do.
    crews_to_come : callable
        Whether crews are still to come.
    to_come : callable
        From functions, as bits, a group and a day to how many pieces that have one of these functions, or are of that
        group, missions will bring by then.
    is_member : callable
        Whether a program works for the station now.
    draws : Draws
        The draws of the run.
    last_day : float
        End of the support of the station [day].
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        site: Site,
        station: StationState,
        *,
        contact_share: Callable[[], float],
        line: Line,
        carriers: Carriers,
        fly: Fly,
        partial_share: float,
        parts: NewParts,
        crews_to_come: Callable[[], bool],
        to_come: Callable[[int, str, float], int],
        is_member: Callable[[str], bool],
        draws: Draws,
        last_day: float,
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._station = station
        self._trace = trace
        self._last_day = last_day
        self._is_member = is_member

        def hours_per_day() -> float:
            """Return the hours a day that a pair of robotic hands gets done now [h]."""
            return robot_hours_per_day(rules.robot_hours_per_day, site.lit_fraction, contact_share())

        def houses_crews() -> bool:
            return station.functions & CREW != 0

        trace.stocks = {SPARES: StockTrace(), PROVISIONS: StockTrace()}
        self._spares, self._provisions = (Stock(clock, each) for each in trace.stocks.values())
        self._lives = Lives(clock, rules, draws, station.set_units, trace)
        self._hands = hands = Hands(
            clock, rules, robots=lambda: station.hands, robot_hours_per_day=hours_per_day, spares=self._spares
        )
        self._building = Building(clock, rules, hands, trace)
        self._repairs = Repairs(
            clock,
            rules,
            draws,
            hands=hands,
            crews_to_come=crews_to_come,
            set_bus_faults=station.set_bus_faults,
            trace=trace,
        )
        self.stays = stays = CrewStays(
            clock,
            rules,
            houses_crews=houses_crews,
            provisions=self._provisions,
            set_crew=hands.set_crew,
            trace=trace,
        )
        self._orders = Orders(
            clock,
            rules,
            draws,
            online=station.online,
            to_come=lambda *asked: to_come(*asked) + parts.to_come(*asked),
            can_fly=carriers.can_fly,
            is_member=is_member,
            last_day=last_day,
            trace=trace,
        )
        self._equipment = Equipment(rules, hands.missing_kg)

        def provisions_wanted_kg() -> tuple[float, float]:
            """Return the provisions to have for the next crew that the station houses [kg]."""
            wanted = stays.housed_stay_kg if houses_crews() and crews_to_come() else 0.0
            return wanted, wanted

        self._flights = CargoFlights(
            clock,
            rules,
            line,
            carriers=carriers,
            fly=fly,
            partial_share=partial_share,
            deliver=station.take_over,
            functions=lambda: station.functions,
            supplies={
                SPARES: Supply(self._spares, self._equipment.spares_wanted_kg, hands.look, is_hardware=True),
                PROVISIONS: Supply(self._provisions, provisions_wanted_kg, _nothing, is_hardware=False),
            },
            parts=parts,
            draws=draws,
            last_day=last_day,
            trace=trace,
        )

    def connect(self, connections: Connections) -> None:
        """Connect what the station announces to those that act on it, in the order in which they act."""
        connect, station, lives = connections.connect, self._station, self._lives
        connect(station.item_installed, self._installed, self._orders.installed)
        connect(station.item_relieved, self._relieved)
        connect(station.means_changed, self._hands.look)
        connect(station.hands_wanted, self._building.begin)
        connect(self._building.done, station.hands_done)
        connect(self._hands.done, self._repairs.job_done, self._building.job_done)
        connect(self._hands.due, self._repairs.job_due)
        connect(station.functions_changed, self._flights.functions_changed)
        connect(lives.failed, self._failed, self._repairs.unit_failed)
        connect(lives.bus_failed, self._repairs.bus_failed)
        connect(lives.ended, self._repairs.unit_ended, self._ended)
        connect(self._repairs.mended, self._mended)
        connect(self._repairs.given_up, lives.end)
        connect(self._hands.spares_short, self._supply_spares)
        connect(self._orders.built, self._flights.built)
        self._flights.connect(connections)
        if self._last_day < self._clock.horizon_days:
            self._clock.after(max(self._last_day, 0.0), self._stop, None)

    def milestone_reached(self, milestone: str) -> None:
        """Begin to fill the stocks up when the station works."""
        if milestone == "station_working":
            self._flights.start()

    def mission_given_up(self, mission: str) -> None:
        """Look again at what is not replaced, as this mission might have brought it."""
        self._orders.review()

    def set_crew(self, pairs: int) -> None:
        """Let some pairs of astronauts be at the station, whatever they live on."""
        self._hands.set_crew(pairs)

    def mission_landed(self, planned: PlannedMission, provisions_kg: float) -> None:
        """Let the crew of a mission stay that has landed at the station with its provisions [kg]."""
        if planned.mission.at_station and self._is_member(planned.mission.program):
            self.crew_landed(provisions_kg)

    def spares_landed(self, program: str, spares_kg: float) -> None:
        """Take over spares that have landed with the equipment of a program [kg]."""
        if self._is_member(program):
            self._spares.add(spares_kg)
            self._hands.look()

    def crew_landed(self, provisions_kg: float) -> None:
        """Let a crew stay that has brought some provisions [kg]."""
        self.stays.crew_landed(provisions_kg)
        self._flights.supply(PROVISIONS)

    def close(self) -> None:
        """Count what the stocks have given, and what repairs have taken, up to the horizon."""
        self._hands.close()
        self._spares.settle()
        self._provisions.settle()

    def _stop(self, _: None) -> None:
        self._repairs.stop()

    def _supply_spares(self) -> None:
        self._flights.supply(SPARES)

    def _installed(self, item: Item) -> None:
        if item.asset.kind == "equipment":
            if not self._equipment.mass_kg:
                # What comes before is a mission by itself; from its first equipment on a station is kept alive.
                self._orders.start()
            self._equipment.add(item.asset)
            self._weigh()
        if item.functions & CREW:
            self._flights.supply(PROVISIONS)
        self._lives.watch(item)

    def _weigh(self) -> None:
        """Let routine upkeep be that of the equipment that there is now."""
        equipment = self._equipment
        self._trace.equipment.append((self._clock.now, equipment.mass_kg))
        self._spares.use_steadily(equipment.routine_kg_per_day())
        if equipment.has_grown():
            self._supply_spares()

    def _relieved(self, item: Item) -> None:
        """Let an item that works no more go, after its replacement has begun to work."""
        self._station.note(item, "replaced")
        self._lives.relieve(item)
        self._equipment.remove(item.asset)
        self._weigh()

    def _failed(self, unit: Unit) -> None:
        item = unit.item
        if item.units_working == item.units_needed - 1:
            self._station.note(item, "fails")

    def _mended(self, unit: Unit) -> None:
        item = unit.item
        self._lives.restart(unit)
        if item.units_working == item.units_needed:
            self._station.note(item, "repaired")

    def _ended(self, unit: Unit) -> None:
        """Replace an item when too few of its units are left, and take leave of it when none is."""
        item = unit.item
        if item not in self._station.online():
            return
        left = len([each for each in self._lives.units_of(item) if not each.gone])
        if left == item.units_needed - 1:
            self._station.note(item, "fails", "beyond repair" if unit.broken else "end of life")
        if left < item.units_needed:
            self._orders.order(item)
        if left == 0:
            self._station.retire(item)
            if item.asset.kind == "equipment":
                self._equipment.remove(item.asset)
                self._weigh()
            self._flights.look()


def _nothing() -> None:
    """Do nothing: nobody waits for what has come."""
