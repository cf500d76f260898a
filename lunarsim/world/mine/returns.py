"""The way home of the product: craft and propellant for it, what a flight can lift, and what became of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from lunarsim.physics.transport import mass_ratio
from lunarsim.world.flights.flight import Process
from lunarsim.world.trace import DaysByCause, ReturnWait, Shipment

if TYPE_CHECKING:
    from lunarsim.world.wiring import Campaign

RETURN_FLIGHT = "product_return"
MADE = "made"
"""Propellant whose oxygen the plant makes."""

NOTHING_KG = 1e-6
"""A milligram is no cargo."""


class Kits(NamedTuple):
    """What is flown in for the way home.

    Parameters
    ----------
    craft_kg : float
        Craft [kg].
    propellant_kg : float
        Propellant, or only its fuel where the plant makes the oxygen [kg].
    """

    craft_kg: float
    propellant_kg: float

    @property
    def mass_kg(self) -> float:
        """Return the mass of both [kg]."""
        return self.craft_kg + self.propellant_kg


class ReturnState:
    """The way home of one run: stocks of craft and propellant on the Moon, and what the flights used.

    The propellant of a flight is (exp(dv / (g Isp)) - 1) times craft and product.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        logistics = campaign.scenario.logistics
        ratio = mass_ratio(logistics.return_delta_v_km_s, logistics.return_specific_impulse_s)
        oxygen_share = logistics.return_oxygen_share if logistics.return_propellant == MADE else 0.0
        per_lifted = float(ratio) - 1.0
        self._oxygen_per_lifted = per_lifted * oxygen_share
        self._flown_per_lifted = per_lifted - self._oxygen_per_lifted
        self.craft_kg = 0.0
        self.propellant_kg = 0.0
        self._in = self._used = Kits(0.0, 0.0)
        self._oxygen_used_kg = 0.0
        self._next_day = math.nan
        self.equipped = campaign.env.event()
        self.waits: DaysByCause | None = None
        """What the first return has waited for, where its craft or propellant came late; else what the product has."""
        self.fate = "landing_failure"
        """Cause of a late first return where no wait tells it: cargo was lost, or what a flight lacked came late."""

    @property
    def planned(self) -> bool:
        """Return whether product is to go home at all: there is some, and flights that take it."""
        logistics = self._campaign.scenario.logistics
        made = self._campaign.plant.sheet.product_kg > 0
        return made and logistics.return_interval_days > 0 and logistics.return_capacity_kg > NOTHING_KG

    def first_kits(self) -> Kits:
        """Return what the flights with the plant bring for the first returns."""
        return self._target(self._campaign.scenario.logistics.return_interval_days, 0.0)

    def missing(self) -> Kits:
        """Return what a resupply flight is to bring now, next to what is there or on its way."""
        if not self.equipped.triggered:
            return Kits(0.0, 0.0)
        target = self._target(self._next_day - self._campaign.env.now, self._campaign.plant.product_on_moon_kg)
        return Kits(max(target.craft_kg - self.craft_kg, 0.0), max(target.propellant_kg - self.propellant_kg, 0.0))

    def _target(self, first_days: float, product_kg: float) -> Kits:
        """Return what the next flights need, of which the first is due in some days and so much product is waiting.

        Like reagents, they are kept for ``plant.reagent_stock_days``, but always for one flight; the propellant is for
        what the plant makes at full work.
        """
        scenario = self._campaign.scenario
        logistics, plant = scenario.logistics, scenario.plant
        if not self.planned:
            return Kits(0.0, 0.0)
        cycle = logistics.return_interval_days
        later = max(math.floor((plant.reagent_stock_days - first_days) / cycle), 0)
        state = self._campaign.plant
        made_kg_per_day = plant.units * state.needs.soil_kg_per_day * state.sheet.product_kg
        made_kg = product_kg + made_kg_per_day * (first_days + later * cycle)
        least_kg = self.least_load_kg
        flights = 1 + later
        if made_kg < flights * least_kg:
            # So many flights find their least load; the first one waits for it where need be.
            flights = max(math.floor(made_kg / least_kg), 1)
        craft_kg = flights * logistics.return_craft_kg
        lifted_kg = craft_kg + min(flights * logistics.return_capacity_kg, max(made_kg, least_kg))
        return Kits(craft_kg, self._flown_per_lifted * lifted_kg)

    def most_kits(self) -> Kits:
        """Return the most that is ever kept for returns: full flights for all the time that stocks are to last."""
        scenario = self._campaign.scenario
        if not self.planned:
            return Kits(0.0, 0.0)
        logistics = scenario.logistics
        flights = 1 + math.floor(scenario.plant.reagent_stock_days / logistics.return_interval_days)
        craft_kg = flights * logistics.return_craft_kg
        return Kits(craft_kg, self._flown_per_lifted * (craft_kg + flights * logistics.return_capacity_kg))

    @property
    def least_load_kg(self) -> float:
        """Return the load below which a flight waits for the next interval [kg]."""
        logistics = self._campaign.scenario.logistics
        return logistics.return_least_load_share * logistics.return_capacity_kg

    def take_in(self, kits: Kits) -> None:
        """Put what has landed into stock."""
        if not self.equipped.triggered:
            self.equipped.succeed()
        self.craft_kg += kits.craft_kg
        self.propellant_kg += kits.propellant_kg
        self._in = Kits(self._in.craft_kg + kits.craft_kg, self._in.propellant_kg + kits.propellant_kg)

    def load_kg(self) -> float:
        """Return the product that a flight can take now: what there is, fits and can be lifted; 0 where none flies."""
        campaign, logistics = self._campaign, self._campaign.scenario.logistics
        # What is short by a milligram is rounding.
        least_kg = max(self.least_load_kg - NOTHING_KG, NOTHING_KG)
        load = min(campaign.plant.product_on_moon_kg, logistics.return_capacity_kg)
        if load <= least_kg:
            self._tell_fate(campaign.load_fate())
            return self._held("too little product")
        if self.craft_kg < logistics.return_craft_kg - NOTHING_KG:
            return self._held("no craft")
        by_flown = self._lifted(self.propellant_kg, self._flown_per_lifted)
        by_oxygen = self._lifted(campaign.plant.oxygen_on_moon_kg, self._oxygen_per_lifted)
        load = min(load, min(by_flown, by_oxygen) - logistics.return_craft_kg)
        if load > least_kg:
            return load
        if by_oxygen < by_flown:
            self._tell_fate("power")
            return self._held("too little oxygen")
        return self._held("too little propellant")

    def _tell_fate(self, cause: str) -> None:
        if "first_return" not in self._campaign.milestones.reached_waits:
            self.fate = cause

    @staticmethod
    def _lifted(stock_kg: float, per_lifted: float) -> float:
        return stock_kg / per_lifted if per_lifted > 0 else math.inf

    def _held(self, why: str) -> float:
        if self._campaign.trace.notes is not None:
            self._campaign.trace.notes.append(ReturnWait(self._campaign.env.now, why))
        return 0.0

    def send(self, load_kg: float) -> Shipment:
        """Take product, craft and propellant out of their stocks and return what leaves."""
        campaign = self._campaign
        craft_kg = min(campaign.scenario.logistics.return_craft_kg, self.craft_kg)
        lifted_kg = craft_kg + load_kg
        # What is left of a stock that was just enough is rounding.
        flown_kg = min(self._flown_per_lifted * lifted_kg, self.propellant_kg)
        oxygen_kg = min(self._oxygen_per_lifted * lifted_kg, campaign.plant.oxygen_on_moon_kg)
        campaign.plant.ship(load_kg)
        campaign.plant.take_oxygen(oxygen_kg)
        self.craft_kg -= craft_kg
        self.propellant_kg -= flown_kg
        self._used = Kits(self._used.craft_kg + craft_kg, self._used.propellant_kg + flown_kg)
        self._oxygen_used_kg += oxygen_kg
        return Shipment(campaign.env.now, math.nan, load_kg, {}, craft_kg, flown_kg + oxygen_kg)

    def bring_home(self) -> Process:
        """Send product home at each interval, from departure to departure; what lacks anything waits."""
        campaign = self._campaign
        env, logistics = campaign.env, campaign.scenario.logistics
        number = 0
        while True:
            self._next_day = env.now + logistics.return_interval_days
            yield env.timeout(logistics.return_interval_days)
            if not self.equipped.triggered:
                yield self.equipped
                self.waits = dict(campaign.mine_record.waits)
            campaign.plant.settle()
            load_kg = self.load_kg()
            if load_kg == 0:
                continue
            shipment = self.send(load_kg)
            shares = campaign.partnership.product_shares()
            safe = not campaign.waits.landing_failure or (
                campaign.draws.uniform(RETURN_FLIGHT, "loss", number) < logistics.return_success
            )
            number += 1
            campaign.trace.mine.shipments.append(shipment)
            received_kg = {program: load_kg * share for program, share in shares.items()} if safe else {}
            if shipment.sent_day + logistics.transit_days < campaign.horizon_days:
                env.timeout(logistics.transit_days, (shipment, received_kg)).callbacks.append(self._arrive)

    def _arrive(self, timeout: Any) -> None:
        shipment, received_kg = timeout.value
        shipment.received_kg, shipment.arrived_day = received_kg, self._campaign.env.now
        if received_kg:
            self._campaign.first_return(shipment)

    def close(self) -> None:
        """Hand stocks and balances to the trace at the horizon, after those of the plant."""
        trace, plant = self._campaign.trace, self._campaign.plant
        stocks = trace.mine.stocks_kg
        stocks["product_left"], stocks["oxygen_left"] = plant.product_on_moon_kg, plant.oxygen_on_moon_kg
        stocks["craft_in"], stocks["propellant_in"] = self._in
        used, left = self._used, Kits(self.craft_kg, self.propellant_kg)
        gone_kg = math.fsum(shipment.craft_kg + shipment.propellant_kg for shipment in trace.mine.shipments)
        trace.mine.residual_kg |= {
            "oxygen": stocks["oxygen"] - self._oxygen_used_kg - plant.oxygen_on_moon_kg,
            "craft": self._in.craft_kg - used.craft_kg - left.craft_kg,
            "propellant": self._in.propellant_kg - used.propellant_kg - left.propellant_kg,
            "departures": used.mass_kg + self._oxygen_used_kg - gone_kg,
        }
