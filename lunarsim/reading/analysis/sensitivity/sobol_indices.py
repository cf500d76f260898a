"""Sobol' indices: the shares of an outcome's variance that factors have, alone and with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.design_check import factors, require_design, require_factors, saltelli_rows
from lunarsim.reading.analysis.sensitivity.responses import (
    LEVEL,
    OFFER_OF_WHOLE,
    SEED,
    Figures,
    by_factor,
    chance_note,
    responses,
)

_OFFER = "run again with design=saltelli, or take regression_coefficients, which fit a random sample"


def sobol_indices(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None = None,
    dates: str = "judged",
    resamples: int = 200,
    seed: int = SEED,
) -> xr.Dataset:
    """Return Sobol' indices of first order and of total effect from a sweep with ``design=saltelli``.

    Replicates are averaged first. Intervals are those of SALib's bootstrap over base samples (normal, 90 %).

    Parameters
    ----------
    dataset : Dataset
        A complete sweep: a lever combination with a missing run is left out, with the reason.
    outcomes : sequence of str, optional
        Variables; left out, those of the summary.
    dates : str
        Rule for dates that are not reached, ``judged``, ``capped`` or ``reached``;
        see :func:`lunarsim.reading.analysis.sensitivity.responses.responses`.
    resamples, seed : int
        Of the bootstrap; the seed is above 0.

    Returns
    -------
    Dataset
        ``first_order`` and ``total_effect`` with ``first_order_low``, ``first_order_high``, ``total_effect_low`` and
        ``total_effect_high`` [1], dims (outcome_name, levers, factor); with rows of second order ``second_order``,
        ``second_order_low`` and ``second_order_high``, dims (outcome_name, levers, factor, other_factor), each pair
        once; ``missing_share`` and ``refusal_reason``, dims (outcome_name, levers); coordinates ``factor_evidence``
        along ``factor`` and ``outcome_title``, ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``.

    Raises
    ------
    AnalysisError
        If design or runs allow no index of any outcome: the reason, and what is on offer.

    References
    ----------
    Saltelli et al. 2010, Computer Physics Communications 181, 259-270; SALib ``analyze.sobol``.
    """
    what = "Sobol' indices"
    require_design(dataset, what, ("saltelli",), _OFFER)
    require_factors(dataset, what, 2)
    base, second_order = saltelli_rows(dataset, what)
    keys = factors(dataset)
    problem = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}

    def figures(at: Mapping[str, int], values: NDArray[np.float64]) -> Figures | str:
        from SALib.analyze.sobol import analyze

        # Of A and B alone, which SALib divides by; elsewhere an outcome may vary without them.
        step = values.size // base
        if np.ptp(values.reshape(base, step)[:, [0, -1]]) == 0:
            return "it varies in too few samples; run more base samples"
        found = analyze(
            problem, values, calc_second_order=second_order, num_resamples=resamples, conf_level=LEVEL, seed=seed
        )
        names = {"first_order": "S1", "total_effect": "ST"} | ({"second_order": "S2"} if second_order else {})
        result: dict[str, NDArray[np.float64]] = {}
        for name, short in names.items():
            middle, half = np.asarray(found[short]), np.asarray(found[f"{short}_conf"])
            result |= {name: middle, f"{name}_low": middle - half, f"{name}_high": middle + half}
        return result

    dims = {
        f"{name}{end}": own
        for name, own in (
            ("first_order", ("factor",)),
            ("total_effect", ("factor",)),
            *((("second_order", ("factor", "other_factor")),) if second_order else ()),
        )
        for end in ("", "_low", "_high")
    }
    found = list(responses(dataset, outcomes, dates, True, OFFER_OF_WHOLE))
    result = by_factor(dataset, found, what, dims, figures)
    result.attrs = {"dates": dates, "base_samples": base, "confidence_level": LEVEL, "resamples": resamples}
    note = chance_note(dataset, "total effects")
    return result.assign_attrs(notes=note) if note else result
