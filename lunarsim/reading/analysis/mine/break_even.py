"""Break-even: at which cost of a kilogram and at which price the mine is worth nothing, by root finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.valid_runs import SAMPLING, finished, levers
from lunarsim.study.revaluing.priced_runs import COSTS, PRICE, PricedRuns, plan_of, priced_runs
from lunarsim.words.arrays import FloatArray
from lunarsim.words.errors import AnalysisError

COSTS_USD_PER_KG = tuple(np.geomspace(10.0, 1e6, 11).tolist())
PRICE_MULTIPLES = tuple(np.geomspace(1.0, 1000.0, 25).tolist())
QUANTILES = (0.1, 0.5, 0.9)

PRODUCT = "ree_produced_kg"

MOST_MAPS = 12
"""Combinations of levers that are valued: each takes a second or two."""


def break_even(
    dataset: xr.Dataset,
    costs_usd_per_kg: Sequence[float] = COSTS_USD_PER_KG,
    price_multiples: Sequence[float] = PRICE_MULTIPLES,
    quantiles: Sequence[float] = QUANTILES,
) -> xr.Dataset:
    """Return the value of the mine over costs and prices, and the cost at which it is zero at each price.

    The accounts of the stored runs are computed again at each cost and price; only such runs count that send something
    for a mine. The zero is found by root finding (Brent 1973) between the first and the last of the costs.

    Parameters
    ----------
    dataset : Dataset
        A sweep with a mine. Levers that only set these costs or the price are left out of the result: their values
        are not needed.
    costs_usd_per_kg : sequence of float [USD/kg]
        Costs of a kilogram delivered, built or brought back (the same for all three), in order.
    price_multiples : sequence of float [1]
        Multipliers of all prices of oxides.
    quantiles : sequence of float
        Levels at which the value is read off the runs: 0.9 is what one in ten exceeds.

    Returns
    -------
    Dataset
        ``npv_at_cost_musd`` (levers, quantile_level, price_multiple, kilogram_cost) [MUSD], ``break_even_cost``
        (levers, quantile_level, price_multiple) [USD/kg], NaN where the value has no zero in the range of costs,
        ``mine_runs`` (levers), and ``producing_runs`` (levers), those of them with any product.

    Raises
    ------
    AnalysisError
        If the sweep was made by a code with other results, has too many combinations of levers, or no mine.
    """
    plan = plan_of(dataset)
    one = without_prices(dataset)
    dims = levers(one)
    maps = int(np.prod([one.sizes[dim] for dim in dims]))
    if maps > MOST_MAPS:
        raise AnalysisError(
            f"break-even values {maps} combinations of {', '.join(dims)}, allowed {MOST_MAPS}; choose values of levers"
        )
    costs, multiples = np.array(costs_usd_per_kg, dtype=float), np.array(price_multiples, dtype=float)
    shape = tuple(one.sizes[dim] for dim in dims)
    npv = np.full((*shape, len(quantiles), multiples.size, costs.size), np.nan)
    zero = np.full((*shape, len(quantiles), multiples.size), np.nan)
    count = np.zeros(shape, dtype=np.int64)
    for here, runs in priced_runs(one, plan):
        if runs is None:
            continue
        at = tuple(here[dim] for dim in dims)
        count[at] = runs.count
        npv[at], zero[at] = _map(runs, costs, multiples, quantiles)
    if not count.any():
        raise AnalysisError("break-even: no run pays anything for a mine; show a sweep with a plant")
    levels = (*dims, "quantile_level", "price_multiple")
    coordinates = {dim: one[dim] for dim in dims if dim in one.coords}
    result = xr.Dataset(
        {
            "npv_at_cost_musd": ((*levels, "kilogram_cost"), npv, _ABOUT_NPV),
            "break_even_cost": (levels, zero, _ABOUT_ZERO),
            "mine_runs": (dims, count, {"long_name": "runs with a mine", "units": "1"}),
            "producing_runs": (dims, _producing(one, dims), {"long_name": "runs with product", "units": "1"}),
        },
        coordinates | {"quantile_level": list(quantiles), "price_multiple": multiples, "kilogram_cost": costs},
    )
    return result.assign_attrs(dataset.attrs)


def _producing(dataset: xr.Dataset, dims: Sequence[str]) -> NDArray[np.int64]:
    """Return how many runs that ended well have a mine with product, dims (levers)."""
    makes = finished(dataset) & (dataset["mine_cost_part_musd"].sum("cost_part") > 0) & (dataset[PRODUCT] > 0)
    return np.asarray(makes.sum(SAMPLING).transpose(*dims).values, dtype=np.int64)


_ABOUT_NPV = {"long_name": "net present value of the mine", "units": "MUSD", "currency_year": 2025}
_ABOUT_ZERO = {
    "long_name": "cost of a kilogram delivered, built or brought back at which the mine breaks even",
    "units": "USD/kg",
    "currency_year": 2025,
}


def without_prices(dataset: xr.Dataset) -> xr.Dataset:
    """Return a sweep at the first value of each lever that only sets costs of a kilogram or the price, without them."""
    keys = {str(name): values.attrs.get("config_key") for name, values in dataset.coords.items()}
    priced = {name for name, key in keys.items() if key in (*COSTS, PRICE)}
    first = {}
    for dim in levers(dataset):
        along = {str(name) for name, values in dataset.coords.items() if values.dims == (dim,) and keys[str(name)]}
        if along and along <= priced:
            first[dim] = 0
    gone = [name for name in priced if not set(dataset[name].dims) - set(first)]
    return dataset.isel(first).drop_vars(gone)


def _map(
    runs: PricedRuns, costs: FloatArray, multiples: FloatArray, quantiles: Sequence[float]
) -> tuple[FloatArray, FloatArray]:
    """Return values, dims (quantile, multiple, cost), and costs at which they are zero, dims (quantile, multiple)."""
    npv = np.empty((len(quantiles), multiples.size, costs.size))
    for index in np.ndindex(multiples.size, costs.size):
        at_runs = runs.npv_musd(float(costs[index[1]]), float(multiples[index[0]]))
        npv[:, *index] = np.quantile(at_runs, quantiles, method="inverted_cdf")
    zero = np.full(npv.shape[:-1], np.nan)
    for level, multiple in np.ndindex(*zero.shape):

        def worth(ln_cost: float, at: float = float(multiples[multiple]), quantile: float = quantiles[level]) -> float:
            values = runs.npv_musd(float(np.exp(ln_cost)), at)
            return float(np.quantile(values, quantile, method="inverted_cdf"))

        zero[level, multiple] = _zero(worth, npv[level, multiple], costs)
    return npv, zero


def _zero(worth: Callable[[float], float], on_grid: FloatArray, costs: FloatArray) -> float:
    """Return the cost at which a value that falls with cost is zero, NaN where there is none in the range."""
    from scipy.optimize import brentq

    above = np.flatnonzero(on_grid > 0.0)
    # Between the last cost of the grid at which it pays and the next one, so that the search is short.
    if not above.size or above[-1] == costs.size - 1:
        return float("nan")
    low, high = np.log(costs[above[-1]]), np.log(costs[above[-1] + 1])
    return float(np.exp(brentq(worth, low, high, xtol=1e-9, rtol=1e-12)))
