"""Whether a kilogram of the product is worth its return at present prices."""

from __future__ import annotations

import math

import numpy as np

from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns, mean_price
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.sums import total
from lunarsim.world.mine.flowsheet import SolvedFlowsheet


def worth_usd_per_kg(scenario: Scenario, sheet: SolvedFlowsheet) -> float:
    """Return what a kilogram of the product is worth on Earth, after separation, at the prices to which prices return.

    Neither shocks and spikes nor the product's own weight on its market count: who decides does not know them.

    Parameters
    ----------
    scenario : Scenario
        Its market, and the purity of the product.
    sheet : SolvedFlowsheet
        What the product is made of; of one that says what comes out at most, the worth has no bound.
    """
    if not sheet.element_kg:
        return math.inf
    market = scenario.market
    shares = reo_fractions(np.array(sheet.element_kg)[None], load_patterns().oxide_factor)[0]
    floored = read("market")["prices"]["floor"]["elements"]
    newest, outside = market.price_list == "newest_2025", market.tier == "outside"

    def price(element: str) -> float:
        mean = float(mean_price(element, np.array(market.price_multiplier), newest, outside))
        return max(mean, market.floor_ndpr_usd_per_kg) if element in floored and mean > 0.0 else mean

    basket = total((float(share) * price(element) for share, element in zip(shares, REE_AXIS, strict=True)), 0.0)
    return basket * (1.0 - market.separation_discount) * scenario.flowsheet.reo_purity


def cost_usd_per_kg(scenario: Scenario, load_kg: float, craft_kg: float, flown_per_lifted: float) -> float:
    """Return what the return of a kilogram of the product costs: craft, what is flown in of propellant, and the flight.

    Parameters
    ----------
    scenario : Scenario
        Its prices.
    load_kg, craft_kg : float
        Product and craft of a departure [kg].
    flown_per_lifted : float
        Propellant that was flown in per kilogram of craft and product [kg/kg].
    """
    logistics, finance = scenario.logistics, scenario.finance
    brought_kg = craft_kg + flown_per_lifted * (craft_kg + load_kg)
    craft_usd = craft_kg * finance.hardware_usd_per_kg * finance.cost_growth
    return logistics.return_usd_per_kg + (brought_kg * logistics.delivery_usd_per_kg + craft_usd) / load_kg
