"""Growth from own product: a plant that makes parts of further units of its metal, and is flown in the rest."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from lunarsim.physics.process.bootstrapping import doubling_years, growth_per_year
from lunarsim.physics.process.scale import economy_of_scale
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.flight import FlyFleet
from lunarsim.world.flights.order import Order
from lunarsim.world.history.mine import CARGO, Grown, MineTrace
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.logistics.return_plan import NOTHING_KG
from lunarsim.world.mine.unit_needs import UnitNeeds, commissioning_days

GROWTH_FLIGHT = "mine_growth"


class GrowthPlan(NamedTuple):
    """What a unit takes that a plant makes for itself.

    Parameters
    ----------
    parts_kg : float
        Parts of a unit that are made of own product [kg].
    metal_kg : float
        Metal that goes into them [kg].
    hardware_kg, reagents_kg, spares_kg : float
        What is flown in for a unit: its power and all other parts, and its first stocks [kg].
    workshop_kg : float
        What is flown in before anything can be made [kg].
    parts_kg_per_day : float
        What the hands and tools of each unit at work make [kg/day].
    assembly_days : float
        From the parts of a unit to the unit [day].
    most_units : int
        Units at which growth ends.
    doubling_years : float
        Time in which the plant doubles in the long run, by its figures [yr].
    """

    parts_kg: float
    metal_kg: float
    hardware_kg: float
    reagents_kg: float
    spares_kg: float
    workshop_kg: float
    parts_kg_per_day: float
    assembly_days: float
    most_units: int
    doubling_years: float

    @property
    def kit_kg(self) -> float:
        """Return what is flown in for a unit [kg]."""
        return self.hardware_kg + self.reagents_kg + self.spares_kg


def growth_plan(plant: Plant, needs: UnitNeeds, sheet: SolvedFlowsheet) -> GrowthPlan | None:
    """Return the plan of a plant that is to grow; None for one that is not, or whose flowsheet yields no metal.

    Parameters
    ----------
    plant : Plant
        Its closure, workshop and limit.
    needs : UnitNeeds
        What a unit weighs and treats.
    sheet : SolvedFlowsheet
        What a kilogram of soil gives.
    """
    parts_kg = plant.growth_closure * needs.machines_kg
    metal_kg_per_day = needs.soil_kg_per_day * sheet.metal_kg
    if parts_kg <= NOTHING_KG or metal_kg_per_day <= 0 or not 0 < plant.units < plant.growth_most_units:
        return None
    metal_kg = parts_kg * plant.growth_metal_kg_per_kg
    parts_kg_per_day = plant.growth_parts_kg_per_year * plant.scale / DAYS_PER_YEAR
    units_per_day = min(metal_kg_per_day / metal_kg, parts_kg_per_day / parts_kg)
    delay_years = plant.growth_years + commissioning_days(plant) / DAYS_PER_YEAR
    rate = growth_per_year(units_per_day * DAYS_PER_YEAR, delay_years)
    return GrowthPlan(
        parts_kg=parts_kg,
        metal_kg=metal_kg,
        hardware_kg=needs.machines_kg - parts_kg + needs.power_kg,
        reagents_kg=needs.reagents_kg,
        spares_kg=needs.spares_kg,
        workshop_kg=plant.growth_workshop_kg * plant.scale * float(economy_of_scale(plant.scale, plant.scale_exponent)),
        parts_kg_per_day=parts_kg_per_day,
        assembly_days=plant.growth_years * DAYS_PER_YEAR,
        most_units=plant.growth_most_units,
        doubling_years=float(doubling_years(rate)),
    )


class Growth:
    """The growth of the plant of one run.

    A unit is begun when there is metal for its parts, all hands have finished those of the one before, and a further
    unit would find power. Its kit is ordered on that day; the unit is commissioned when parts and kit are there.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    plan : GrowthPlan
        What a unit takes.
    first_units : int
        Units that are flown in whole.
    interval_days : float
        Time from cargo flights to the next ones [day].
    loads_kg, order : callable
        From what is to come to the loads of the landers that fly together [kg], and from mission, mass and share of
        hardware to the order of one.
    fly : callable
        Flies orders on as many landers.
    units, working : callable
        Units of the plant now, and those whose hands make parts: all of a plant that works, none of one that stands.
    await_metal : callable
        Asks for an announcement when there is so much metal [kg], and whenever more can be made from then on.
    take_metal : callable
        Takes metal out of the plant's stocks, if there is so much [kg].
    finds_power : callable
        Whether a further unit would find power, and all else that the plant lives on, beside a number of units to come.
    commission : callable
        Commissions the unit of a number.
    trace : MineTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        plan: GrowthPlan,
        first_units: int,
        interval_days: float,
        loads_kg: Callable[[float], list[float]],
        order: Callable[[str, float, float], Order],
        fly: FlyFleet,
        units: Callable[[], int],
        working: Callable[[], int],
        await_metal: Callable[[float], None],
        take_metal: Callable[[float], bool],
        finds_power: Callable[[int], bool],
        commission: Callable[[int], None],
        trace: MineTrace,
    ) -> None:
        self._clock = clock
        self._plan = plan
        self._first_units = first_units
        self._interval_days = interval_days
        self._loads_kg = loads_kg
        self._order = order
        self._fly = fly
        self._units = units
        self._working = working
        self._await_metal = await_metal
        self._take_metal = take_metal
        self._finds_power = finds_power
        self._commission = commission
        self._trace = trace
        self._flights = 0
        # Landers that a failed launch of their fleet has kept on the ground.
        self._rest = 0
        self._next_flight_day = 0.0
        self._begun = self._put_together = self._complete = 0
        # What has been ordered and has not come, and what has come and is in no unit [kg].
        self._owed_kg = self._at_hand_kg = 0.0
        self._ordered = clock.conclusion()
        self._is_equipped = False
        # Parts that are being made: what is left of them, the units that have made them, and since when.
        self._makes_parts, self._parts_left_kg = False, 0.0
        self._hands, self._since, self._version = 0, 0.0, 0
        trace.doubling_years = plan.doubling_years

    def start(self) -> None:
        """Order the workshop: the plant makes its first product."""
        self._clock.start(self._fly_in())

    def look(self) -> None:
        """Begin a unit, if hands, metal and power are there for one."""
        plan = self._plan
        if not self._is_equipped or self._makes_parts or self._first_units + self._begun >= plan.most_units:
            return
        hands = self._working()
        to_come = self._first_units + self._begun - self._units()
        if not hands or not self._finds_power(to_come) or not self._take_metal(plan.metal_kg):
            self._await_metal(plan.metal_kg)
            return
        self._begun += 1
        self._makes_parts, self._parts_left_kg = True, plan.parts_kg
        self._owed_kg += plan.kit_kg
        self._ordered.conclude()
        self._make_parts(hands)

    def hands_changed(self) -> None:
        """Go on with parts that are being made by the hands at work, or leave them while there are none."""
        if self._makes_parts:
            made_kg = self._hands * self._plan.parts_kg_per_day * (self._clock.now - self._since)
            self._parts_left_kg = max(self._parts_left_kg - made_kg, 0.0)
            self._make_parts(self._working())

    def _make_parts(self, hands: int) -> None:
        self._hands, self._since = hands, self._clock.now
        self._version += 1
        if hands:
            self._later(self._parts_left_kg / (hands * self._plan.parts_kg_per_day), self._parts_made, self._version)

    def _parts_made(self, version: int) -> None:
        if version != self._version:
            return
        self._makes_parts = False
        self._later(self._plan.assembly_days, self._assembled, 0)
        self.look()

    def _assembled(self, _: int) -> None:
        self._put_together += 1
        self._join()

    def _join(self) -> None:
        """Commission the units whose parts and kits are there."""
        plan = self._plan
        while self._complete < self._put_together and self._at_hand_kg >= plan.kit_kg - NOTHING_KG:
            self._at_hand_kg = max(self._at_hand_kg - plan.kit_kg, 0.0)
            self._trace.grown.append(Grown(self._clock.now, plan.parts_kg, plan.hardware_kg))
            self._commission(self._first_units + self._complete)
            self._complete += 1

    def _later(self, days: float, function: Callable[[int], None], value: int) -> None:
        if self._clock.now + days < self._clock.horizon_days:
            self._clock.after(days, function, value)

    def _fly_in(self) -> Process[None]:
        """Fly in the workshop, and then what is owed of kits."""
        clock, plan = self._clock, self._plan
        missing = plan.workshop_kg
        while missing > NOTHING_KG:
            missing -= yield from self._bring(missing, {"hardware": 1.0})
        self._is_equipped = True
        self.look()
        kit_kg = plan.kit_kg
        shares = {
            "hardware": plan.hardware_kg / kit_kg,
            "reagents": plan.reagents_kg / kit_kg,
            "spares": plan.spares_kg / kit_kg,
        }
        while True:
            while self._owed_kg > NOTHING_KG:
                landed_kg = yield from self._bring(self._owed_kg, shares)
                self._owed_kg -= landed_kg
                self._at_hand_kg += landed_kg
                self._join()
            self._ordered = clock.conclusion()
            yield self._ordered

    def _bring(self, mass_kg: float, shares: dict[str, float]) -> Process[float]:
        """Fly in as much as landers take together and return what has landed; what is lost is flown again [kg]."""
        clock = self._clock
        if self._next_flight_day > clock.now and not self._rest:
            yield clock.wait_until(self._next_flight_day)
        hardware_share = math.fsum((shares["hardware"], shares.get("spares", 0.0)))
        loads_kg, goes_on = self._loads_kg(mass_kg)[: self._rest or None], self._rest > 0
        orders = [self._order(GROWTH_FLIGHT, load_kg, hardware_share) for load_kg in loads_kg]
        record = MissionRecord(clock.now)
        # Each flight has draws of its own.
        record.arrivals = self._flights
        flights = yield from self._fly(orders, self._flights, record, goes_on)
        self._flights += len(orders)
        self._rest = len(orders) - len(flights)
        if not goes_on:
            self._next_flight_day = record.launched_day + self._interval_days
        landed_kg = total((flight.landed_kg for flight in flights), 0.0)
        self._trace.cargo.append((clock.now, {kind: landed_kg * shares.get(kind, 0.0) for kind in CARGO}))
        self._trace.growth_landed_kg += landed_kg
        return landed_kg
