"""At which costs and price lunar rare earths pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, quantile, select
from lunarsim.analysis import break_even
from lunarsim.plots import break_even_map

SWEEPS = {"sweep": ("experiment=breakeven",)}

COSTS = {"10": 10.0, "1000": 1e3, "100000": 1e5, "1000000": 1e6}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    multiple = sweep["breakeven_price_usd_per_kg"] / sweep["basket_price_usd_per_kg"] * sweep["price_multiplier"]
    found = {}
    for units in sweep["units"].values.tolist():
        for short, cost in COSTS.items():
            runs = select(multiple, delivery_usd_per_kg=cost, price_multiplier=1.0, units=units)
            found |= {
                f"multiple_{short}_{units}": quantile(runs),
                f"multiple_{short}_{units}_low": quantile(runs, 0.1),
            }
    cheap = {"delivery_usd_per_kg": 10.0, "price_multiplier": 1000.0}
    values = sweep["npv_musd"].values
    zero = break_even(sweep)["break_even_cost"]
    made, sent = sweep["ree_produced_kg"], sweep["reo_delivered_kg"].sum("program")
    return found | {
        "worth_runs": Figure(float((values > 0).sum())),
        "worth_elsewhere": Figure(float((values > 0).sum() - (sweep["npv_musd"].sel(cheap).values > 0).sum())),
        "runs": Figure(float(values.size)),
        "most_value": Figure(float(np.nanmax(values))),
        "cheap_value": quantile(select(sweep["npv_musd"], **cheap, units=1)),
        "sent": quantile(select(sent, **cheap, units=1)),
        "times_made": ratio_of_ten(made),
        "times_sent": ratio_of_ten(sent),
        "contours": Figure(float(zero.sel(quantile_level=0.5).notnull().any("price_multiple").sum())),
        "contours_of_a_tenth": Figure(float(zero.sel(quantile_level=0.9).notnull().any("price_multiple").sum())),
        "cells": Figure(float(values.size / sweep.sizes["sample"] / sweep.sizes["replicate"])),
    }


def ratio_of_ten(amount: xr.DataArray) -> Figure:
    """Return how many times as much ten plants have of an amount as one, on average."""
    means = amount.mean([dim for dim in amount.dims if dim != "units"])
    return Figure(float(means.sel(units=10) / means.sel(units=1)))


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "a few runs at the cheapest corner alone", 0 < found["worth_runs"].value < 0.005 * found["runs"].value
    yield "none anywhere else", found["worth_elsewhere"].value == 0.0
    yield "no price of the map breaks even at 10 USD/kg", found["multiple_10_1_low"].value > 1000
    yield (
        "ten plants pay no more",
        all(found[f"multiple_{short}_10"].value > found[f"multiple_{short}_1"].value for short in COSTS),
    )


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the net present value over cost and price at each scale, with the contour of zero."""
    return break_even_map(sweep, "units")


ANSWER = """\
Nowhere but at the edge of this map: of its {runs:rough} runs in {cells:0} cells {worth_runs:0} have a net present value
above zero, at most {most_value:1} million USD, all of them with 10 USD for a kilogram delivered, built or brought
back, a thousand times the price of 2025, and spikes of that price as assumed. At 10 USD/kg the median run breaks even
at {multiple_10_1:rough} times that price (the most favorable tenth at {multiple_10_1_low:rough}), as running the
plant costs more by itself than the {sent:0} kg of oxide that it sends home bring; at 1,000 USD/kg at
{multiple_1000_1:rough} times, at 100,000 at {multiple_100000_1:rough} times. Ten plants do no better (at 10 USD/kg
{multiple_10_10:rough} times), as they make {times_made:1} times as much and send home {times_sent:1} times as much.
Plant mass, recovery and grade vary within their ranges in every cell.
"""
