"""Morris' elementary effects: which of many factors matter, from few runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.design_check import factors, morris_levels, require_design, require_factors
from lunarsim.reading.analysis.sensitivity.responses import (
    LEVEL,
    OFFER_OF_WHOLE,
    SEED,
    Figures,
    by_factor,
    chance_note,
    responses,
)

_OFFER = "run again with design=morris, or take regression_coefficients, which fit a random sample"


def elementary_effects(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None = None,
    dates: str = "judged",
    resamples: int = 1000,
    seed: int = SEED,
) -> xr.Dataset:
    """Return elementary effects from a sweep with ``design=morris``.

    An effect is the change of the outcome per unit quantile of the factor, in the outcome's unit: a move is half of
    the factor's distribution and changes the outcome by half of the effect. Replicates are averaged first.

    Parameters
    ----------
    dataset, outcomes, dates, resamples, seed
        As of :func:`lunarsim.reading.analysis.sensitivity.sobol_indices.sobol_indices`.

    Returns
    -------
    Dataset
        ``mean_effect``, ``mean_absolute_effect`` (mu*, by which factors are ranked) with
        ``mean_absolute_effect_low`` and ``mean_absolute_effect_high`` (SALib's bootstrap over trajectories, normal,
        90 %), and ``effect_deviation`` (sigma, large where the effect depends on other factors or is curved), dims
        (outcome_name, levers, factor); ``missing_share`` and ``refusal_reason``, dims (outcome_name, levers);
        coordinates ``factor_evidence`` along ``factor`` and ``outcome_title``, ``outcome_units`` and
        ``outcome_is_date`` along ``outcome_name``.

    Raises
    ------
    AnalysisError
        If design or runs allow no effect of any outcome: the reason, and what is on offer.

    References
    ----------
    Morris 1991, Technometrics 33, 161-174; Campolongo et al. 2007, Environmental Modelling & Software 22, 1509-1518;
    SALib ``analyze.morris``.
    """
    what = "elementary effects"
    require_design(dataset, what, ("morris",), _OFFER)
    require_factors(dataset, what)
    grid, levels = morris_levels(dataset, what)
    keys = factors(dataset)
    # SALib's levels run from 0 to 1, the stored ones from 1/2n to 1 - 1/2n: its step of n / 2(n - 1) is a step of 1/2.
    per_quantile = levels / (levels - 1)

    def figures(at: Mapping[str, int], values: NDArray[np.float64]) -> Figures | str:
        from SALib.analyze.morris import analyze

        problem = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
        found = analyze(problem, grid, values, num_resamples=resamples, conf_level=LEVEL, num_levels=levels, seed=seed)
        mean, size, half, deviation = (
            np.ma.filled(np.ma.asarray(found[name], dtype=np.float64), np.nan) * per_quantile
            for name in ("mu", "mu_star", "mu_star_conf", "sigma")
        )
        return {
            "mean_effect": mean,
            "mean_absolute_effect": size,
            "mean_absolute_effect_low": np.maximum(size - half, 0.0),
            "mean_absolute_effect_high": size + half,
            "effect_deviation": deviation,
        }

    names = ("mean_effect", *(f"mean_absolute_effect{end}" for end in ("", "_low", "_high")), "effect_deviation")
    found = list(responses(dataset, outcomes, dates, True, OFFER_OF_WHOLE))
    result = by_factor(dataset, found, what, dict.fromkeys(names, ("factor",)), figures)
    result.attrs = {"dates": dates, "trajectories": len(grid) // (len(keys) + 1), "confidence_level": LEVEL}
    note = chance_note(dataset, "effects")
    return result.assign_attrs(notes=note) if note else result
