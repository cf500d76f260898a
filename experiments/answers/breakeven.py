"""At which costs and price lunar rare earths pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, median_of_those, select
from lunarsim.analysis import break_even
from lunarsim.plots import break_even_map

SWEEPS = {"sweep": ("experiment=breakeven",)}

SCALES = (1, 10, 1000)
COSTS = {"10": 10.0, "1000": 1e3, "100000": 1e5, "1000000": 1e6}
CHEAPEST, DEAREST = 10.0, 1000.0
"""Corner of the map where the mine is worth most: cost of a kilogram [USD/kg], multiple of the price."""

MULTIPLES = tuple(10.0 ** (half / 2.0) for half in range(17))
"""Beyond the map, so that the price at which the mine does break even is found."""


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    found = break_even(sweep, tuple(COSTS.values()), MULTIPLES)
    worth = found["npv_at_cost_musd"]
    # Worth rises with the price: where a contour crosses the map, it crosses the row of its dearest price.
    contours = found["break_even_cost"].sel(price_multiple=DEAREST).notnull()
    result = {
        "contours": Figure(float(contours.sel(quantile_level=0.5).sum())),
        "contours_of_a_tenth": Figure(float(contours.sel(quantile_level=0.9).sum())),
    }
    parts = sweep["mine_cost_part_musd"]
    sales = DEAREST * (sweep["npv_musd"] + parts.sum("cost_part"))
    for scale in SCALES:
        here = worth.sel(scale=scale)
        best = here.sel(kilogram_cost=CHEAPEST, price_multiple=DEAREST)
        result |= {
            f"left_{scale}": Figure(float(best.sel(quantile_level=0.5))),
            f"left_{scale}_tenth": Figure(float(best.sel(quantile_level=0.9))),
            f"before_{scale}": median_of_those(select(parts.sel(cost_part="development"), scale=scale)),
            f"running_{scale}": median_of_those(select(parts.sel(cost_part="operations") / sales, scale=scale)),
        }
        for short, cost in COSTS.items():
            result[f"multiple_{short}_{scale}"] = multiple_at_zero(here.sel(kilogram_cost=cost, quantile_level=0.5))
    return result


def multiple_at_zero(worth: xr.DataArray) -> Figure:
    """Return the multiple of the price at which a value is zero, infinite where it is below zero at all of them."""
    values = worth.values
    if values[-1] <= 0.0:
        return Figure(float("inf"))
    return Figure(float(np.interp(0.0, values, worth["price_multiple"].values)))


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    values = {name: figure.value for name, figure in found.items()}
    yield "no contour of half of the runs", values["contours"] == 0.0
    yield "no contour of one in ten", values["contours_of_a_tenth"] == 0.0
    yield "the corner loses", all(values[f"left_{scale}{end}"] < 0 for scale in SCALES for end in ("", "_tenth"))
    yield "the largest loses most there", min(values["left_1"], values["left_10"]) > values["left_1000"]
    yield "what comes before the plant costs the same at every size", len({values[f"before_{s}"] for s in SCALES}) == 1
    yield "it is nearly all of the loss at 100 t", values["before_1"] > 0.9 * -values["left_1"]
    yield "work costs more than oxide brings", all(values[f"running_{scale}"] > 1.0 for scale in SCALES)
    for short in COSTS:
        multiples = [values[f"multiple_{short}_{scale}"] for scale in SCALES]
        yield f"size lowers the price that it takes at {short} USD/kg", multiples == sorted(multiples, reverse=True)
    yield "it ends beyond the map", values["multiple_10_1000"] > DEAREST


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the net present value over cost and price at each scale, with the contour of zero."""
    return break_even_map(sweep, "scale")


ANSWER = """\
Nowhere on this map, with a plant of 100 t of soil a year, of 1,000 t or of 100,000 t: between 10 and a million USD
for a kilogram delivered, built or brought back and 1 and 1,000 times the price of 2025 there is no contour of zero at
any of these three scales, neither for half of the runs nor for one in ten. Even at 10 USD/kg and 1,000 times the
price the median run loses {left_1:abs 1 billion} billion USD with 100 t, {left_10:abs 1 billion} billion with 1,000 t
and {left_1000:abs 1 billion} billion with 100,000 t; one in ten loses less than {left_1_tenth:abs 1 billion},
{left_10_tenth:abs 1 billion} and {left_1000_tenth:abs 1 billion} billion. Prospecting and pilot cost
{before_1:1 billion} billion before a plant of any size, and operations alone cost {running_1:0}, {running_10:0} and
{running_1000:0} times what the oxide brings at that price. The technology counts as ready and paid.

Size helps, as more oxide bears what comes before the plant, but not enough: at 10 USD/kg the median run breaks even
at {multiple_10_1:rough} times the price of 2025 with 100 t, {multiple_10_10:rough} times with 1,000 t and
{multiple_10_1000:rough} times with 100,000 t; at 100,000 USD/kg at {multiple_100000_1:rough},
{multiple_100000_10:rough} and {multiple_100000_1000:rough} times. All comes on its planned day here, on a line of a
thousand landers a year that nobody has. Plant mass, recovery and grade vary within their ranges at every size.
"""
