"""Weights of runs: how much each counts once conditions hold, and how many runs they are worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.conditions import Condition, conditions
from lunarsim.reading.analysis.conditioning.named_quantity import FACTOR
from lunarsim.reading.analysis.sensitivity.design_check import factors, rows_are_independent
from lunarsim.reading.analysis.valid_runs import SAMPLING, finished
from lunarsim.study.model.interface import FAILED, INFEASIBLE, OK, TIMED_OUT
from lunarsim.words.errors import Fault, InputError, unknown

FEWEST_RUNS = 50
"""Below so many effective runs quantiles are withheld."""

MOST_TILT = 20.0


def weights(dataset: xr.Dataset, given: Sequence[str | Condition]) -> xr.DataArray:
    """Return how much each run counts where some conditions hold.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    given : sequence of str
        Conditions, all of which must hold: see :func:`lunarsim.reading.analysis.conditioning.conditions.conditions`.

    Returns
    -------
    DataArray
        ``run_weight``, dims (levers, sample, replicate): the product of 1 or 0 for each condition that holds or does
        not, and of the kernel of each exact date; NaN for runs that did not end well.

    Raises
    ------
    InputError
        With all faults of the conditions.
    """
    total = xr.ones_like(dataset["status"], dtype=np.float64).load().drop_attrs()
    for condition in read(dataset, given):
        total = total * condition.weights()
    return total.where(finished(dataset)).transpose(*dataset["status"].dims).rename("run_weight")


def factor_weights(
    dataset: xr.Dataset,
    cuts: Mapping[str, tuple[float, float]] | None = None,
    tilts: Mapping[str, float] | None = None,
) -> xr.DataArray:
    """Return how much each sample counts where distributions of factors are cut or tilted.

    Within the stored distribution, in the unit quantile u of a factor: so it is exact for every kind of distribution,
    for rounded and clipped values, and for each lever's own distribution.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    cuts : mapping, optional
        Range of u by factor: samples inside count, ends included, others do not.
    tilts : mapping, optional
        Tilt t by factor: samples count by ``exp(t (2 u - 1))``; 0 leaves them as they are.

    Returns
    -------
    DataArray
        ``run_weight``, dims (sample,); the same for all levers and replicates, so that pairs stay paired.

    Raises
    ------
    InputError
        With all that is wrong with cuts and tilts.
    """
    cuts, tilts = cuts or {}, tilts or {}
    keys = list(factors(dataset))
    faults = [Fault(key, unknown(key, keys, "factor")) for key in dict.fromkeys([*cuts, *tilts]) if key not in keys]
    faults += [
        Fault(key, f"is cut to {low:g} to {high:g}; allowed: 0 <= low < high <= 1")
        for key, (low, high) in cuts.items()
        if not 0 <= low < high <= 1
    ]
    faults += [
        Fault(key, f"is tilted by {tilt:g}; allowed: {-MOST_TILT:g} to {MOST_TILT:g}")
        for key, tilt in tilts.items()
        if not abs(tilt) <= MOST_TILT
    ]
    if faults:
        raise InputError(faults)
    total = np.ones(dataset.sizes["sample"])
    if cuts or tilts:
        unit = dataset["u"].transpose("factor", "sample").values
        for key, (low, high) in cuts.items():
            total *= (unit[keys.index(key)] >= low) & (unit[keys.index(key)] <= high)
        for key, tilt in tilts.items():
            total *= np.exp(tilt * (2 * unit[keys.index(key)] - 1))
    return xr.DataArray(total, {"sample": dataset["sample"]}, ("sample",), "run_weight")


def effective_number(run_weights: xr.DataArray) -> xr.DataArray:
    """Return how many independent runs some weights are worth.

    That is Kish's ``(sum W)^2 / sum W^2``. Samples are what is counted, since runs of one sample share its factors: W
    is the mean weight of the sample's runs that ended well, so the sample's own weight where conditions concern factors
    only, and the share of its replicates that agree where they concern events. A sweep of a single sample counts its
    replicates.

    Parameters
    ----------
    run_weights : DataArray
        Weights, dims (levers, sample, replicate); NaN for runs that do not count.

    Returns
    -------
    DataArray
        ``effective_runs``, dims (levers).

    References
    ----------
    Kish 1965, Survey Sampling, section 11.7.
    """
    alone = run_weights.sizes["sample"] == 1
    counted, other = ("replicate", "sample") if alone else ("sample", "replicate")
    each = run_weights.mean(other)
    squares = (each**2).sum(counted)
    return (each.sum(counted) ** 2 / squares.where(squares > 0)).fillna(0.0).rename("effective_runs")


def runs_of_intervals(dataset: xr.Dataset, effective: xr.DataArray) -> xr.DataArray:
    """Return as how many runs intervals of a sweep count, of its effective number of runs; NaN where there is none.

    Where all samples share their chance, or rows only mean something together, no number of runs says how far another
    sweep would differ.
    """
    return effective if rows_are_independent(dataset) else xr.full_like(effective, np.nan)


def interval_runs(dataset: xr.Dataset) -> xr.DataArray:
    """Return as how many runs intervals of a sweep count where nothing is known, dims (levers); NaN where of none."""
    return runs_of_intervals(dataset, effective_number(weights(dataset, ())))


def left_out_share(dataset: xr.Dataset, given: Sequence[str | Condition] = ()) -> xr.DataArray:
    """Return the share of the runs made that did not end well, dims (levers), weighted by the conditions on factors.

    What such a run would have met of events is not known. Runs that were excluded, not needed or not yet made failed at
    nothing and are not counted: :func:`unmade_runs` are so many.
    """
    total = xr.ones_like(dataset["status"], dtype=np.float64).load().drop_attrs()
    for condition in read(dataset, given):
        if condition.about.kind == FACTOR:
            total = total * condition.weights()
    total = total.where(_made(dataset), 0.0)
    whole = total.sum(SAMPLING)
    return total.where(~finished(dataset), 0.0).sum(SAMPLING) / whole.where(whole > 0)


def unmade_runs(dataset: xr.Dataset) -> xr.DataArray:
    """Return how many runs were excluded, not needed or not yet made, dims (levers)."""
    return (~_made(dataset)).sum(SAMPLING)


def _made(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["status"].isin([OK, FAILED, TIMED_OUT, INFEASIBLE])


def read(dataset: xr.Dataset, given: Sequence[str | Condition]) -> tuple[Condition, ...]:
    """Return conditions, those that are texts read first."""
    texts = [given] if isinstance(given, str) else list(given)
    made = iter(conditions(dataset, [text for text in texts if isinstance(text, str)]))
    return tuple(next(made) if isinstance(text, str) else text for text in texts)


def samples_needed(run_weights: xr.DataArray, fewest: int = FEWEST_RUNS) -> int:
    """Return about how many samples give enough effective runs where the poorest combination of levers has too few.

    Rounded up to two digits; 0 where no run agrees, so that nothing can be said.
    """
    least = float(effective_number(run_weights).min())
    if least <= 0:
        return 0
    units = run_weights.sizes["sample"] if run_weights.sizes["sample"] > 1 else run_weights.sizes["replicate"]
    needed = 1.2 * units * fewest / least
    step: int = 10 ** max(0, math.floor(math.log10(needed)) - 1)
    return math.ceil(needed / step) * step
