"""What matters in a design of trajectories or of single steps: how far factors move an outcome, in its unit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.finding import Finding, Method
from lunarsim.reading.analysis.ranking.standard_errors import above_zero, both_sides, either, of_mean, shared
from lunarsim.reading.analysis.sensitivity.design_check import factors
from lunarsim.reading.analysis.sensitivity.morris_effects import effect_figures
from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, Response
from lunarsim.words.errors import AnalysisError

Numbers = NDArray[np.float64]

MORRIS, SWINGS = "elementary effects", "swings"


def of_effects(dataset: xr.Dataset) -> Method:
    """Return the method of a sweep with ``design=morris``.

    Raises
    ------
    AnalysisError
        If its chance or rows allow no effect.
    """
    trajectories, figures = effect_figures(dataset)
    unit = dataset["u"].transpose("sample", "factor").values.reshape(trajectories, -1, len(factors(dataset)))

    def finding(at: Mapping[str, int], response: Response) -> Finding | str:
        runs = response.runs.isel(at).values
        found = figures(at, runs)
        if isinstance(found, str):
            return found
        own = effects_of(unit, runs.reshape(trajectories, -1, runs.shape[1]))
        mean = np.asarray(found["mean_effect"])
        p_values = either(*p_of_effects(own))
        return Finding(
            {
                "effect_size": np.asarray(found["mean_absolute_effect"]),
                "effect_size_low": np.asarray(found["mean_absolute_effect_low"]),
                "effect_size_high": np.asarray(found["mean_absolute_effect_high"]),
                "effect_direction": np.sign(mean),
            },
            p_values,
            {},
            {"samples_used": float(trajectories)},
            {
                "analysis_method": MORRIS,
                "method_reason": f"design=morris: {trajectories} trajectories, in which each factor moves once",
                "remainder_meaning": "",
            },
        )

    return finding


def effects_of(unit: Numbers, by_trajectory: Numbers) -> Numbers:
    """Return the effect of each factor in each trajectory and history, dims (trajectory, factor, replicate).

    Parameters
    ----------
    unit : array, dims (trajectory, row, factor)
        Unit quantiles; from row to row one factor moves.
    by_trajectory : array, dims (trajectory, row, replicate)
        Of an outcome.
    """
    moves, steps = np.diff(unit, axis=1), np.diff(by_trajectory, axis=1)
    row = np.abs(moves).argmax(axis=1)
    size = np.take_along_axis(moves, row[:, np.newaxis, :], axis=1)[:, 0]
    return np.take_along_axis(steps, row[:, :, np.newaxis], axis=1) / size[:, :, np.newaxis]


def p_of_effects(effects: Numbers) -> tuple[Numbers, Numbers]:
    """Return p-values of the hypotheses that factors have no mean effect, and none at all, dims (factor,).

    The latter is tested by products of effects in two histories, as chance moves each history in its own way; NaN of
    fewer than three.

    Parameters
    ----------
    effects : array, dims (trajectory, factor, replicate)
    """
    _, count, histories = effects.shape
    others = [np.delete(effects, each, axis=2) for each in range(histories)] if histories > 1 else []
    means = effects.mean(axis=2)
    p_of_mean = both_sides(means.mean(axis=0), *of_mean(means, [each.mean(axis=(0, 2)) for each in others]))
    if histories < 3:
        return p_of_mean, np.full(count, np.nan)
    products = shared(effects)
    p_of_any = above_zero(products.mean(axis=0), *of_mean(products, [shared(each).mean(axis=0) for each in others]))
    return p_of_mean, p_of_any


def of_swings(dataset: xr.Dataset) -> Method:
    """Return the method of a sweep with ``design=one_at_a_time``.

    Raises
    ------
    AnalysisError
        If there is one history only, in which nothing can be told from chance.
    """
    keys = list(factors(dataset))
    histories = dataset.sizes["replicate"]

    def finding(at: Mapping[str, int], response: Response) -> Finding | str:
        runs = response.runs.isel(at)
        one = dataset.isel(at)[["u", "status", *(key for key in keys if key in dataset)]]
        # Dates are capped by now, and a probability is no date.
        one = one.assign({"swinging_value": runs.assign_attrs(long_name=response.row.title)})
        try:
            found = swings(one, "swinging_value").sel(factor=keys)
        except AnalysisError as error:
            return str(error)
        center = float(found["middle_outcome"])
        ends = [found[f"{end}_outcome"].values for end in ("low", "high")]
        halves = [found[f"{end}_half_width"].values for end in ("low", "high")]
        p_values = [_of_step(end - center, half, histories) for end, half in zip(ends, halves, strict=True)]
        widest = np.fmax(*halves)
        size = found["swing"].values
        return Finding(
            {
                "effect_size": size,
                "effect_size_low": np.maximum(size - widest, 0.0),
                "effect_size_high": size + widest,
                "effect_direction": _direction(ends[0] - center, ends[1] - center),
                "outcome_at_low": ends[0],
                "outcome_at_high": ends[1],
            },
            either(*p_values),
            {},
            {"samples_used": float(len(runs["sample"]))},
            {
                "analysis_method": SWINGS,
                "method_reason": "design=one_at_a_time: each factor low and high by itself, all others in the middle",
                "remainder_meaning": "",
            },
        )

    return finding


def _of_step(step: Numbers, half: Numbers, histories: int) -> Numbers:
    from scipy.stats import t

    return both_sides(step, half / t.ppf(0.5 + LEVEL / 2, histories - 1), histories - 1.0)


def _direction(low: Numbers, high: Numbers) -> Numbers:
    """Return where an outcome goes when a factor goes up; 0 where both ends lie on one side of the middle."""
    return np.where(low * high > 0, 0.0, np.sign(high - low))
