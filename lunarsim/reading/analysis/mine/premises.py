"""Premises of rare earths from the Moon, held against the figures of a sweep: what comes out before any result."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.parameter_values import parameter_values
from lunarsim.reading.analysis.valid_runs import SAMPLING, finished, levers
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import AnalysisError

RETURN, DELIVERY = "logistics.return_usd_per_kg", "logistics.delivery_usd_per_kg"
MULTIPLIER, SEPARATION, PURITY = "market.price_multiplier", "market.separation_discount", "flowsheet.reo_purity"
NEED = "market.in_space_kg_per_year"

MADE = ("soil_mined_t", "ree_produced_kg", "reo_produced_kg", "first_product_year", "horizon_year")

USED = "npv_in_space_musd"

PARAMETERS = (RETURN, DELIVERY, MULTIPLIER, SEPARATION, PURITY, NEED)
"""What of the sweep the premises rest on."""


def has_premises(dataset: xr.Dataset) -> bool:
    """Return whether a sweep has a mine whose premises can be stated."""
    known = all(name in dataset for name in MADE)
    return known and bool((dataset["soil_mined_t"].where(finished(dataset)) > 0).any())


def premises(dataset: xr.Dataset) -> xr.Dataset:
    """Return the figures that decide on the premises of rare earths from the Moon, over all runs and lever values.

    Parameters
    ----------
    dataset : Dataset
        A sweep.

    Returns
    -------
    Dataset
        ``highest_quotation`` [USD/kg] (light_oxide): the highest present quotation of each light oxide, inside or
        outside China. Along runs, as far as they differ: ``price_factor`` [1], by which the sweep multiplies them,
        ``dearest`` [USD/kg], what the dearest then brings after separation, ``freight_home`` [USD/kg], the price of the
        return of a kilogram of oxide,
        ``freight_saved`` [USD/kg], the delivery that a kilogram made on the Moon saves, and ``yearly_need`` [kg/yr] on
        the Moon. Shares of the runs [1]: ``export_pays_share``, in which the dearest light oxide, after separation,
        pays for its return, ``sign_changes_share``, in which it does not but delivery is saved, ``use_pays_share``, in
        which the mine pays by use on the Moon alone, NaN where the sweep does not say. ``yearly_product`` [kg/yr],
        median of the runs with product; ``rock_per_metal`` [t/t] (quantile_level) of these, and
        ``rock_per_metal_on_earth``, whose least, mean and largest stand at the same places;
        ``lithium_ion_content`` [kg], ``nickel_hydride_content`` [kg a car]; ``battery_share`` and ``defense_share``
        [1] of the use of 2024, and ``defense_tonnes`` [t].

    Raises
    ------
    AnalysisError
        If the sweep has no mine, or its levers hide a figure.
    """
    if not has_premises(dataset):
        raise AnalysisError("premises: no run mines soil, so there is nothing to hold them against")
    found = {key: parameter_values(dataset, key) for key in PARAMETERS}
    library = read("premises")
    if found[NEED] is None:
        found[NEED] = xr.DataArray(float(library["need_on_the_moon_kg_per_year"]["value"]))
    hidden = [key for key, values in found.items() if values is None]
    if hidden:
        raise AnalysisError(f"premises: {', '.join(hidden)} differs between options that are compared")
    values: dict[str, xr.DataArray] = {key: array for key, array in found.items() if array is not None}
    quotations = present_quotations()
    dearest = max(quotations.values()) * values[MULTIPLIER] * (1.0 - values[SEPARATION])
    home = values[RETURN] / values[PURITY]
    counted = finished(dataset)
    return xr.Dataset(
        {
            "highest_quotation": ("light_oxide", list(quotations.values())),
            "price_factor": values[MULTIPLIER],
            "dearest": dearest,
            "freight_home": home,
            "freight_saved": values[DELIVERY],
            "export_pays_share": _share(dearest > home, counted),
            "sign_changes_share": _share((dearest <= home) & (values[DELIVERY] > 0.0), counted),
            "use_pays_share": _share(dataset[USED] > 0, counted) if USED in dataset else math.nan,
            "yearly_product": _yearly_product(dataset),
            "yearly_need": values[NEED],
            "rock_per_metal": _rock_per_metal(dataset),
            "rock_per_metal_on_earth": (
                "quantile_level",
                [float(library["rock_to_metal"][key]) for key in ("low", "value", "high")],
            ),
            **_of_use(library["batteries"]),
        },
        {"light_oxide": list(quotations)},
    )


def present_quotations() -> dict[str, float]:
    """Return the highest present quotation of each light oxide by element, in money of 2025 [USD/kg]."""
    listed, market = read("elements")["prices"], read("market")
    newest, outside = market["prices"]["newest_2025"]["usd_per_kg"], market["prices"]["outside_over_inside"]["factor"]
    found = {}
    for element in market["stages"]["separation_light"]["elements"]:
        of_2024 = listed["elements"][element]["value"] * listed["to_currency_year_2025"]
        found[element] = max(of_2024, newest.get(element, 0.0)) * max(1.0, outside.get(element, 1.0))
    return found


def _share(holds: xr.DataArray, counted: xr.DataArray) -> xr.DataArray:
    """Return the share of the runs that ended well in which something holds."""
    return (holds & counted).sum() / counted.sum()


def _yearly_product(dataset: xr.Dataset) -> float:
    years = dataset["horizon_year"] - dataset["first_product_year"]
    yearly = (dataset["reo_produced_kg"] / years.where(years > 0)).where(finished(dataset)).values
    yearly = yearly[np.isfinite(yearly)]
    return float(np.median(yearly)) if yearly.size else math.nan


def _rock_per_metal(dataset: xr.Dataset) -> xr.DataArray:
    metal_t = dataset["ree_produced_kg"] * 1e-3
    ratio = (dataset["soil_mined_t"] / metal_t.where(metal_t > 0)).where(finished(dataset))
    return ratio.quantile([0.1, 0.5, 0.9], [*levers(dataset), *SAMPLING]).rename({"quantile": "quantile_level"})


def _of_use(batteries: dict[str, Any]) -> dict[str, float]:
    demand = read("market")["demand"]
    sectors = demand["sectors"]
    return {
        "lithium_ion_content": float(batteries["lithium_ion_kg"]["value"]),
        "nickel_hydride_content": float(batteries["nickel_hydride_kg_per_car"]["value"]),
        "battery_share": sectors["batteries"]["share"],
        "defense_share": sectors["defense"]["share"],
        "defense_tonnes": sectors["defense"]["share"] * demand["use_t"],
    }
