"""Regret and robustness: how the values of a lever fare across the samples as states of the world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.weights import effective_number, runs_of_intervals, weights
from lunarsim.reading.analysis.decisions.options import (
    FEWEST,
    direction,
    option_lever,
    resampled_weights,
    side_levers,
    table,
    worth,
)
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import by_outcome, rows
from lunarsim.reading.analysis.valid_runs import SAMPLING
from lunarsim.words.errors import AnalysisError

RESAMPLES = 400
FIGURES = (
    *("mean_regret", "mean_regret_low", "mean_regret_high", "regret_p90", "regret_max"),
    *("best_share", "best_share_low", "best_share_high", "option_worth", "least_share"),
)


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
        ``mean_regret`` with its 90 % interval ``mean_regret_low`` and ``mean_regret_high``, ``regret_p90`` and
        ``regret_max`` over the samples, ``option_worth``, the mean, ``best_share`` of the samples in which the value is
        best, ties shared out, with ``best_share_low`` and ``best_share_high``, ``least_share`` of the resamples of
        samples in which the value has the least mean regret, ties counted for each (outcome_name, levers); with
        ``target`` also ``satisficing_share`` of the runs that meet it, with ``satisficing_low`` and
        ``satisficing_high`` (levers).

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
    columns: dict[str, list[xr.DataArray]] = {name: [] for name in FIGURES}
    for row in outcome_rows:
        sign, values = direction(row, better), worth(dataset, row)
        shape = values.isel(sample=0, drop=True)
        found = {name: xr.full_like(shape, np.nan) for name in FIGURES}
        for index in np.ndindex(*(dataset.sizes[name] for name in side)):
            at = dict(zip(side, index, strict=True))
            options = sign * table(values, lever, at, row.name)[0]
            lost = options.max(axis=0) - options
            best = (lost == 0) / (lost == 0).sum(axis=0)
            drawn = resampled_weights(options.shape[1], RESAMPLES, SEED)
            figures = {"regret_max": lost.max(axis=1), "option_worth": sign * options.mean(axis=1)}
            figures["regret_p90"] = np.quantile(lost, 0.9, axis=1, method="inverted_cdf")
            for name, each in (("mean_regret", lost), ("best_share", best)):
                means = np.einsum("rs,ds->rd", drawn, each)
                figures[name] = each.mean(axis=1)
                if name == "mean_regret":
                    figures["least_share"] = (means == means.min(axis=1, keepdims=True)).mean(axis=0)
                figures[f"{name}_low"], figures[f"{name}_high"] = np.quantile(
                    means, (0.5 - LEVEL / 2, 0.5 + LEVEL / 2), axis=0
                )
            for name, numbers in figures.items():
                found[name][at] = xr.DataArray(numbers, dims=[lever])
        for name in FIGURES:
            columns[name].append(found[name])
    result = by_outcome(outcome_rows, columns)
    if target is not None:
        met = weights(dataset, [target] if isinstance(target, str) else target)
        share = met.mean(SAMPLING)
        count = runs_of_intervals(dataset, effective_number(xr.ones_like(met).where(met.notnull())))
        low, high = wilson(share, count, LEVEL)
        result = result.assign(satisficing_share=share, satisficing_low=low, satisficing_high=high)
    result.attrs = {"option_lever": lever, "target": target or "", "confidence_level": LEVEL, "bootstrap_seed": SEED}
    return result
