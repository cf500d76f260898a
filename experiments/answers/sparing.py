"""How many spares to keep, against how often cargo flies and how much robots can mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, mean, select
from lunarsim.plots import heat_map

SWEEPS = {"sweep": ("experiment=sparing",)}

STOCK, INTERVAL, ROBOTS = "spares_safety", "flight_interval_days", "robot_repairable_share"
PLAN = {STOCK: 1.0, INTERVAL: 365.25, ROBOTS: 0.8}
CASES = {
    "no_stock": {**PLAN, STOCK: 0.0},
    "large_stock": {**PLAN, STOCK: 3.0},
    "often": {**PLAN, INTERVAL: 182.625},
    "rarely": {**PLAN, INTERVAL: 1461.0},
    "rarely_no_stock": {**PLAN, INTERVAL: 1461.0, STOCK: 0.0},
    "few_robots": {**PLAN, ROBOTS: 0.2},
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    available, costs = sweep["station_availability"], sweep["cost_musd"].sel(program="china")
    runs = select(available, **PLAN)
    found = {"plan": mean(runs[np.isfinite(runs)])}
    for name, case in CASES.items():
        steps = select(available, **case) - runs
        found |= {
            f"gain_{name}": mean(steps[np.isfinite(steps)]),
            f"cost_{name}": difference(select(costs, **PLAN), select(costs, **case)),
        }
    bare = {**CASES["few_robots"], STOCK: 0.0}
    steps = select(available, **CASES["few_robots"]) - select(available, **bare)
    found["gain_stock_few_robots"] = mean(steps[np.isfinite(steps)])
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "without a stock it works less", found["gain_no_stock"].high < 0
    yield (
        "rare flights without a stock are worse than without a stock alone",
        (found["gain_rarely_no_stock"].value < found["gain_no_stock"].value),
    )
    yield "a stock three times as large does little", abs(found["gain_large_stock"].value) < 0.03
    yield "more flights do little", abs(found["gain_often"].value) < 0.03
    yield "rare flights save money", found["cost_rarely"].high < 0
    yield "what robots can mend does most", found["gain_few_robots"].high < found["gain_no_stock"].value
    yield "where robots mend little, so does a stock", found["gain_stock_few_robots"].value < 0.03


ANSWER = """\
A stock is worth keeping, and a larger one than what is expected to be used adds little. Where robots can mend four of
five failures, the station can be worked for {plan:2} of the time ({plan:2 interval}).
This is the mean over all that is uncertain, with its error: with
equipment that fails every two years the station is worked for about a third of the time in the long run, with failures
every twenty years for four fifths ([beside the record](../docs/upkeep.md#beside-the-record)).
Without any stock, spares being
ordered for each repair, it is {gain_no_stock:abs 3} less ({gain_no_stock:abs 3 interval}), and
{gain_rarely_no_stock:abs 3} less with a flight in four years in place of one a year
({gain_rarely_no_stock:abs 3 interval}). A stock three times as large changes it by {gain_large_stock:3}
({gain_large_stock:3 interval}), flights twice a year by {gain_often:3} ({gain_often:3 interval}). One flight in four
years changes it by {gain_rarely:3} ({gain_rarely:3 interval}) and saves {cost_rarely:abs billion 1} billion USD
({cost_rarely:abs billion 1 interval}), as urgent replacements go at once. Hands count for more: where robots can mend
one of five failures only, it is {gain_few_robots:abs 3} less ({gain_few_robots:abs 3 interval}), and a stock adds
{gain_stock_few_robots:3} then ({gain_stock_few_robots:3 interval}). Spares are of one kind here, so that the right
one is always in stock; real stocks must be larger.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the availability by stock and interval, where robots mend most."""
    return heat_map(sweep.sel({ROBOTS: 0.8}), "station_availability", (STOCK, INTERVAL), "mean")
