"""What returns of the product take: how many craft of which size a departure asks for, and what is flown in for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from lunarsim.physics.logistics.return_craft import craft_load_kg, craft_mass_kg
from lunarsim.physics.transport import mass_ratio
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.hold import SAME_DAY
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.logistics.return_worth import cost_usd_per_kg, worth_usd_per_kg
from lunarsim.world.mine.unit_needs import UnitNeeds

MADE = "made"
"""Propellant whose oxygen the plant makes."""

NOTHING_KG = 1e-6
"""A milligram is no cargo."""

HALVINGS = 60
"""Steps in which the load is found that stocks allow, to the last digit."""


class ReturnSupplies(NamedTuple):
    """What is flown in for returns.

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


NO_SUPPLIES = ReturnSupplies(0.0, 0.0)


class Fleet(NamedTuple):
    """Craft that leave together: how many equal ones, and the dry mass of all [kg]."""

    craft: int
    craft_kg: float


class ReturnPlan:
    """The returns of a scenario with its plant.

    The propellant of a departure is (exp(dv / (g Isp)) - 1) times craft and product. As many equal craft leave as it
    takes of the largest one, which a cargo flight lands whole, so each is as large as its load asks for. Craft wait on
    the Moon by their mass, as if those had come that the loads ask for.

    Parameters
    ----------
    scenario : Scenario
        Its logistics, returns and plant.
    needs : UnitNeeds
        What a unit treats.
    sheet : SolvedFlowsheet
        What it makes of that.
    grown_units : int
        Units at which growth from own product ends, 0 for none.
    """

    def __init__(self, scenario: Scenario, needs: UnitNeeds, sheet: SolvedFlowsheet, grown_units: int = 0) -> None:
        logistics, returns = scenario.logistics, scenario.returns
        self.logistics = logistics
        self._stock_days = scenario.plant.reagent_stock_days
        self._exponent = returns.craft_exponent
        self.wait_days = returns.longest_wait_years * DAYS_PER_YEAR
        """Longest time between departures for which product waits for a fuller craft [day]."""
        ratio = mass_ratio(logistics.return_delta_v_km_s, logistics.return_specific_impulse_s)
        oxygen_share = logistics.return_oxygen_share if logistics.return_propellant == MADE else 0.0
        per_lifted = float(ratio) - 1.0
        self.oxygen_per_lifted = per_lifted * oxygen_share
        """Oxygen from the plant per kilogram of craft and product [kg/kg]."""
        self.flown_per_lifted = per_lifted - self.oxygen_per_lifted
        """Propellant that was flown in per kilogram of craft and product [kg/kg]."""
        self.least_load_kg = logistics.return_least_load_share * logistics.return_capacity_kg
        """Load below which a flight waits for the next interval [kg]."""
        self.made_kg_per_day = needs.soil_kg_per_day * sheet.product_kg
        """Product of a unit at full work [kg/day]."""
        self._units = scenario.plant.units
        self._most_units = max(self._units, grown_units)
        self.most_craft = max(math.floor(logistics.return_interval_days / returns.pad_days), 1)
        """Craft for which the pad at the mine has time between departures."""
        landed_kg = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
        self._largest_kg = self._largest_load_kg(landed_kg)
        can_fly = (
            sheet.product_kg > 0 and logistics.return_interval_days > 0 and logistics.return_capacity_kg > NOTHING_KG
        )
        self.is_flown = can_fly and self._policy_allows(scenario, sheet)
        """Whether product is to return at all: there is some, flights that take it, and a policy that lets them."""

    def _largest_load_kg(self, landed_kg: float) -> float:
        """Return the load of the largest craft [kg]: one that a cargo flight lands whole."""
        logistics = self.logistics
        if logistics.return_craft_kg <= NOTHING_KG:
            return math.inf
        return craft_load_kg(landed_kg, logistics.return_capacity_kg, logistics.return_craft_kg, self._exponent)

    def _policy_allows(self, scenario: Scenario, sheet: SolvedFlowsheet) -> bool:
        policy = scenario.returns.policy
        if policy != "if_worth":
            return policy == "all"
        worth, cost = self.worth_and_cost(scenario, sheet)
        return worth > cost

    def worth_and_cost(self, scenario: Scenario, sheet: SolvedFlowsheet) -> tuple[float, float]:
        """Return what a kilogram that sets out is worth on Earth, and what its return costs [USD/kg]."""
        # At a plant's full work its loads are largest and so their return is cheapest.
        made_kg = self._most_units * self.made_kg_per_day
        load_kg = self._load_of_a_departure_kg(made_kg)
        if load_kg <= 0.0:
            return 0.0, math.inf
        # What sets out is paid for, what is lost on the way earns nothing.
        arrives = self.logistics.return_success if scenario.waits.landing_failure else 1.0
        cost = cost_usd_per_kg(scenario, load_kg, self.fleet(load_kg).craft_kg, self.flown_per_lifted)
        return arrives * worth_usd_per_kg(scenario, sheet), cost

    def fleet(self, load_kg: float) -> Fleet:
        """Return the craft that take a load."""
        logistics = self.logistics
        craft = max(math.ceil((load_kg - NOTHING_KG) / self._largest_kg), 1)
        each_kg = craft_mass_kg(
            load_kg / craft, logistics.return_capacity_kg, logistics.return_craft_kg, self._exponent
        )
        return Fleet(craft, craft * each_kg)

    @property
    def most_load_kg(self) -> float:
        """Return the most that leaves at a time [kg]: in as many of the largest craft as the pad has time for."""
        return self.most_craft * self._largest_kg

    def liftable_kg(self, wished_kg: float, craft_kg: float, lifted_kg: float) -> float:
        """Return the largest load up to the one wished for that craft and propellant on the Moon allow [kg].

        Parameters
        ----------
        wished_kg : float
            Product that is there and has room [kg].
        craft_kg, lifted_kg : float
            Craft on the Moon, and craft with product that the propellant lifts [kg].
        """

        def fits(load_kg: float) -> bool:
            needed_kg = self.fleet(load_kg).craft_kg
            return needed_kg <= craft_kg + NOTHING_KG and needed_kg + load_kg <= lifted_kg

        return wished_kg if fits(wished_kg) else _last_true(fits, wished_kg)

    def _intervals_between(self, made_kg_per_day: float) -> int:
        """Return the intervals from departure to departure of a plant in steady work: it waits for its least load."""
        interval = self.logistics.return_interval_days
        longest = max(math.floor((self.wait_days + SAME_DAY) / interval), 1)
        made_kg = made_kg_per_day * interval
        if made_kg >= self.least_load_kg:
            return 1
        return math.ceil(min(self.least_load_kg / made_kg, longest)) if made_kg > 0.0 else longest

    def _load_of_a_departure_kg(self, made_kg_per_day: float) -> float:
        days = self._intervals_between(made_kg_per_day) * self.logistics.return_interval_days
        return min(made_kg_per_day * days, self.most_load_kg)

    def first_supplies(self) -> ReturnSupplies:
        """Return what the flights with the plant bring for the first returns, those of the first unit."""
        return self.supplies(self.logistics.return_interval_days, 0.0, 1)

    def supplies(self, first_days: float, product_kg: float, units: int) -> ReturnSupplies:
        """Return what the next flights need, of which the first is due in some days and so much product is waiting.

        Like reagents, they are kept for ``plant.reagent_stock_days``, but always for one flight; craft and propellant
        are for what some units make at full work.
        """
        if not self.is_flown:
            return NO_SUPPLIES
        interval, made_kg_per_day = self.logistics.return_interval_days, units * self.made_kg_per_day
        later = max(math.floor((self._stock_days - first_days) / interval), 0)
        flights = 1 + later // self._intervals_between(made_kg_per_day)
        last_days = first_days + later * interval
        loads_kg = [min(product_kg + made_kg_per_day * first_days, self.most_load_kg)]
        if flights > 1:
            each_kg = made_kg_per_day * (last_days - first_days) / (flights - 1)
            loads_kg += [min(each_kg, self.most_load_kg)] * (flights - 1)
        craft_kg = math.fsum(self.fleet(load_kg).craft_kg for load_kg in loads_kg)
        lifted_kg = craft_kg + max(math.fsum(loads_kg), min(self.least_load_kg, self.most_load_kg))
        return ReturnSupplies(craft_kg, self.flown_per_lifted * lifted_kg)

    def most_supplies(self) -> ReturnSupplies:
        """Return the most that is kept for returns without waits: flights with all that can have been left behind."""
        if not self.is_flown:
            return NO_SUPPLIES
        interval = self.logistics.return_interval_days
        flights = 1 + math.floor(self._stock_days / interval)
        left_days = self.wait_days + 2.0 * interval
        load_kg = min(self._units * self.made_kg_per_day * left_days, self.most_load_kg)
        craft_kg = flights * self.fleet(load_kg).craft_kg
        lifted_kg = craft_kg + flights * max(load_kg, self.least_load_kg)
        return ReturnSupplies(craft_kg, self.flown_per_lifted * lifted_kg)


def _last_true(fits: Callable[[float], bool], most: float) -> float:
    """Return the largest number up to the most for which a condition holds that, once false, stays so; 0 for none."""
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
