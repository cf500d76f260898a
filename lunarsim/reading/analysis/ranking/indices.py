"""What matters in a design for Sobol' indices: the shares of the variance that factors have, alone and with others."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.finding import (
    ENDS,
    Finding,
    Method,
    at_ends,
    class_shares,
    evidence_of,
    remainder,
    whole_variance,
)
from lunarsim.reading.analysis.ranking.standard_errors import above_zero, either, of_mean, shared
from lunarsim.reading.analysis.sensitivity.chance import history_widths
from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.sensitivity.regression import values_of_factor
from lunarsim.reading.analysis.sensitivity.responses import Response, sample_means
from lunarsim.reading.analysis.sensitivity.sobol_indices import index_figures
from lunarsim.words.distributions import Z95

Numbers = NDArray[np.float64]

SOBOL = "Sobol' indices"

CLEAR_DIRECTION = 0.05
"""Level at which a rank correlation gives a factor its direction; else it works both ways."""


def of_indices(dataset: xr.Dataset) -> Method:
    """Return the method of a sweep with ``design=saltelli``.

    Raises
    ------
    AnalysisError
        If its chance or rows allow no index.
    """
    base, _, figures = index_figures(dataset)
    keys = factors(dataset)
    evidence = evidence_of(dataset, keys)

    def finding(at: Mapping[str, int], response: Response) -> Finding | str:
        runs = response.runs.isel(at).values
        found = figures(at, runs)
        if isinstance(found, str):
            return found
        by_base = runs.reshape(base, -1, runs.shape[1])
        independent = by_base[:, [0, -1]].reshape(2 * base, -1)
        whole = whole_variance(independent, crossed=True)
        shares = {
            f"{name}{end}": np.asarray(found[f"{index}{end}"]) * whole.scale
            for name, index in (("share_alone", "first_order"), ("share_with_others", "total_effect"))
            for end in ENDS
        }
        for name in ("share_alone", "share_with_others"):
            for end in ENDS[1:]:
                shares[name + end] = np.clip(shares[name + end], 0.0, 1.0)

        def half_width(inside: NDArray[np.bool_]) -> float:
            def summed(values: Numbers) -> dict[str, Numbers]:
                return {"sum": contributions(values.reshape(base, -1), len(keys))[:, inside].sum(axis=1).mean()}

            pieces = contributions(sample_means(runs).reshape(base, -1), len(keys))[:, inside].sum(axis=1)
            of_samples = Z95 * pieces.std(ddof=1) / math.sqrt(base)
            return whole.scale * float(np.hypot(of_samples, history_widths(summed, runs)["sum"]))

        classes = class_shares(shares["share_alone"], evidence, half_width)
        means = sample_means(independent)
        ends = np.empty((len(keys), 2))
        directions = np.empty(len(keys))
        for index, key in enumerate(keys):
            values = values_of_factor(dataset, key, at).reshape(base, -1)[:, [0, -1]].ravel()
            ends[index] = at_ends(values, means)
            directions[index] = _direction(values, means)
        one = math.isnan(whole.figures["chance_share"])
        return Finding(
            {**shares, "effect_direction": directions, "outcome_at_low": ends[:, 0], "outcome_at_high": ends[:, 1]},
            either(p_of_first_orders(by_base, len(keys)), p_of_total_effects(by_base, len(keys))),
            classes,
            {**whole.figures, "remainder_share": remainder(whole, classes), "samples_used": float(base)},
            {
                "analysis_method": SOBOL,
                "method_reason": f"design=saltelli: {base} base samples, each with every factor moved by itself",
                "remainder_meaning": "factors that work together" + ", given one history" * one,
            },
        )

    return finding


def contributions(values: Numbers, count: int) -> Numbers:
    """Return what each base sample adds to the indices of first order, whose mean they are, dims (base, factor).

    Parameters
    ----------
    values : array, dims (base, row)
        Of an outcome, in the order of SALib.
    count : int
        Of the factors; rows of second order behind theirs are not read.

    References
    ----------
    Saltelli et al. 2010, Computer Physics Communications 181, 259-270, table 2 (b).
    """
    first, last = values[:, 0], values[:, -1]
    both = np.stack([first, last])
    steps = values[:, 1 : 1 + count] - first[:, np.newaxis]
    variance = both.var()
    if not variance > 0:
        return np.zeros_like(steps)
    pieces: Numbers = (last - values.mean())[:, np.newaxis] * steps / variance
    return pieces


def p_of_first_orders(by_base: Numbers, count: int) -> Numbers:
    """Return p-values of the hypothesis that factors do nothing by themselves, dims (factor,).

    Parameters
    ----------
    by_base : array, dims (base, row, replicate)
        Of an outcome.
    count : int
        Of the factors.
    """
    histories = by_base.shape[2]
    pieces = contributions(by_base.mean(axis=2), count)
    others = (np.delete(by_base, each, axis=2).mean(axis=2) for each in range(histories if histories > 1 else 0))
    without = [contributions(values, count).mean(axis=0) for values in others]
    return above_zero(pieces.mean(axis=0), *of_mean(pieces, without))


def p_of_total_effects(by_base: Numbers, count: int) -> Numbers:
    """Return p-values of the hypothesis that factors do nothing at all, dims (factor,); NaN of fewer than 3 histories.

    A step of a factor moves what chance does next, too, in every history otherwise. So what a step does in one history
    is multiplied by what it does in another: on average only effects that all histories share are left.
    """
    histories = by_base.shape[2]
    if histories < 3:
        return np.full(count, np.nan)
    p_values = np.empty(count)
    for index in range(count):
        steps = by_base[:, 1 + index] - by_base[:, 0]
        products = shared(steps)
        without = [shared(np.delete(steps, each, axis=1)).mean() for each in range(histories)]
        p_values[index] = above_zero(products.mean(), *of_mean(products, without))
    return p_values


def _direction(values: Numbers, means: Numbers) -> float:
    from scipy.stats import spearmanr

    if not np.ptp(values) > 0:
        return math.nan
    found = spearmanr(values, means)
    return float(np.sign(found.statistic)) if found.pvalue < CLEAR_DIRECTION else 0.0
