"""Regret and robustness: how the values of a lever fare across the samples as states of the world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.conditioning.weights import effective_number, runs_of_intervals, weights
from lunarsim.reading.analysis.decisions.options import (
    FEWEST,
    alone_or_tied,
    direction,
    mean_ends,
    option_lever,
    resampled_weights,
    side_levers,
    table,
    worth,
)
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.resampling import mean_intervals
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run, rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import by_outcome, rows
from lunarsim.reading.analysis.valid_runs import SAMPLING, quantiles_and_errors
from lunarsim.words.errors import AnalysisError

RESAMPLES = 400
BY_CHANCE = 0.05
"""In no more than this share of the resamples does a value have the least regret that surely has not."""

FIGURES = (
    *("mean_regret", "mean_regret_low", "mean_regret_high", "regret_p90", "regret_p90_error", "regret_max"),
    *("strictly_best_share", "strictly_best_low", "strictly_best_high", "tied_best_share"),
    *("option_worth", "option_worth_low", "option_worth_high", "least_share"),
)
OF_ALL = ("all_tied_share", "contenders_tied_share")


def may_have_least(least_share: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which values may have the least regret, at least the one that has it in most resamples."""
    return np.asarray((least_share > BY_CHANCE) | (least_share == least_share.max()))


def regret(
    dataset: xr.Dataset,
    by: str | None = None,
    outcomes: Sequence[str] | None = None,
    better: str | None = None,
    target: str | Sequence[str] | None = None,
) -> xr.Dataset:
    """Return how much worse each value of a lever is than the best one, over the samples as states of the world.

    Parameters
    ----------
    dataset : Dataset
        A sweep of any design whose samples are drawn.
    by : str, optional
        The lever; left out, the only one.
    outcomes : sequence of str, optional
        Names or patterns; left out, ``npv_musd``.
    better : str, optional
        ``lower`` or ``higher``; left out, as the name says: dates and costs are better when they are lower.
    target : str or sequence of str, optional
        Conditions that are to be met, such as ``station_basic_year<=2036``.

    Returns
    -------
    Dataset
        ``mean_regret`` with its 90 % interval ``mean_regret_low`` and ``mean_regret_high``, ``regret_p90``, with half
        the width of its interval, ``regret_p90_error``, and ``regret_max`` over the samples, ``option_worth``, the
        mean, with its interval ``option_worth_low`` and ``option_worth_high``, ``strictly_best_share`` of the samples
        in which the value is better than all others, with its interval ``strictly_best_low`` and ``strictly_best_high``
        (Wilson), ``tied_best_share`` of those in which it is among several best, ``least_share`` of the resamples of
        samples in which the value has the least mean regret, ties counted for each (outcome_name, levers);
        ``all_tied_share`` of the samples in which all values are the same, ``contenders_tied_share`` of those in which
        all are that may have the least regret (outcome_name, other levers); with ``target`` also ``satisficing_share``
        of the runs that meet it, with ``satisficing_low`` and ``satisficing_high`` (levers).

    Raises
    ------
    AnalysisError
        If there is no lever with two values, or it is not evident which way is better.

    References
    ----------
    Savage 1951, J. Am. Stat. Assoc. 46, 55-67 (regret); Lempert et al. 2006, Management Science 52, 514-528.
    """
    lever = option_lever(dataset, by)
    if lever is None or dataset.sizes[lever] < 2:
        raise AnalysisError(
            "regret needs a lever with two values at least; run a sweep such as: lunarsim -m site=fra_mauro,shackleton"
        )
    if dataset.sizes["sample"] < FEWEST:
        more = line_to_run(dataset, "design=lhs", "design.samples=200")
        raise AnalysisError(f"regret: {dataset.sizes['sample']} samples, needed {FEWEST}; run again with: {more}")
    outcome_rows = list(rows(dataset, outcomes or ["npv_musd"]))
    side = side_levers(dataset, lever)
    # Where the samples share their chance, intervals are those given that chance.
    together = rows_of_a_group(dataset) or 1
    columns: dict[str, list[xr.DataArray]] = {name: [] for name in (*FIGURES, *OF_ALL)}
    for row in outcome_rows:
        sign, values = direction(row, better), worth(dataset, row)
        shape = values.isel(sample=0, drop=True)
        found = {name: xr.full_like(shape, np.nan) for name in FIGURES}
        found |= {name: xr.full_like(shape.isel({lever: 0}, drop=True), np.nan) for name in OF_ALL}
        for index in np.ndindex(*(dataset.sizes[name] for name in side)):
            at = dict(zip(side, index, strict=True))
            options = sign * table(values, lever, at, row.name)[0]
            lost = options.max(axis=0) - options
            strictly, tied, found["all_tied_share"][at] = alone_or_tied(options)
            drawn = resampled_weights(options.shape[1], RESAMPLES, SEED)
            figures = {"regret_max": lost.max(axis=1), "option_worth": sign * options.mean(axis=1)}
            low, high = np.sort([sign * end for end in mean_ends(options, drawn)], axis=0)
            figures |= {"option_worth_low": low, "option_worth_high": high}
            rows_lost = xr.DataArray(lost[..., np.newaxis], dims=(lever, *SAMPLING))
            p90, error = (each.values[:, 0] for each in quantiles_and_errors(rows_lost, [0.9]))
            figures |= {"regret_p90": p90, "regret_p90_error": error}
            figures["strictly_best_share"], figures["tied_best_share"] = strictly.mean(axis=1), tied.mean(axis=1)
            figures["mean_regret"] = lost.mean(axis=1)
            figures["strictly_best_low"], figures["strictly_best_high"] = wilson(
                strictly.mean(axis=1), np.full(len(strictly), float(strictly.shape[1])), LEVEL
            )
            means = np.einsum("rs,ds->rd", drawn, lost)
            figures["least_share"] = (means == means.min(axis=1, keepdims=True)).mean(axis=0)
            contend = options[may_have_least(figures["least_share"])]
            found["contenders_tied_share"][at] = (contend == contend[0]).all(axis=0).mean()
            ends = mean_intervals(lost.T, together, LEVEL, SEED)
            # No regret is below none, which the symmetric interval of a few samples does not know.
            figures["mean_regret_low"], figures["mean_regret_high"] = (end.clip(min=0.0) for end in ends)
            for name, numbers in figures.items():
                found[name][at] = xr.DataArray(numbers, dims=[lever])
        for name, each_value in found.items():
            columns[name].append(each_value)
    result = by_outcome(outcome_rows, columns)
    if target is not None:
        met = weights(dataset, [target] if isinstance(target, str) else target)
        share = met.mean(SAMPLING)
        count = runs_of_intervals(dataset, effective_number(xr.ones_like(met).where(met.notnull())))
        low, high = wilson(share, count, LEVEL)
        result = result.assign(satisficing_share=share, satisficing_low=low, satisficing_high=high)
    result.attrs = {"option_lever": lever, "target": target or "", "confidence_level": LEVEL, "bootstrap_seed": SEED}
    return result
