"""The resource as it is reported: tonnages with P90, P50 and P10 by class, and what lies above a cut-off grade."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.physics.resource.classification import RESOURCE_CLASSES
from lunarsim.reading.analysis.summary import Row, by_outcome, rows
from lunarsim.reading.analysis.valid_runs import (
    NORMAL_90,
    SAMPLING,
    along_runs,
    finished,
    levers,
    quantiles_and_errors,
)
from lunarsim.reading.wording import share
from lunarsim.words.errors import AnalysisError

CLASS = "resource_class"
TONNAGES = ("ree_in_place_t", "ree_recoverable_t")

CASES = (("P90", 0.1), ("P50", 0.5), ("P10", 0.9))
"""Cases of a report with the share of the runs that stay below: with 90 % there is as much as P90 says, or more."""

SOIL, GRADE = "soil_above_cutoff_t", "ree_grade_above_cutoff_ppm"

SOME_SOIL_T = 1.0
"""Soil [t] below which nothing lies above a cut-off: the tail of a log-normal never ends."""


def has_resources(dataset: xr.Dataset) -> bool:
    """Return whether a sweep has class and tonnages; stores of earlier versions do not."""
    return all(name in dataset for name in (CLASS, *TONNAGES))


def resources(dataset: xr.Dataset) -> xr.Dataset:
    """Return tonnages as resources are reported, for each lever combination and each class that runs have.

    The low case is P90: a tonnage that is there or exceeded with 90 %. It is what other tables call P10 of the runs.

    Parameters
    ----------
    dataset : Dataset
        A sweep.

    Returns
    -------
    Dataset
        ``tonnage_value`` (outcome_name, levers, reported_class, report_case) and ``mean_value`` (outcome_name, levers,
        reported_class) [t], NaN where no run has the class; ``tonnage_error`` and ``mean_error`` [t], half the widths
        of their 90 % intervals, as of ``summarize`` and normal; ``run_count`` (levers, reported_class) and
        ``class_share`` (levers, reported_class) [1] of the runs that ended well; coordinates ``outcome_title``,
        ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``. No class is a reserve.

    Raises
    ------
    AnalysisError
        If the dataset has no class and tonnages, or if no run ended well.
    """
    if not has_resources(dataset):
        missing = [name for name in (CLASS, *TONNAGES) if name not in dataset]
        raise AnalysisError(f"resources: {', '.join(missing)} not in the dataset; run the sweep again")
    counted, stored = finished(dataset), dataset[CLASS]
    names = [name for code, name in enumerate(RESOURCE_CLASSES) if bool((counted & (stored == code)).any())]
    if not names:
        raise AnalysisError("resources: no run ended well")
    code_list = [RESOURCE_CLASSES.index(name) for name in names]
    codes = xr.DataArray(code_list, {"reported_class": names}, "reported_class")
    of_class = counted & (stored == codes)
    outcome_rows: list[Row] = list(rows(dataset, TONNAGES))
    values = [row.values.where(of_class) for row in outcome_rows]
    cases = [_cases(each) for each in values]
    columns = {
        "tonnage_value": [value for value, _ in cases],
        "tonnage_error": [error for _, error in cases],
        "mean_value": [each.mean(SAMPLING) for each in values],
        "mean_error": [_error_of_mean(each) for each in values],
    }
    result = by_outcome(outcome_rows, columns)
    runs, total = of_class.sum(SAMPLING), counted.sum(SAMPLING)
    dims = (*levers(dataset), "reported_class")
    return result.assign(
        {
            "run_count": runs.transpose(*dims),
            "class_share": (runs / total.where(total > 0)).transpose(*dims),
        }
    )


def above_cutoffs(dataset: xr.Dataset, lever: str | None = None) -> xr.Dataset:
    """Return the grade-tonnage curve: soil above each cut-off grade and its mean grade, with their low and high cases.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate, grade_cutoff and the lever must have been selected.
    lever : str, optional
        Dimension whose values are kept apart.

    Returns
    -------
    Dataset
        ``soil_value`` [t], over all runs, and ``grade_value`` [ppm], over those with a ton above the cut-off, dims
        (report_case, lever, grade_cutoff); ``soil_share`` (lever, grade_cutoff) [1] of the runs that have a ton;
        ``class_share`` (reported_class, lever) [1], NaN where no run counts; ``run_count`` (lever).

    Raises
    ------
    AnalysisError
        If a dimension is left over, if the dataset has no such curve, or if no run ended well.
    """
    kept = (lever,) if lever else ()
    missing = [name for name in (CLASS, SOIL, GRADE) if name not in dataset]
    if missing:
        raise AnalysisError(f"grade and tonnage: {', '.join(missing)} not in the dataset; run the sweep again")
    counted = along_runs(finished(dataset), *kept)
    if not bool(counted.any()):
        raise AnalysisError("no run ended well, so there is nothing to draw")
    soil = along_runs(dataset[SOIL], "grade_cutoff", *kept).where(counted)
    there = soil >= SOME_SOIL_T
    grade = along_runs(dataset[GRADE], "grade_cutoff", *kept).where(there)
    stored, runs = along_runs(dataset[CLASS], *kept), counted.sum(SAMPLING)
    shares = [
        ((stored == code) & counted).sum(SAMPLING) / runs.where(runs > 0) for code in range(len(RESOURCE_CLASSES))
    ]
    return xr.Dataset(
        {
            "soil_value": _cases(soil)[0].transpose("report_case", ...),
            "grade_value": _cases(grade)[0].transpose("report_case", ...),
            "soil_share": there.sum(SAMPLING) / runs.where(runs > 0),
            "class_share": xr.concat(shares, xr.Variable("reported_class", list(RESOURCE_CLASSES))),
            "run_count": runs,
        }
    )


def _cases(values: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the cases of a report and their errors, new dim ``report_case``."""
    value, error = (
        each.rename({"quantile_level": "report_case"}).assign_coords({"report_case": [name for name, _ in CASES]})
        for each in quantiles_and_errors(values, [level for _, level in CASES])
    )
    return value, error


def _error_of_mean(values: xr.DataArray) -> xr.DataArray:
    """Return half the width of the normal 90 % interval of a mean; replicates belong to their sample."""
    unit, other = ("sample", "replicate") if values.sizes["sample"] > 1 else ("replicate", "sample")
    means = values.mean(other)
    return NORMAL_90 * means.std(unit) / np.sqrt(means.notnull().sum(unit).clip(min=1))


def class_words(shares: xr.DataArray) -> str:
    """Return the class of a resource in words.

    Parameters
    ----------
    shares : DataArray, dims (reported_class,)
        Share of the runs of each class [1].
    """
    by_class = {
        str(name): float(part) for name, part in zip(shares["reported_class"].values, shares.values, strict=True)
    }
    words = [
        name.replace("_", " ") if part == 1 else f"{name.replace('_', ' ')} in {share(part)} of the runs"
        for name, part in by_class.items()
        if np.isfinite(part) and part > 0
    ]
    return f"class: {', '.join(words)}; no reserve" if words else "no run"
