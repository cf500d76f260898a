"""Whether any kilogram of lunar rare earths will be on Earth, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, quantile, select, share
from lunarsim.plots import cumulative_dates

SWEEPS = {"sweep": ("experiment=any_kilogram",)}

BUDGET = "programs.china.budget_multiplier"
YEARS = {"2045": 2046.0, "2050": 2051.0}
"""By the end of these years; the end of the simulation stands for mid-2056."""


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    found = {}
    returns = {}
    for name, budget in {"planned": 1.0, "tenfold": 10.0}.items():
        runs = returns[name] = select(sweep["first_return_year"], **{BUDGET: budget})
        sent = select(sweep["reo_delivered_kg"].sum("program"), **{BUDGET: budget})
        for year, until in (YEARS | {"2056": end}).items():
            found[f"{name}_{year}"] = share(np.where(np.isnan(runs), np.inf, runs) < until)
        found[f"{name}_sent"] = quantile(sent)
        found[f"{name}_most"] = quantile(sent, 0.9)
        found[f"{name}_product"] = quantile(select(sweep["first_product_year"], **{BUDGET: budget}))
    return found | {"sooner": difference(returns["planned"], returns["tenfold"], end)}


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "hardly by 2045", found["planned_2045"].value < 0.1
    yield "no more than even by mid-2056", found["planned_2056"].value < 0.55
    yield "money makes it likelier", found["tenfold_2056"].value > found["planned_2056"].value
    yield "and sooner by little", -3.0 < found["sooner"].high < 0.0


ANSWER = """\
By the end of 2045 with a probability of {planned_2045:2} ({planned_2045:2 interval}), by that of 2050
{planned_2050:2} ({planned_2050:2 interval}), by mid-2056 {planned_2056:2} ({planned_2056:2 interval}); the median run
has sent home {planned_sent:0} kg of oxide by then, one in ten more than {planned_most:0} kg. Ten times the money of
both partners changes less than one might think: {tenfold_2045:2}, {tenfold_2050:2} and {tenfold_2056:2}, {sooner:abs}
years sooner on average ({sooner:abs interval}), since money speeds work up by a third at most
(`programs.NAME.most_pace`), and what no one has tried with lunar soil must still be made ready; the plant itself is
planned for 2040.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when product and its return come, by budget."""
    return cumulative_dates(sweep, ("first_product_year", "first_return_year"), BUDGET)
