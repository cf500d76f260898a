"""How much of an outcome's uncertainty rests on inputs that are merely assumed."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.analysis.sensitivity.chance import SHARE
from lunarsim.words.errors import AnalysisError


def shares_by_evidence(result: xr.Dataset) -> xr.Dataset:
    """Return the share of variance by evidence level of the factors: measured, published, analogue or assumed.

    With Sobol' indices, the sum of first-order indices is at most what the factors of a level explain by themselves,
    and the sum of total effects at least what would go if all of them were known; interactions lie between the two.
    With regression coefficients, the sum of squares is the share along straight lines.

    Parameters
    ----------
    result : Dataset
        Of ``sobol_indices`` or ``regression_coefficients``.

    Returns
    -------
    Dataset
        ``first_order_sum`` and ``total_effect_sum``, or ``linear_sum`` [1], dims (outcome_name, levers,
        evidence_level), of the variance of the mean over replicates; beside them ``chance_share``, ``chance_share_low``
        and ``chance_share_high`` [1], what rests on no input of the variance of all runs, dims (outcome_name, levers),
        NaN of one replicate; coordinates ``outcome_title``, ``outcome_units`` and ``outcome_is_date`` along
        ``outcome_name``.

    Raises
    ------
    AnalysisError
        If the result holds no shares of variance, or the factors have no evidence.
    """
    if "first_order" in result:
        shares = {f"{name}_sum": result[name] for name in ("first_order", "total_effect")}
    elif "standardized_coefficient" in result:
        shares = {"linear_sum": result["standardized_coefficient"] ** 2}
    else:
        raise AnalysisError("shares by evidence: need the result of sobol_indices or of regression_coefficients")
    evidence = result["factor_evidence"]
    levels = [str(level) for level in dict.fromkeys(evidence.values.tolist()) if level]
    if not levels:
        raise AnalysisError("shares by evidence: the factors of this sweep have no evidence")
    axis = xr.Variable("evidence_level", levels)
    sums = xr.Dataset(
        {
            # Factors that do not vary have no share; refused outcomes have none at all.
            name: xr.concat([each.where(evidence == level).sum("factor") for level in levels], axis).where(
                each.notnull().any("factor")
            )
            for name, each in shares.items()
        }
    )
    return sums.assign({name: result[name] for name in SHARE if name in result})
