"""What a further kilogram costs from a plant that stands: the floor below which no scale brings the unit cost."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.logistics.return_craft import craft_load_kg
from lunarsim.physics.transport import mass_ratio
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
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
    craft, propellant = _brought_per_kg(runs)
    home = column("logistics", "return_usd_per_kg") + hardware * craft + delivery * propellant
    used = delivery * runs.outcome("reagent_used_kg") + hardware * runs.outcome("spares_used_kg")
    cost = np.full(runs.count, np.nan)
    np.divide(used, made, out=cost, where=made > 0)
    safe = np.where(column("waits", "landing_failure") > 0, column("logistics", "return_success"), 1.0)
    marginal = np.full(runs.count, np.nan)
    np.divide(cost + home / column("flowsheet", "reo_purity"), safe, out=marginal, where=safe > 0)
    return {"marginal_cost_usd_per_kg": marginal}


def _brought_per_kg(runs: StoredRuns) -> tuple[FloatArray, FloatArray]:
    """Return what is flown in of craft and of propellant for the return of a kilogram, dims (run,) each [kg/kg].

    Oxygen that the plant makes is none of it.
    """
    column = runs.column
    interval_days, capacity_kg = column("logistics", "return_interval_days"), column("logistics", "return_capacity_kg")
    craft = _craft_per_kg(
        runs.cargo_vehicle_column("landed_payload_kg"),
        capacity_kg,
        column("logistics", "return_craft_kg"),
        column("returns", "craft_exponent"),
    )
    ratio = mass_ratio(column("logistics", "return_delta_v_km_s"), column("logistics", "return_specific_impulse_s"))
    makes_fuel = np.array(runs.texts("logistics", "return_propellant")) == "made"
    fuel_share = np.where(makes_fuel, 1.0 - column("logistics", "return_oxygen_share"), 1.0)
    flies = (interval_days != 0) & (capacity_kg != 0)
    craft = np.where(flies, craft, np.nan)
    return craft, (ratio - 1.0) * fuel_share * (1.0 + craft)


def _craft_per_kg(
    landed_kg: FloatArray, capacity_kg: FloatArray, craft_kg: FloatArray, exponent: FloatArray
) -> FloatArray:
    """Return the mass of the largest craft over its load, dims (run,) [kg/kg]; 0 for a craft without mass."""
    craft = np.zeros(craft_kg.shape)
    each = zip(*(column.tolist() for column in (landed_kg, capacity_kg, craft_kg, exponent)), strict=True)
    for run, (landed, capacity, smallest, power) in enumerate(each):
        if smallest > 0 and capacity > 0:
            largest = max(landed, smallest)
            craft[run] = largest / craft_load_kg(largest, capacity, smallest, power)
    return craft
