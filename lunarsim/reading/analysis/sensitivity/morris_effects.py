"""Morris' elementary effects: which of many factors matter, from few runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.chance import history_note, history_widths
from lunarsim.reading.analysis.sensitivity.design_check import morris_levels, require_design
from lunarsim.reading.analysis.sensitivity.responses import (
    LEVEL,
    OFFER_OF_WHOLE,
    SEED,
    Figures,
    FiguresOf,
    by_factor,
    responses,
    sample_means,
)
from lunarsim.reading.analysis.sensitivity.salib import FEWEST_RESAMPLES, checked_problem

_OFFER = "run again with design=morris, or take regression_coefficients, which fit a random sample"

WHAT = "elementary effects"

RESAMPLES = 1000


def elementary_effects(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None = None,
    dates: str = "judged",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> xr.Dataset:
    """Return elementary effects from a sweep with ``design=morris``.

    An effect is the change of the outcome per unit quantile of the factor, in the outcome's unit: a move is half of
    the factor's distribution and changes the outcome by half of the effect. All samples must have met the same chance;
    else chance would count as effects. Replicates are averaged first. The interval holds the error of the trajectories
    and, given more than one history, that of the histories.

    Parameters
    ----------
    dataset, outcomes, dates, resamples, seed
        As of :func:`lunarsim.reading.analysis.sensitivity.sobol_indices.sobol_indices`.

    Returns
    -------
    Dataset
        ``mean_effect``, ``mean_absolute_effect`` (mu*, by which factors are ranked) with
        ``mean_absolute_effect_low`` and ``mean_absolute_effect_high`` (SALib's bootstrap over trajectories, normal, and
        each replicate left out in turn, 90 %), and ``effect_deviation`` (sigma, large where the effect depends on other
        factors or is curved), dims (outcome_name, levers, factor); ``missing_share`` and ``refusal_reason``, dims
        (outcome_name, levers); coordinates ``factor_evidence`` along ``factor`` and ``outcome_title``,
        ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``.

    Raises
    ------
    AnalysisError
        If design, chance or runs allow no effect of any outcome: the reason, and what is on offer.

    References
    ----------
    Morris 1991, Technometrics 33, 161-174; Campolongo et al. 2007, Environmental Modelling & Software 22, 1509-1518;
    SALib ``analyze.morris``.
    """
    count, figures = effect_figures(dataset, resamples, seed)
    names = ("mean_effect", *(f"mean_absolute_effect{end}" for end in ("", "_low", "_high")), "effect_deviation")
    found = responses(dataset, outcomes, dates, True, OFFER_OF_WHOLE)
    result = by_factor(dataset, found, WHAT, dict.fromkeys(names, ("factor",)), figures)
    result.attrs = {"dates": dates, "trajectories": count, "confidence_level": LEVEL}
    note = history_note(dataset)
    return result.assign_attrs(notes=note) if note else result


def effect_figures(dataset: xr.Dataset, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[int, FiguresOf]:
    """Return the number of trajectories, and what makes effects of runs.

    Parameters
    ----------
    dataset, resamples, seed
        As of :func:`elementary_effects`.

    Raises
    ------
    AnalysisError
        If design or chance allow no effect.
    """
    require_design(dataset, WHAT, ("morris",), _OFFER)
    problem = checked_problem(dataset, WHAT)
    grid, levels = morris_levels(dataset, WHAT)
    # SALib's levels run from 0 to 1, the stored ones from 1/2n to 1 - 1/2n: its step of n / 2(n - 1) is a step of 1/2.
    per_quantile = levels / (levels - 1)

    def salib(values: NDArray[np.float64], times: int) -> Figures:
        from SALib.analyze.morris import analyze

        found = analyze(problem, grid, values, num_resamples=times, conf_level=LEVEL, num_levels=levels, seed=seed)
        return {
            name: np.ma.filled(np.ma.asarray(found[name], dtype=np.float64), np.nan) * per_quantile
            for name in ("mu", "mu_star", "mu_star_conf", "sigma")
        }

    def figures(at: Mapping[str, int], runs: NDArray[np.float64]) -> Figures | str:
        found = salib(sample_means(runs), resamples)
        mean, size, deviation = found["mu"], found["mu_star"], found["sigma"]
        of_histories = history_widths(lambda values: salib(values, FEWEST_RESAMPLES), runs)
        half = np.hypot(found["mu_star_conf"], of_histories["mu_star"])
        return {
            "mean_effect": mean,
            "mean_absolute_effect": size,
            "mean_absolute_effect_low": np.maximum(size - half, 0.0),
            "mean_absolute_effect_high": size + half,
            "effect_deviation": deviation,
        }

    return len(grid) // (problem["num_vars"] + 1), figures
