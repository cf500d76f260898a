"""Sobol' indices: the shares of an outcome's variance that factors have, alone and with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from lunarsim.reading.analysis.sensitivity.design_check import require_design, saltelli_rows
from lunarsim.reading.analysis.sensitivity.responses import (
    LEVEL,
    OFFER_OF_WHOLE,
    SEED,
    Figures,
    FiguresOf,
    by_factor,
    responses,
    sample_means,
    varies,
)
from lunarsim.reading.analysis.sensitivity.salib import FEWEST_RESAMPLES, checked_problem

_OFFER = "run again with design=saltelli, or take regression_coefficients, which fit a random sample"

WHAT = "Sobol' indices"

RESAMPLES = 200


def sobol_indices(
    dataset: xr.Dataset,
    outcomes: Sequence[str] | None = None,
    dates: str = "judged",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> xr.Dataset:
    """Return Sobol' indices of first order and of total effect from a sweep with ``design=saltelli``.

    All samples must have met the same chance; else the indices would be those of noise. Replicates are averaged
    first, so indices are shares of the variance of the mean over replicates; beside them stands the share of chance in
    all variance. Intervals (90 %) hold the error of the base samples, by SALib's bootstrap (normal), and that of the
    few histories, by leaving out each replicate in turn; given one history they hold the former alone.

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
        once; ``chance_share`` with ``chance_share_low`` and ``chance_share_high`` [1], the mean variance within samples
        as a share of the whole, NaN of one replicate; ``missing_share`` and ``refusal_reason``, dims (outcome_name,
        levers); coordinates ``factor_evidence`` along ``factor`` and ``outcome_title``, ``outcome_units`` and
        ``outcome_is_date`` along ``outcome_name``.

    Raises
    ------
    AnalysisError
        If design, chance or runs allow no index of any outcome: the reason, and what is on offer.

    References
    ----------
    Saltelli et al. 2010, Computer Physics Communications 181, 259-270; SALib ``analyze.sobol``.
    """
    base, second_order, figures = index_figures(dataset, resamples, seed)
    dims = {
        f"{name}{end}": own
        for name, own in (
            ("first_order", ("factor",)),
            ("total_effect", ("factor",)),
            *((("second_order", ("factor", "other_factor")),) if second_order else ()),
        )
        for end in ("", "_low", "_high")
    } | dict.fromkeys(SHARE, ())
    found = responses(dataset, outcomes, dates, True, OFFER_OF_WHOLE)
    result = by_factor(dataset, found, WHAT, dims, figures)
    result.attrs = {"dates": dates, "base_samples": base, "confidence_level": LEVEL, "resamples": resamples}
    note = history_note(dataset)
    return result.assign_attrs(notes=note) if note else result


def index_figures(dataset: xr.Dataset, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[int, bool, FiguresOf]:
    """Return base samples, whether there is a second order, and what makes indices of runs.

    Parameters
    ----------
    dataset, resamples, seed
        As of :func:`sobol_indices`.

    Raises
    ------
    AnalysisError
        If design or chance allow no index.
    """
    require_design(dataset, WHAT, ("saltelli",), _OFFER)
    problem = checked_problem(dataset, WHAT, 2)
    base, second_order = saltelli_rows(dataset, WHAT)
    names = {"first_order": "S1", "total_effect": "ST"} | ({"second_order": "S2"} if second_order else {})

    def salib(values: NDArray[np.float64], times: int) -> Mapping[str, Any]:
        from SALib.analyze.sobol import analyze

        options = {"calc_second_order": second_order, "conf_level": LEVEL, "seed": seed}
        found: Mapping[str, Any] = analyze(problem, values, num_resamples=times, **options)
        return found

    def indices(values: NDArray[np.float64]) -> Figures:
        found = salib(values, FEWEST_RESAMPLES)
        return {name: np.asarray(found[short]) for name, short in names.items()}

    def figures(at: Mapping[str, int], runs: NDArray[np.float64]) -> Figures | str:
        # Of A and B alone, which SALib divides by; elsewhere an outcome may vary without them.
        independent = runs.reshape(base, -1, runs.shape[1])[:, [0, -1]].reshape(2 * base, -1)
        if not varies(sample_means(independent)):
            return "it varies in too few samples; run more base samples"
        if not varies_without_each(independent):
            return "it varies in one replicate only; run more replicates"
        found, of_histories = salib(sample_means(runs), resamples), history_widths(indices, runs)
        result = dict(chance_share(independent, crossed=True))
        for name, short in names.items():
            middle, half = np.asarray(found[short]), np.hypot(found[f"{short}_conf"], of_histories[name])
            result |= {name: middle, f"{name}_low": middle - half, f"{name}_high": middle + half}
        return result

    return base, second_order, figures
