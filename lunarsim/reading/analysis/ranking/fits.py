"""What matters in a random sample: straight lines through values or ranks, or a screening where samples are few."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.finding import (
    Finding,
    Method,
    Whole,
    at_ends,
    class_shares,
    evidence_of,
    half_of_squares,
    remainder,
    squared,
    whole_variance,
)
from lunarsim.reading.analysis.ranking.screening import Coefficients, screened
from lunarsim.reading.analysis.ranking.standard_errors import both_sides, together
from lunarsim.reading.analysis.ranking.straight_lines import Folds
from lunarsim.reading.analysis.sensitivity.chance import history_widths
from lunarsim.reading.analysis.sensitivity.design_check import factors, shares_chance
from lunarsim.reading.analysis.sensitivity.least_squares import Columns, columns
from lunarsim.reading.analysis.sensitivity.regression import MOVE_TOGETHER, values_of_factor
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, Response, sample_means

Numbers = NDArray[np.float64]

SAMPLES_A_FACTOR = 5
"""With fewer samples than this for each factor there is only a screening."""

FEWEST = 10
"""With fewer samples than this there is nothing at all."""

MOST_SAMPLES = 10_000
"""Of larger sweeps the first so many samples are taken, which know a share to a hundredth or better."""

MOST_OF_SOBOL = 8_192
"""The same of ``design=sobol``: whole powers of two fill the range of every factor, and equal steps would not."""

CLEARLY = 0.05
"""By so much more must ranks predict than values do, to be quoted in their place."""

REGRESSION, RANKS, SCREENING = "regression", "rank regression", "screening"


class _Inputs(NamedTuple):
    """Factors of some samples; what a fit needs is there where samples are enough and no factors move together."""

    varying: NDArray[np.bool_]
    values: Numbers
    ranks: Numbers
    of_values: Columns | None
    of_ranks: Columns | None
    folds_of_values: Folds | None
    folds_of_ranks: Folds | None


def samples_taken(dataset: xr.Dataset) -> int:
    """Return how many samples of a sweep are taken, from the first on."""
    most = MOST_OF_SOBOL if dataset.attrs.get("design") == "sobol" else MOST_SAMPLES
    samples = dataset.sizes["sample"]
    return samples if samples <= MOST_SAMPLES else most


def of_fits(dataset: xr.Dataset) -> Method:
    """Return the method of a sweep whose rows are a random sample."""
    keys, crossed = factors(dataset), shares_chance(dataset)
    evidence = evidence_of(dataset, keys)
    first = slice(0, samples_taken(dataset))
    moving = sorted({str(dim) for key in keys for dim in dataset[key].dims if dim != "sample"})

    @lru_cache(maxsize=2)
    def values_at(place: tuple[tuple[str, int], ...]) -> Numbers:
        # One factor after the other, so that no more of a large sweep is in memory than the samples that are taken.
        return np.stack([values_of_factor(dataset, key, dict(place))[first] for key in keys], axis=1)

    @lru_cache(maxsize=2)
    def inputs(place: tuple[tuple[str, int], ...], mask: bytes) -> _Inputs:
        return _ready(values_at(place)[np.frombuffer(mask, dtype=bool)])

    def finding(at: Mapping[str, int], response: Response) -> Finding | str:
        runs = response.runs.isel(at).values[first]
        there = ~np.isnan(sample_means(runs))
        x = inputs(tuple((dim, at[dim]) for dim in moving), there.tobytes())
        varying = x.varying
        count, number = int(there.sum()), int(varying.sum())
        if not number:
            return "no factor varies here"
        if count < FEWEST:
            return f"{count:,} samples have a value, at least {FEWEST} are needed even for a screening"
        found = _fitted(x, runs[there], crossed, str(response.rules[at].item()) == "reached")
        if isinstance(found, str):
            return found
        coefficients, whole, figures, texts = found
        shares = (coefficients.middle**2 - np.diag(coefficients.covariance)) * whole.scale
        low, high = (end * whole.scale for end in squared(coefficients.middle, coefficients.low, coefficients.high))
        means = sample_means(runs[there])
        ends = np.array([at_ends(column, means) for column in x.values.T])

        def full(values: Numbers) -> Numbers:
            result = np.full(len(keys), np.nan)
            result[varying] = values
            return result

        def half_width(inside: NDArray[np.bool_]) -> float:
            own = inside[varying]
            return whole.scale * half_of_squares(coefficients.middle[own], coefficients.covariance[np.ix_(own, own)])

        classes = class_shares(full(shares), evidence, half_width)
        return Finding(
            {
                "share_alone": full(shares),
                "share_alone_low": full(np.minimum(low, np.maximum(shares, 0.0))),
                "share_alone_high": full(np.minimum(high, 1.0)),
                "effect_direction": full(np.sign(coefficients.middle)),
                "outcome_at_low": full(ends[:, 0]),
                "outcome_at_high": full(ends[:, 1]),
            },
            full(coefficients.p_values),
            classes,
            {**figures, **whole.figures, "remainder_share": remainder(whole, classes), "samples_used": float(count)},
            {**texts, "remainder_meaning": _meaning(whole, crossed, texts["analysis_method"])},
        )

    return finding


def _ready(x: Numbers) -> _Inputs:
    from scipy.stats import rankdata

    varying = np.ptp(x, axis=0) > 0 if len(x) else np.zeros(x.shape[1], dtype=bool)
    values = x[:, varying]
    ranks = rankdata(values, axis=0)
    if not varying.any() or len(x) < SAMPLES_A_FACTOR * varying.sum():
        return _Inputs(varying, values, ranks, None, None, None, None)
    of_values, of_ranks = columns(values), columns(ranks)
    folds = [None if each is None else Folds(each) for each in (of_values, of_ranks)]
    return _Inputs(varying, values, ranks, of_values, of_ranks, *folds)


def _fitted(
    x: _Inputs, runs: Numbers, crossed: bool, is_probability: bool
) -> tuple[Coefficients, Whole, dict[str, float], dict[str, str]] | str:
    """Return the fit to quote, the variance that it shares out, and what is said of it."""
    count, number = x.values.shape
    ranked_runs = _ranked(runs)
    if count < SAMPLES_A_FACTOR * number:
        reason = (
            f"{count:,} samples for {number} factors, fewer than {SAMPLES_A_FACTOR} a factor: rank correlations, one "
            "factor after the other"
        )
        texts = {"analysis_method": SCREENING, "method_reason": reason}
        return screened(x.ranks, sample_means(ranked_runs)), whole_variance(ranked_runs, crossed), {}, texts
    if x.of_values is None or x.of_ranks is None or x.folds_of_values is None or x.folds_of_ranks is None:
        return MOVE_TOGETHER
    figures = {"cross_validated_r_squared": x.folds_of_values.cross_validated(sample_means(runs))}
    if is_probability:
        chosen, reason = REGRESSION, "it is so or not, for which values and ranks are the same"
    else:
        figures["rank_cross_validated_r_squared"] = x.folds_of_ranks.cross_validated(sample_means(ranked_runs))
        chosen, reason = _choice(*figures.values())
    by_ranks = _lines(x.of_ranks, ranked_runs, crossed)
    # Of values with long tails, a few runs can make a line look certain; ranks have no tails.
    quoted = _lines(x.of_values, runs, crossed)._replace(p_values=by_ranks.p_values)
    texts = {"analysis_method": chosen, "method_reason": reason}
    if chosen == REGRESSION:
        return quoted, whole_variance(runs, crossed), figures, texts
    return by_ranks, whole_variance(ranked_runs, crossed), figures, texts


def _choice(of_values: float, of_ranks: float) -> tuple[str, str]:
    """Return which fit is quoted, and why."""
    if of_ranks > of_values + CLEARLY:
        return RANKS, (
            f"ranks predict {_percent(of_ranks)} of unseen samples, values only {_percent(of_values)}: the outcome is "
            "skewed or bends, so shares are of the variance of its ranks"
        )
    return REGRESSION, (
        f"values predict {_percent(of_values)} of unseen samples, ranks {_percent(of_ranks)}, not clearly more, and "
        "shares of values are of the outcome itself"
    )


def _percent(share: float) -> str:
    return f"{max(share, 0.0):.0%}".replace("%", " %")


def _ranked(runs: Numbers) -> Numbers:
    """Return the ranks of runs among all runs that count, so that chance within samples is on the same scale."""
    from scipy.stats import rankdata

    result = np.full(runs.shape, np.nan)
    there = ~np.isnan(runs)
    result[there] = rankdata(runs[there])
    return result


def _lines(x: Columns, runs: Numbers, crossed: bool) -> Coefficients:
    from scipy.stats import t

    fit = x.fit(sample_means(runs))
    errors, freedom = fit.errors, np.full(len(fit.coefficients), float(fit.freedom))
    covariance = fit.fair_covariance
    if crossed and runs.shape[1] > 1:
        histories = runs.shape[1]

        def middle(values: Numbers) -> Mapping[str, Numbers]:
            return {"middle": x.fit(values).coefficients if np.ptp(values) > 0 else np.zeros_like(errors)}

        of_histories = history_widths(middle, runs)["middle"] / t.ppf(0.5 + LEVEL / 2, histories - 1)
        errors, freedom = together(errors, freedom, of_histories, histories - 1.0)
        covariance = covariance + np.diag(of_histories**2)
    half = t.ppf(0.5 + LEVEL / 2, freedom) * errors
    p_values = both_sides(fit.coefficients, errors, freedom)
    return Coefficients(fit.coefficients, fit.coefficients - half, fit.coefficients + half, covariance, p_values)


def _meaning(whole: Whole, crossed: bool, method: str) -> str:
    """Return what the remainder is made of."""
    missed = {SCREENING: "what a screening misses"}.get(method, "what the fit misses")
    if not math.isnan(whole.figures["chance_share"]):
        return f"{missed}: bends, and factors that work together"
    return f"{missed}, given one history" if crossed else f"chance and {missed}"
