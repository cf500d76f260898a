"""Two sweeps compared: whether their rows are pairs, and how their outcomes differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.changes import Weighed, change_intervals
from lunarsim.reading.analysis.conditioning.given import row_values, with_runs_read
from lunarsim.reading.analysis.conditioning.weights import weights
from lunarsim.reading.analysis.decisions.like_with_like import like_with_like
from lunarsim.reading.analysis.pooling import pooled
from lunarsim.reading.analysis.resampling import mean_intervals, share_difference_intervals
from lunarsim.reading.analysis.sensitivity.design_check import factors, rows_of_a_group
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, SEED
from lunarsim.reading.analysis.summary import Row, by_outcome, is_count, needed, rows
from lunarsim.reading.analysis.valid_runs import end_years, levers
from lunarsim.words.errors import AnalysisError

RESAMPLES = 400


def why_unpaired(first: xr.Dataset, second: xr.Dataset) -> str:
    """Return why row n of one sweep is no pair of row n of another, or nothing where it is."""
    for name, words in (
        ("seed", "seeds differ"),
        ("design", "designs differ"),
        ("common_random_numbers", "they share their chance in other ways"),
    ):
        if first.attrs.get(name) != second.attrs.get(name):
            return words
    for dim in ("sample", "replicate"):
        if first.sizes[dim] != second.sizes[dim]:
            return f"numbers of {dim}s differ"
    if factors(first) != factors(second):
        return "uncertain factors differ"
    if "u" in first and not np.array_equal(first["u"].values, second["u"].values):
        return "the stored quantiles of the factors differ"
    return ""


def compare_sweeps(
    first: xr.Dataset, second: xr.Dataset, outcomes: Sequence[str] | None = None, given: Sequence[str] = ()
) -> xr.Dataset:
    """Return how the outcomes of a second sweep differ from those of a first one.

    Rows are pairs where seed, design, numbers of samples and replicates, sharing of chance, factors and the stored
    quantiles agree: then what both have in common is no error of a difference. Else both are resampled by themselves.
    A lever of one sweep alone takes the plain value that the other has, where that is among its values; else it is
    pooled. Of levers of both the common values are compared.

    Parameters
    ----------
    first, second : Dataset
        Sweeps.
    outcomes : sequence of str, optional
        Names or patterns; left out, those of the summary that both have.
    given : sequence of str
        Values of levers, such as ``scenario=china_alone``; each holds for the sweeps that have the lever.

    Returns
    -------
    Dataset
        ``mean_difference`` with its 90 % interval ``interval_low`` and ``interval_high``, dates that are not reached
        at the end of the simulation, NaN where the ends differ; ``median_change``, ``change_low`` and ``change_high``,
        never later than all; ``probability_change``, ``probability_change_low`` and ``probability_change_high``, of
        the date being reached or of there being such an amount (outcome_name, levers). Attributes: ``is_paired``,
        ``why_unpaired``, ``pooled_levers``, ``given``, and ``taken_values``: sweep (``a`` or ``b``), lever, value and
        another value of each lever that took the other sweep's.
        ``why_unpaired``, ``pooled_levers``, ``counts``, the outcomes that are numbers of things.

    Raises
    ------
    AnalysisError
        If the sweeps have no outcome or no lever value in common.
    InputError
        If neither sweep has a lever that is given, or one that has it lacks the value.
    """
    given = [given] if isinstance(given, str) else list(given)
    first, second, taken = like_with_like(first, second, given)
    reason = why_unpaired(first, second)
    names = [name for name in levers(first) if name in levers(second)]
    alone = [name for each in (first, second) for name in levers(each) if name not in names]
    group = rows_of_a_group(first)
    sides = []
    for each in (first, second):
        kept = each if outcomes is None else needed(each, outcomes)
        sides.append(with_runs_read(pooled(kept, names) if alone else kept))
    for name in names:
        common = [value for value in sides[0][name].values.tolist() if value in sides[1][name].values.tolist()]
        if not common:
            raise AnalysisError(f"the sweeps have no value of {name} in common; compare sweeps of the same values")
        sides = [each.sel({name: common}) for each in sides]
    if alone and sides[0].sizes["replicate"] != sides[1].sizes["replicate"]:
        reason = reason or f"their levers differ ({', '.join(alone)})"
    by_name = {row.name: row for row in rows(sides[1], outcomes)}
    found = [(row, by_name[row.name]) for row in rows(sides[0], outcomes) if row.name in by_name]
    if not found:
        raise AnalysisError("the sweeps have no outcome in common")
    columns: dict[str, list[xr.DataArray]] = {}
    for one, other in found:
        pair = [row._replace(values=row.values.load()) for row in (one, other)]
        weighed = [_weighed(row, dataset) for row, dataset in zip(pair, sides, strict=True)]
        figures = change_intervals(weighed[0], weighed[1], same_rows=not reason)
        figures |= _means(pair, sides, paired=not reason, together=group)
        figures |= _chances(weighed, together=group) if not reason else {}
        for name, values in figures.items():
            columns.setdefault(name, []).append(values)
    result = by_outcome([one for one, _ in found], columns)
    result.attrs = {
        "is_paired": int(not reason),
        "why_unpaired": reason,
        "pooled_levers": alone,
        "given": given,
        "taken_values": taken,
        "counts": [one.name for one, _ in found if is_count(one.values)],
        "confidence_level": LEVEL,
        "bootstrap_seed": SEED,
    }
    return result


def _weighed(row: Row, dataset: xr.Dataset) -> Weighed:
    return Weighed(row_values(row, dataset)[0], row.values.notnull(), weights(dataset, ()))


def _means(pair: Sequence[Row], sides: Sequence[xr.Dataset], paired: bool, together: int) -> dict[str, xr.DataArray]:
    values = [row_values(row, dataset)[1] for row, dataset in zip(pair, sides, strict=True)]
    if pair[0].is_date:
        ends = [end_years(dataset) for dataset in sides]
        same = xr.DataArray(ends[0].values == ends[1].values, dims=ends[0].dims)
        values = [each.where(same) for each in values]
    alone = values[0].sizes["sample"] == 1
    row_dim, averaged = ("replicate", "sample") if alone else ("sample", "replicate")
    if paired:
        steps = (values[1] - values[0].assign_coords(values[1].coords)).mean(averaged).transpose(row_dim, ...)
        middle = steps.mean(row_dim)
        flat = steps.values.reshape(steps.sizes[row_dim], -1)
        low, high = mean_intervals(flat, 1 if alone else together, LEVEL, SEED)
        return _three(middle, low, high)
    each = [side.mean(averaged).transpose(row_dim, ...) for side in values]
    middle = each[1].mean(row_dim) - each[0].mean(row_dim)
    ends_of: list[Any] = []
    for side in each:
        flat = side.values.reshape(side.sizes[row_dim], -1)
        low, high = mean_intervals(flat, 1, LEVEL, SEED)
        center = side.mean(row_dim).values.reshape(-1)
        ends_of.append((center - low, high - center))
    # Errors of independent means add in squares, each side of the interval by itself.
    (below_first, above_first), (below_second, above_second) = ends_of
    flat_middle = middle.values.reshape(-1)
    low, high = flat_middle - np.hypot(below_second, above_first), flat_middle + np.hypot(above_second, below_first)
    return _three(middle, low, high)


def _chances(weighed: Sequence[Weighed], together: int) -> dict[str, xr.DataArray]:
    """Return the ends of the change of a probability from pairs of rows, as within a sweep."""
    there = [each.there.where(each.weights.notnull()).astype(np.float64) for each in weighed]
    alone = there[0].sizes["sample"] == 1
    row_dim, averaged = ("replicate", "sample") if alone else ("sample", "replicate")
    steps = (there[1] - there[0].assign_coords(there[1].coords)).mean(averaged).transpose(row_dim, ...)
    flat = steps.values.reshape(steps.sizes[row_dim], -1)
    middle = steps.mean(row_dim)
    ends = share_difference_intervals(flat, 1 if alone else together, LEVEL)
    names = ("probability_change", "probability_change_low", "probability_change_high")
    return {
        name: middle.copy(data=np.reshape(values, middle.shape))
        for name, values in zip(names, (middle.values, *ends), strict=True)
    }


def _three(middle: xr.DataArray, low: Any, high: Any) -> dict[str, xr.DataArray]:
    ends = {"interval_low": low, "interval_high": high}
    return {"mean_difference": middle} | {
        name: middle.copy(data=np.reshape(values, middle.shape)) for name, values in ends.items()
    }
