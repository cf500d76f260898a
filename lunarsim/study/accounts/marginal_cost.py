"""What a further kilogram costs from a plant that stands: the floor below which no scale brings the unit cost."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.logistics.return_craft import craft_load_kg
from lunarsim.physics.transport import mass_ratio
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@computes(
    Variable(
        "marginal_cost_usd_per_kg",
        "cost of a further kilogram of oxide",
        "USD/kg",
        about=(
            "Of a plant that stands: reagents and spares that it uses up, and the return in the largest craft, lost as "
            "often as others; undiscounted, without plant, power, camp and operations. No scale brings the unit cost "
            "below it. NaN without product."
        ),
    ),
)
def marginal_costs(runs: StoredRuns) -> Arrays:
    """Compute the cost of a further kilogram."""
    column, made = runs.column, runs.outcome("reo_produced_kg")
    delivery = column("logistics", "delivery_usd_per_kg")
    hardware = delivery + column("finance", "hardware_usd_per_kg") * column("finance", "cost_growth")
    craft, propellant = np.array([_brought_per_kg(scenario) for scenario in runs.scenarios]).reshape(-1, 2).T
    home = column("logistics", "return_usd_per_kg") + hardware * craft + delivery * propellant
    used = delivery * runs.outcome("reagent_used_kg") + hardware * runs.outcome("spares_used_kg")
    cost = np.full(runs.count, np.nan)
    np.divide(used, made, out=cost, where=made > 0)
    safe = np.array([_safe_share(scenario) for scenario in runs.scenarios])
    marginal = np.full(runs.count, np.nan)
    np.divide(cost + home / column("flowsheet", "reo_purity"), safe, out=marginal, where=safe > 0)
    return {"marginal_cost_usd_per_kg": marginal}


def _brought_per_kg(scenario: Scenario) -> tuple[float, float]:
    """Return what is flown in of craft and of propellant for the return of a kilogram in the largest craft [kg/kg].

    Oxygen that the plant makes is none of it.
    """
    logistics, craft_kg = scenario.logistics, scenario.logistics.return_craft_kg
    if logistics.return_interval_days == 0 or logistics.return_capacity_kg == 0:
        return np.nan, np.nan
    landed_kg = scenario.vehicles[logistics.cargo_vehicle].landed_payload_kg
    craft = 0.0
    if craft_kg > 0:
        largest_kg = max(landed_kg, craft_kg)
        craft = largest_kg / craft_load_kg(
            largest_kg, logistics.return_capacity_kg, craft_kg, scenario.returns.craft_exponent
        )
    ratio = float(mass_ratio(logistics.return_delta_v_km_s, logistics.return_specific_impulse_s))
    fuel_share = 1.0 - logistics.return_oxygen_share if logistics.return_propellant == "made" else 1.0
    return craft, (ratio - 1.0) * fuel_share * (1.0 + craft)


def _safe_share(scenario: Scenario) -> float:
    return scenario.logistics.return_success if scenario.waits.landing_failure else 1.0
