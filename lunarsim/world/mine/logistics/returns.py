"""The return of the product: stocks of craft and propellant, when a flight leaves, and what became of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from lunarsim.physics.chance.flight_success import lost_craft
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.hold import SAME_DAY
from lunarsim.world.history.mine import MineTrace, Shipment
from lunarsim.world.history.notes import Note, ReturnWait
from lunarsim.world.mine.logistics.return_plan import NO_SUPPLIES, NOTHING_KG, ReturnPlan, ReturnSupplies
from lunarsim.world.mine.mine_delays import cause_of_low_product
from lunarsim.world.signal import Signal

RETURN_FLIGHT = "product_return"


class Returns:
    """The returns of one run: stocks of craft and propellant on the Moon, and what the flights used.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    plan : ReturnPlan
        What returns take.
    may_be_lost : bool
        Whether flights are lost at all (``waits.landing_failure``).
    settle : callable
        Brings the plant's stocks up to now.
    units : callable
        Units of the plant at work.
    product_kg, oxygen_kg : callable
        Product and oxygen on the Moon [kg].
    ship : callable
        Takes product and oxygen out of the plant's stocks [kg].
    held_by : callable
        Cause of delay that holds the plant down now; empty for none.
    product_shares : callable
        Share of the product that each program gets now [1].
    draws : Draws
        The draws of the run.
    trace : MineTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        plan: ReturnPlan,
        may_be_lost: bool,
        settle: Callable[[], None],
        units: Callable[[], int],
        product_kg: Callable[[], float],
        oxygen_kg: Callable[[], float],
        ship: Callable[[float, float], None],
        held_by: Callable[[], str],
        product_shares: Callable[[], Mapping[str, float]],
        draws: Draws,
        trace: MineTrace,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._plan = plan
        self._may_be_lost = may_be_lost
        self._settle = settle
        self._units = units
        self._product_kg = product_kg
        self._oxygen_kg = oxygen_kg
        self._ship = ship
        self._held_by = held_by
        self._product_shares = product_shares
        self._draws = draws
        self._trace = trace
        self._notes = notes
        self.craft_kg = 0.0
        self.propellant_kg = 0.0
        self._in = self._used = NO_SUPPLIES
        self._oxygen_used_kg = 0.0
        self.next_day = math.nan
        """When the next flight is due [day]."""
        self._last_day = 0.0
        self._equipped = clock.conclusion()
        self.shipment_received: Signal[Shipment] = Signal()
        """Product has reached the Earth."""

    def start(self) -> None:
        """Begin to send product, if any is to return."""
        self._last_day = self._clock.now
        if self._plan.is_flown:
            self._clock.start(self._send_regularly())

    def missing(self) -> ReturnSupplies:
        """Return what a resupply flight is to bring now, next to what is there or on its way."""
        if not self._equipped.reached:
            return NO_SUPPLIES
        target = self._plan.supplies(self.next_day - self._clock.now, self._product_kg(), self._units())
        return ReturnSupplies(
            max(target.craft_kg - self.craft_kg, 0.0), max(target.propellant_kg - self.propellant_kg, 0.0)
        )

    def take_in(self, supplies: ReturnSupplies) -> None:
        """Put what has landed into stock."""
        self._equipped.conclude()
        self.craft_kg += supplies.craft_kg
        self.propellant_kg += supplies.propellant_kg
        self._in = ReturnSupplies(
            self._in.craft_kg + supplies.craft_kg, self._in.propellant_kg + supplies.propellant_kg
        )

    def load_kg(self) -> float:
        """Return the product that can leave now: what there is, has room and can be lifted; 0 for none [kg]."""
        plan, logistics = self._plan, self._plan.logistics
        waits_no_longer = self._clock.now + logistics.return_interval_days - self._last_day > plan.wait_days + SAME_DAY
        # What is short by a milligram is rounding.
        least_kg = max(plan.least_load_kg - NOTHING_KG, NOTHING_KG)
        load = min(self._product_kg(), plan.most_load_kg)
        if waits_no_longer:
            least_kg = min(least_kg, max(load - NOTHING_KG, 0.0))
        if load <= max(least_kg, 0.0):
            self._blame(cause_of_low_product(self._trace, self._held_by()))
            return self._held("too little product")
        if self.craft_kg < logistics.return_craft_kg - NOTHING_KG:
            return self._held("no craft")
        by_flown = _lifted_kg(self.propellant_kg, plan.flown_per_lifted)
        by_oxygen = _lifted_kg(self._oxygen_kg(), plan.oxygen_per_lifted)
        load = plan.liftable_kg(load, self.craft_kg, min(by_flown, by_oxygen))
        if load > least_kg:
            return load
        if by_oxygen < by_flown:
            self._blame("power")
            return self._held("too little oxygen")
        return self._held("too little propellant")

    def _blame(self, cause: str) -> None:
        """Record what makes the first return late."""
        if "first_return" not in self._trace.reached:
            self._trace.return_cause = cause

    def _held(self, reason: str) -> float:
        if self._notes is not None:
            self._notes.append(ReturnWait(self._clock.now, reason))
        return 0.0

    def send(self, load_kg: float) -> Shipment:
        """Take product, craft and propellant out of their stocks and return what leaves."""
        plan = self._plan
        fleet = plan.fleet(load_kg)
        craft_kg = min(fleet.craft_kg, self.craft_kg)
        lifted_kg = craft_kg + load_kg
        # What is left of a stock that was just enough is rounding.
        flown_kg = min(plan.flown_per_lifted * lifted_kg, self.propellant_kg)
        oxygen_kg = min(plan.oxygen_per_lifted * lifted_kg, self._oxygen_kg())
        self._ship(load_kg, oxygen_kg)
        self.craft_kg -= craft_kg
        self.propellant_kg -= flown_kg
        self._used = ReturnSupplies(self._used.craft_kg + craft_kg, self._used.propellant_kg + flown_kg)
        self._oxygen_used_kg += oxygen_kg
        self._last_day = self._clock.now
        return Shipment(self._last_day, math.nan, load_kg, {}, craft_kg, flown_kg + oxygen_kg, flown_kg, fleet.craft)

    def _send_regularly(self) -> Process[None]:
        """Send product at each interval, from departure to departure; what lacks anything waits."""
        clock, logistics, trace = self._clock, self._plan.logistics, self._trace
        number = 0
        while True:
            self.next_day = clock.now + logistics.return_interval_days
            yield clock.wait(logistics.return_interval_days)
            if not self._equipped.reached:
                yield self._equipped
                trace.return_waits = dict(trace.record.waits)
            self._settle()
            load_kg = self.load_kg()
            if load_kg == 0:
                continue
            shipment = self.send(load_kg)
            shares = self._product_shares()
            lost = 0
            if self._may_be_lost:
                uniform = self._draws.uniform(RETURN_FLIGHT, "loss", number)
                lost = lost_craft(shipment.craft, logistics.return_success, uniform)
            number += 1
            trace.shipments.append(shipment)
            safe_kg = load_kg * (shipment.craft - lost) / shipment.craft
            received_kg = {program: safe_kg * share for program, share in shares.items()} if safe_kg > 0 else {}
            if shipment.sent_day + logistics.transit_days < clock.horizon_days:
                clock.after(logistics.transit_days, self._arrive, (shipment, received_kg, load_kg - safe_kg))

    def _arrive(self, arrival: tuple[Shipment, Mapping[str, float], float]) -> None:
        shipment, received_kg, lost_kg = arrival
        shipment.received_kg, shipment.lost_kg, shipment.arrived_day = received_kg, lost_kg, self._clock.now
        if received_kg:
            self.shipment_received.emit(shipment)

    def close(self) -> None:
        """Hand stocks and balances to the trace at the horizon, after those of the plant."""
        trace = self._trace
        stocks = trace.stocks_kg
        stocks["craft_in"], stocks["propellant_in"] = self._in
        used = self._used
        gone_kg = math.fsum(shipment.craft_kg + shipment.propellant_kg for shipment in trace.shipments)
        trace.residual_kg |= {
            "oxygen": stocks["oxygen"] - self._oxygen_used_kg - self._oxygen_kg(),
            "craft": self._in.craft_kg - used.craft_kg - self.craft_kg,
            "propellant": self._in.propellant_kg - used.propellant_kg - self.propellant_kg,
            "departures": used.mass_kg + self._oxygen_used_kg - gone_kg,
        }


def _lifted_kg(stock_kg: float, per_lifted: float) -> float:
    """Return the craft and product that a stock of propellant lifts [kg]."""
    return stock_kg / per_lifted if per_lifted > 0 else math.inf
