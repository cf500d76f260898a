"""Supply on Earth: import reliance of blocs over time, and prices of the past with the fan of those to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lunarsim.physics.resource.oxides import reo_fractions
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.reading.analysis.valid_runs import along_runs, finished, quantiles_of_runs
from lunarsim.reading.plots.chosen import of_sweep, without_levers
from lunarsim.reading.plots.fans import INNER, OUTER
from lunarsim.reading.plots.labels import folded, foot_of, of_runs
from lunarsim.reading.plots.style import COLORS, LINES, figure, grid, head_right, house_style, whole, whole_years
from lunarsim.reading.subject import own_blocs
from lunarsim.reading.titles.labels import label_titles
from lunarsim.reading.titles.outcomes import outcome_units
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import AnalysisError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)

RELIANCE, WITHOUT, PRICE = "import_reliance_by_stage", "import_reliance_without_lunar", "year_basket_price_usd_per_kg"

_HELD = "Lines: median with the lunar product that a bloc holds; dotted: without it."
_ALIKE = "Lines: median, with the lunar product that a bloc holds; without it they are the same within their width."
_SHARES = " Bands: P10 to P90, as shares of use and of producers are known; these move to 2035 as announced."
_LEFT_OUT = " {year}, of which the runs have a part only, is left out: use counts whole, product in part."

WIDTH = 0.005
"""Difference of reliance that a line hides [1]."""

A_DAY = 1 / 365
"""What the end of the runs may be off the end of a year, by rounding [yr]."""

BLOC_LINES = tuple(line for line in LINES if line not in (":", (0, (1, 3))))
"""Styles of blocs: dots stand for what is without lunar product."""

_PRICES = (
    "Bands: spread of the runs, year by year. Before them: the same mix at annual averages; oxides without a series at "
    "the price of 2024."
)


@of_sweep()
def import_reliance_by_bloc(dataset: xr.Dataset, subject: str | None = None) -> Figure:
    """Draw the import reliance of each bloc over time, a panel for each stage, with and without lunar product.

    A last year within which the runs end is left out.

    Raises
    ------
    AnalysisError
        If a lever is left over, if the sweep has no such outcome, or if no run ended well.
    """
    foot = foot_of(dataset, subject)
    one = _known(dataset, "import reliance", RELIANCE, WITHOUT)
    one, part = _of_whole_years(one)
    medians = {name: _median(one, name) for name in (RELIANCE, WITHOUT)}
    band = quantiles_of_runs(one[RELIANCE].where(finished(one)), [0.1, 0.9])
    years = one["year"].values.astype(float)
    blocs, stages = label_titles(one, "bloc"), label_titles(one, "supply_stage")
    differ = bool((abs(medians[RELIANCE] - medians[WITHOUT]) > WIDTH).any())
    note = (_HELD if differ else _ALIKE) + _SHARES + (_LEFT_OUT.format(year=part) if part else "")
    with house_style():
        drawn, axes = grid(8.6, 6.2, 2, 2, notes=[note], foot=foot, sharex=True, sharey=True)
        if own := own_blocs(one):
            drawn.suptitle(folded(f"Blocs: {own}", 90), x=0.01, ha="left", fontsize=10)
        for at, (axis, stage) in enumerate(zip(axes.ravel(), stages, strict=False)):
            for index, bloc in enumerate(blocs):
                color = COLORS[index % len(COLORS)]
                held = medians[RELIANCE].isel(bloc=index, supply_stage=at).values
                low, high = (band.isel(bloc=index, supply_stage=at, quantile_level=end).values for end in (0, 1))
                axis.fill_between(years, low, high, color=color, alpha=0.15, linewidth=0)
                axis.plot(years, held, color=color, linestyle=BLOC_LINES[index % len(BLOC_LINES)], label=bloc)
                if not differ:
                    continue
                bare = medians[WITHOUT].isel(bloc=index, supply_stage=at).values
                axis.plot(years, bare, color=color, linestyle=":", linewidth=0.8)
            axis.set_title(folded(stage, 40), loc="left", fontsize=10)
            axis.set_ylim(-0.03, 1.03)
            axis.margins(x=0)
            whole_years(axis)
        head_right(axes[0, 0], of_runs(int(finished(one).sum())))
        drawn.supylabel("import reliance [1]", fontsize=10)
        for axis in axes[-1]:
            axis.set_xlabel("year")
        drawn.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)
        return whole(drawn)


@of_sweep()
def prices_over_time(dataset: xr.Dataset, subject: str | None = None) -> Figure:
    """Draw the basket price of the product: what its mix cost from 2014 to 2024, and the fan of the years to come.

    Raises
    ------
    AnalysisError
        If a lever is left over, if the sweep has no such outcome, or if no run has product.
    """
    foot = foot_of(dataset, subject)
    one = _known(dataset, "prices", PRICE, "ree_produced_by_element_kg")
    values = along_runs(one[PRICE].where(finished(one)), "year")
    runs = int(values.notnull().any("year").sum())
    if not runs:
        raise AnalysisError("prices: no run makes rare earths, so there is no mix to price; show a sweep with a plant")
    p10, p25, p50, p75, p90 = quantiles_of_runs(values, BANDS).transpose("quantile_level", "year").values
    past, paid = basket_of_the_past(one)
    where = one["year"].values.astype(float)
    with house_style():
        drawn, (axis,) = figure(7.2, 4.2, notes=[_PRICES], foot=foot)
        axis.plot(past, paid, color="0.25", label="annual averages")
        axis.fill_between(where, p10, p90, color=OUTER, linewidth=0, label="P10 to P90")
        axis.fill_between(where, p25, p75, color=INNER, linewidth=0, label="P25 to P75")
        axis.plot(where, p50, color=COLORS[0], label="median")
        axis.set_ylim(bottom=0)
        axis.margins(x=0)
        head_right(axis, f"{of_runs(runs)} with product")
        axis.set_ylabel(f"basket price [{outcome_units(one[PRICE])}]")
        axis.set_xlabel("year")
        whole_years(axis)
        drawn.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=9)
        return whole(drawn)


def basket_of_the_past(dataset: xr.Dataset) -> tuple[Any, Any]:
    """Return years, and what the mean mix of the product cost in them in money of 2025 [USD/kg]."""
    made = dataset["ree_produced_by_element_kg"].where(finished(dataset))
    mean = np.array([float(made.sel(ree=name).mean()) for name in REE_AXIS])
    shares = reo_fractions(mean, load_patterns().oxide_factor)
    history, listed = read("market")["prices"]["history"], read("elements")["prices"]
    years, level = history["years"], np.array(history["consumer_prices"])
    # Each average is in money of its own year; the last is that of the list.
    to_list_year = level[-1] / level
    paid = np.zeros(len(years))
    for share, name in zip(shares, REE_AXIS, strict=True):
        if name in history["usd_per_kg"]:
            paid += share * np.array(history["usd_per_kg"][name]) * to_list_year
        else:
            paid += share * listed["elements"][name]["value"]
    return np.array(years), paid * listed["to_currency_year_2025"]


def _known(dataset: xr.Dataset, what: str, *names: str) -> xr.Dataset:
    missing = [name for name in names if name not in dataset]
    if missing:
        raise AnalysisError(f"{what}: {', '.join(missing)} not in the dataset; run the sweep again")
    one = without_levers(dataset, what)
    if not bool(finished(one).any()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    return one


def _of_whole_years(dataset: xr.Dataset) -> tuple[xr.Dataset, int | None]:
    """Return a dataset without its last year where the runs end within it, and that year."""
    years = dataset["year"].values
    end = float(dataset["horizon_year"].where(finished(dataset)).max())
    if years.size < 2 or years[-1] + 1 - end < A_DAY:
        return dataset, None
    return dataset.isel(year=slice(-1)), int(years[-1])


def _median(dataset: xr.Dataset, name: str) -> xr.DataArray:
    return quantiles_of_runs(dataset[name].where(finished(dataset)), [0.5]).isel(quantile_level=0)
