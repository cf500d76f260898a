"""The parts that keep a station at work, and what they take from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lunarsim.physics.reliability.hands import contact_share, robot_hours_per_day
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock
from lunarsim.world.flights.flight import Fly
from lunarsim.world.flights.order import Order
from lunarsim.world.prepared import PlannedMission
from lunarsim.world.signal import Connections
from lunarsim.world.station.functions import CREW
from lunarsim.world.station.hardware import Item
from lunarsim.world.station.station import StationState
from lunarsim.world.upkeep.cargo_flights import CargoFlights, Line, Supply
from lunarsim.world.upkeep.crew_stays import CrewStays
from lunarsim.world.upkeep.lives import Lives, Unit
from lunarsim.world.upkeep.orders import Orders
from lunarsim.world.upkeep.repairs import Repairs
from lunarsim.world.upkeep.stocks import Stock


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
    line : Line
        The landers that fly for it.
    carriers : mapping
        Missions of the manifest by key.
    order_of : callable
        From a mission to the order of its flight.
    fly : callable
        Flies an order.
    partial_share : float
        Share of a load that a partial landing brings down [1].
    crews_to_come : callable
        Whether crews are still to come.
    draws : Draws
        The draws of the run.
    last_day : float
        End of the support of the station [day].
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        site: Site,
        station: StationState,
        *,
        line: Line,
        carriers: Mapping[str, PlannedMission],
        order_of: Callable[[PlannedMission], Order],
        fly: Fly,
        partial_share: float,
        crews_to_come: Callable[[], bool],
        draws: Draws,
        last_day: float,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._site = site
        self._station = station
        self._last_day = last_day
        self._mass_kg = 0.0
        self._crews_to_come = crews_to_come
        self.spares, self.provisions = Stock(clock), Stock(clock)
        self.lives = Lives(clock, rules, draws, station.set_units)
        self.repairs = Repairs(
            clock,
            rules,
            draws,
            robots=station.working_hands,
            robot_hours_per_day=self.robot_hours_per_day,
            spares=self.spares,
            crews_to_come=crews_to_come,
            restart=self._restart,
            give_up=self.lives.end,
            set_bus_faults=station.set_bus_faults,
        )
        self.stays = CrewStays(
            clock,
            rules,
            houses_crews=self._houses_crews,
            provisions=self.provisions,
            set_crew=self.repairs.set_crew,
        )
        self.orders = Orders(clock, rules, draws, last_day)
        self.flights = CargoFlights(
            clock,
            rules,
            line,
            carriers=carriers,
            order_of=order_of,
            fly=fly,
            partial_share=partial_share,
            deliver=station.replace,
            supplies={
                "spares": Supply(self.spares, self._spares_wanted_kg, self.repairs.look),
                "provisions": Supply(self.provisions, self._provisions_wanted_kg, _nothing),
            },
            draws=draws,
            last_day=last_day,
        )

    def connect(self, connections: Connections) -> None:
        """Connect what the station announces to those that act on it, in the order in which they act."""
        connect = connections.connect
        connect(self._station.item_installed, self._installed, self.orders.installed)
        connect(self._station.item_relieved, self.lives.relieve)
        connect(self.lives.failed, self._failed, self.repairs.unit_failed)
        connect(self.lives.bus_failed, self.repairs.bus_failed)
        connect(self.lives.ended, self.repairs.unit_ended, self._ended)
        connect(self.repairs.spares_short, self.flights.look)
        connect(self.orders.built, self.flights.built)

    def contact_share(self) -> float:
        """Return the share of the time in which the station is in contact with the Earth now [1]."""
        site = self._site
        if site.earth_visible_fraction >= 1.0:
            return 1.0
        relays = self._station.working_relays()
        return float(contact_share(site.earth_visible_fraction, relays, self._rules.relay_share))

    def robot_hours_per_day(self) -> float:
        """Return the hours a day that a pair of robotic hands gets done now [h]."""
        if self._clock.now >= self._last_day:
            return 0.0
        hours = robot_hours_per_day(self._rules.robot_hours_per_day, self._site.lit_fraction, self.contact_share())
        return float(hours)

    def _spares_wanted_kg(self) -> tuple[float, float]:
        """Return the spares to which the stock is filled up, and those below which it is too low [kg].

        It is to last for its years, and never less than for the time that an order and the next flight after it take.
        """
        rules = self._rules
        per_year = self._mass_kg * (rules.routine_spares_per_year + rules.spares_per_repair / rules.mtbf_years)
        lead_years = (rules.supply_days + rules.flight_interval_days) / DAYS_PER_YEAR
        least_kg = max(per_year * lead_years, self.repairs.missing_kg())
        return max(per_year * rules.spares_years, least_kg), least_kg

    def _houses_crews(self) -> bool:
        return self._station.functions & CREW != 0

    def _provisions_wanted_kg(self) -> tuple[float, float]:
        """Return the provisions to have for the next crew that the station houses [kg]."""
        wanted = self.stays.housed_stay_kg if self._houses_crews() and self._crews_to_come() else 0.0
        return wanted, wanted

    def _installed(self, item: Item) -> None:
        if item.asset.kind == "equipment":
            if item.replaces is None:
                self._weigh(item.asset.mass_kg)
            if item.record is not None:
                self.spares.add(self._rules.first_spares_share * item.asset.mass_kg)
        self.lives.watch(item)
        self.repairs.look()
        self.flights.look()

    def _weigh(self, mass_kg: float) -> None:
        """Count the equipment that routine upkeep is for [kg]."""
        self._mass_kg += mass_kg
        self.spares.use_steadily(self._rules.routine_spares_per_year * self._mass_kg / DAYS_PER_YEAR)

    def _failed(self, unit: Unit) -> None:
        self._station.note(unit.item, "fails")

    def _restart(self, unit: Unit) -> None:
        self._station.note(unit.item, "repaired")
        self.lives.restart(unit)

    def _ended(self, unit: Unit) -> None:
        """Give an item up when too few of its units are left."""
        item = unit.item
        left = sum(not each.gone for each in self.lives.units_of(item))
        if left == item.units_needed - 1 and item in self._station.online():
            self._station.note(item, "fails", "beyond repair")
            self._station.retire(item)
            self.orders.order(item)


def _nothing() -> None:
    """Do nothing: nobody waits for what has come."""
