"""Standardized regression coefficients: how far an outcome moves with each factor, from any random sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.chance import (
    SHARE,
    chance_share,
    history_note,
    history_widths,
    varies_without_each,
)
from lunarsim.reading.analysis.sensitivity.design_check import (
    RANDOM,
    factors,
    require_design,
    require_factors,
    shares_chance,
)
from lunarsim.reading.analysis.sensitivity.least_squares import columns
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, Figures, by_factor, responses, sample_means

_OFFER = "run again with design=lhs; saltelli has sobol_indices and morris elementary_effects"
OFFER_OF_MORE = "lunarsim resume makes runs that are missing or failed"
"""What to do where no run of a combination ended well."""

MOVE_TOGETHER = "some factors move together in these samples; run more samples"


def regression_coefficients(
    dataset: xr.Dataset, outcomes: Sequence[str] | None = None, dates: str = "judged"
) -> xr.Dataset:
    """Return standardized regression coefficients of values and of ranks.

    A coefficient is the change of the outcome, in its standard deviations, per standard deviation of the factor, the
    others unchanged. Factors are independent by design, so a square is the share of the variance that a straight line
    gives to the factor; where ``r_squared`` is small, there is more than straight lines. SALib has no regression, so
    this is least squares of numpy, with intervals from standard errors that hold where the scatter differs (HC3).
    Replicates are averaged first, so shares are those of the variance of the mean over replicates; beside them stands
    the share of chance in all variance. Samples without a run or a value are left out. Where samples share their
    chance, intervals hold the error of the few histories as well, by leaving out each replicate in turn.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=lhs``, ``monte_carlo`` or ``sobol``.
    outcomes, dates
        As of :func:`lunarsim.reading.analysis.sensitivity.sobol_indices.sobol_indices`.

    Returns
    -------
    Dataset
        ``standardized_coefficient`` and ``rank_coefficient`` with ``standardized_coefficient_low``,
        ``standardized_coefficient_high``, ``rank_coefficient_low`` and ``rank_coefficient_high`` (90 %) [1], dims
        (outcome_name, levers, factor), NaN of factors that do not vary; ``r_squared``, ``adjusted_r_squared``,
        ``rank_r_squared``, ``sample_count``, ``missing_share`` and ``refusal_reason``, dims (outcome_name, levers);
        ``chance_share`` with ``chance_share_low`` and ``chance_share_high`` [1], likewise, the mean variance within
        samples as a share of the whole, NaN of one replicate; coordinates ``factor_evidence`` along ``factor`` and
        ``outcome_title``, ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``.

    Raises
    ------
    AnalysisError
        If design or runs allow it for no outcome: the reason, and what is on offer.

    References
    ----------
    Saltelli et al. 2008, Global Sensitivity Analysis: The Primer, 1.2.5; Long and Ervin 2000, The American
    Statistician 54, 217-224 (HC3).
    """
    what = "regression coefficients"
    require_design(dataset, what, RANDOM, _OFFER)
    require_factors(dataset, what)
    keys, shared = factors(dataset), shares_chance(dataset)

    def figures(at: Mapping[str, int], runs: NDArray[np.float64]) -> Figures | str:
        fitted = fit(at, sample_means(runs))
        if isinstance(fitted, str):
            return fitted
        result = {**fitted, **chance_share(runs, shared)}
        if shared and runs.shape[1] > 1:
            if not varies_without_each(runs):
                return "it varies in one replicate only; run more replicates"
            of_histories = history_widths(lambda values: coefficients(at, values), runs)
            for name, half in of_histories.items():
                middle = result[name]
                for end, sign in (("low", -1), ("high", 1)):
                    of_samples = abs(result[f"{name}_{end}"] - middle)
                    result[f"{name}_{end}"] = middle + sign * np.hypot(of_samples, half)
        return result

    def coefficients(at: Mapping[str, int], values: NDArray[np.float64]) -> Figures:
        fitted = fit(at, values)
        missing = np.full(len(keys), np.nan)
        names = ("standardized_coefficient", "rank_coefficient")
        return {name: missing if isinstance(fitted, str) else fitted[name] for name in names}

    def fit(at: Mapping[str, int], values: NDArray[np.float64]) -> Figures | str:
        from scipy.stats import rankdata, t

        there = ~np.isnan(values)
        inputs = np.stack([values_of_factor(dataset, key, at)[there] for key in keys], axis=1)
        varying = np.ptp(inputs, axis=0) > 0
        count, factor_count = int(there.sum()), int(varying.sum())
        if not factor_count:
            return "no factor varies"
        if count < factor_count + 3:
            needed = max(10 * factor_count, factor_count + 3)
            return f"{count} samples for {factor_count} factors; run at least {needed} samples"
        full = np.full(len(keys), np.nan)
        wide = t.ppf(0.5 + LEVEL / 2, count - factor_count - 1)
        result: dict[str, NDArray[np.float64]] = {"sample_count": np.array(float(count))}
        for name, share, x, y in (
            ("standardized_coefficient", "r_squared", inputs[:, varying], values[there]),
            ("rank_coefficient", "rank_r_squared", rankdata(inputs[:, varying], axis=0), rankdata(values[there])),
        ):
            ready = columns(x)
            if ready is None:
                return MOVE_TOGETHER
            fitted = ready.fit(y)
            for end, sign in (("", 0), ("_low", -1), ("_high", 1)):
                result[name + end] = full.copy()
                result[name + end][varying] = fitted.coefficients + sign * wide * fitted.errors
            result[share] = np.array(fitted.r_squared)
        rest = 1 - result["r_squared"]
        return result | {"adjusted_r_squared": 1 - rest * (count - 1) / (count - factor_count - 1)}

    dims: dict[str, tuple[str, ...]] = {
        f"{name}{end}": ("factor",)
        for name in ("standardized_coefficient", "rank_coefficient")
        for end in ("", "_low", "_high")
    }
    dims |= dict.fromkeys(("r_squared", "adjusted_r_squared", "rank_r_squared", "sample_count", *SHARE), ())
    found = responses(dataset, outcomes, dates, False, OFFER_OF_MORE)
    result = by_factor(dataset, found, what, dims, figures)
    result = result.assign_attrs(dates=dates, confidence_level=LEVEL)
    note = history_note(dataset) if shared else ""
    return result.assign_attrs(notes=note) if note else result


def values_of_factor(dataset: xr.Dataset, key: str, at: Mapping[str, int]) -> NDArray[np.float64]:
    """Return the values of a factor at a lever combination, given by its indices, dims (sample,)."""
    values = dataset[key]
    return values.isel({dim: index for dim, index in at.items() if dim in values.dims}).values
