"""Swings: how far an outcome moves when one factor goes from low to high and all others stay in the middle."""

from __future__ import annotations

import json

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.chance import history_note
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run, require_shared_chance
from lunarsim.reading.analysis.valid_runs import along_runs, capped_dates, finished
from lunarsim.words.errors import AnalysisError

DESIGN = "one_at_a_time"


def swings(dataset: xr.Dataset, name: str) -> xr.Dataset:
    """Return what an outcome is with each factor low and high, the mean over the replicates.

    All samples must have met the same chance; else each step would be one of chance as well. Dates that were not
    reached count as the end of the simulation.

    Parameters
    ----------
    dataset : Dataset
        A sweep with ``design=one_at_a_time``; dimensions other than sample and replicate must have been selected.
    name : str
        Outcome without trailing dimensions.

    Returns
    -------
    Dataset
        ``low_outcome`` and ``high_outcome`` in the unit of the outcome, ``low_value`` and ``high_value`` of the factor,
        ``low_half_width`` and ``high_half_width`` of the 90 % interval of their distance to the middle over paired
        replicates (NaN of one), ``swing``, the distance of the two outcomes or of the farther one to the middle,
        whichever is larger, ``factor_evidence`` and ``factor_units``, dims (factor,), the largest swing first, factors
        without a finished run last; ``middle_outcome``; ``missing_share`` of the runs without a value;
        ``run_count``. Attributes ``replicates`` and ``tail`` of the design, and ``notes`` where there is one history.

    Raises
    ------
    AnalysisError
        If the design is another one, if samples do not share their chance, if samples of it are missing, or if no run
        with all factors in the middle is left.
    """
    design = str(dataset.attrs.get("design", "unknown"))
    if design != DESIGN:
        raise AnalysisError(
            f"low and high of each factor need a sweep with design={DESIGN}; this one has design={design}. "
            f"Make one with: {line_to_run(dataset, f'design={DESIGN}', 'design.replicates=50')}"
        )
    require_shared_chance(dataset, "low and high of each factor")
    factors = [str(key) for key in json.loads(dataset.attrs.get("factors", "[]"))]
    if "u" not in dataset or not factors:
        raise AnalysisError("the sweep has no uncertain factors, so nothing swings")
    values = along_runs(dataset[name]).transpose("sample", "replicate")
    counted = along_runs(finished(dataset)).transpose("sample", "replicate")
    data = along_runs(capped_dates(values, dataset)) if name.endswith("_year") else values.where(counted)
    data = data.transpose("sample", "replicate").compute()
    missing = values.isnull().where(counted)
    middle, low, high = _rows(dataset, factors)
    center = float(data.isel(sample=middle).mean("replicate"))
    if np.isnan(center):
        raise AnalysisError(f"{name} has no value with all factors in the middle, so there is nothing to swing from")
    lows, highs = data.values[low], data.values[high]
    at_middle = data.values[middle]
    # Step by step against the same replicate: one that only an end or only the middle has would count as a swing.
    low_outcome, high_outcome = center + _mean(lows - at_middle), center + _mean(highs - at_middle)
    ends = np.stack([low_outcome, high_outcome])
    with np.errstate(invalid="ignore"):
        swing = np.fmax(abs(high_outcome - low_outcome), np.fmax(*abs(ends - center)))
    columns = {
        "low_outcome": low_outcome,
        "high_outcome": high_outcome,
        "low_value": [_value(dataset, key, sample) for key, sample in zip(factors, low, strict=True)],
        "high_value": [_value(dataset, key, sample) for key, sample in zip(factors, high, strict=True)],
        "swing": swing,
        "low_half_width": _half_width(lows - at_middle),
        "high_half_width": _half_width(highs - at_middle),
        "factor_evidence": [str(dataset[key].attrs.get("evidence", "")) if key in dataset else "" for key in factors],
        "factor_units": [str(dataset[key].attrs.get("units", "")) if key in dataset else "" for key in factors],
    }
    result = xr.Dataset({column: ("factor", np.asarray(array)) for column, array in columns.items()})
    result = result.assign_coords(factor=factors).assign(
        {"middle_outcome": center, "missing_share": missing.mean(), "run_count": counted.sum()}
    )
    result.attrs |= {
        "replicates": dataset.sizes["replicate"],
        "tail": float(dataset.attrs.get("design_tail", np.nan)),
    }
    note = history_note(dataset)
    result.attrs |= {"notes": note} if note else {}
    return result.isel(factor=np.argsort(-np.nan_to_num(swing, nan=-1.0), kind="stable"))


def _rows(dataset: xr.Dataset, factors: list[str]) -> tuple[int, list[int], list[int]]:
    """Return the samples of the design: the middle, and of each factor low and high."""
    unit = dataset["u"].sel(factor=factors).transpose("factor", "sample").values
    off = unit != 0.5
    middle = np.flatnonzero(~off.any(axis=0))
    alone = off.sum(axis=0) == 1
    low = [np.flatnonzero(alone & (row < 0.5)) for row in unit]
    high = [np.flatnonzero(alone & (row > 0.5)) for row in unit]
    missing = [key for key, *ends in zip(factors, low, high, strict=True) if not all(map(len, ends))]
    if not len(middle) or missing:
        what = ", ".join([*(["the middle"] if not len(middle) else []), *missing])
        raise AnalysisError(f"samples of the design are missing: {what}; give the complete sweep")
    return int(middle[0]), [int(found[0]) for found in low], [int(found[0]) for found in high]


def _value(dataset: xr.Dataset, key: str, sample: int) -> float:
    """Return the value of a factor in a sample; NaN where the dataset has none, or several by lever."""
    if key not in dataset:
        return float("nan")
    values = dataset[key].isel(sample=sample).values
    return float(values) if values.size == 1 else float("nan")


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        mean: NDArray[np.float64] = np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
    return mean


def _half_width(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return half the 90 % interval of mean steps, dims (factor, replicate); NaN of less than two."""
    from scipy.stats import t

    pairs = (~np.isnan(steps)).sum(axis=1)
    away = (steps - _mean(steps)[:, np.newaxis]) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.where(np.isnan(away), 0.0, away).sum(axis=1) / np.where(pairs > 1, pairs - 1, np.nan)
        half: NDArray[np.float64] = t.ppf(0.95, np.maximum(pairs - 1, 1)) * np.sqrt(variance / pairs)
    return half
