"""When a milestone is reached, for the page: the ranges of factors in which it is reached more often than elsewhere.

These figures are of samples as they were simulated: sliders do not weigh them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.discovery.discover import discover
from lunarsim.reading.analysis.sensitivity.design_check import rows_together
from lunarsim.reading.analysis.summary import rows
from lunarsim.reading.analysis.valid_runs import end_years, levers
from lunarsim.reading.report.influence import outcome_in_words
from lunarsim.reading.titles.levers import factor_title, lever_is
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import end_of
from lunarsim.words.errors import AnalysisError, InputError

MOST_SAMPLES = 500
"""Samples that are searched, the first ones: a search with its resamples takes seconds for each lever combination."""

MOST_COMBINATIONS = 4
"""Combinations of levers that are searched, the first ones."""

NOTHING_FOUND = "No range of inputs stands out from chance."


def discovered(dataset: xr.Dataset, dates: Sequence[str]) -> list[dict[str, Any]]:
    """Return what the page draws of the boxes in which dates are reached by the end of the simulation.

    Parameters
    ----------
    dataset : Dataset
        The sweep with all its rows, of which the search itself takes those that are independent.
    dates : sequence of str
        Variables; those that are nearly always or never reached have no box, and the entry says why not.
    """
    searched = _searched(dataset)
    ends = end_years(searched)
    if bool(ends.isnull().all()):
        return []
    last = float(ends.max())
    found: list[dict[str, Any]] = []
    for name in dates:
        for row in rows(searched, [name] if name in searched else []):
            target = f"{row.name.replace('(', '[').replace(')', ']')}<={last:.2f}"
            words = f"{outcome_in_words(dataset, row.name)} by {end_of(last)}"
            try:
                boxes = discover(searched, target)
            except (AnalysisError, InputError) as error:
                found.append({"target": words, "why_not": str(error)})
                continue
            found.extend(_entries(dataset, boxes, words))
    return found


def _searched(dataset: xr.Dataset) -> xr.Dataset:
    """Return the first samples and lever values; of Saltelli's design as many groups as have so many rows A and B."""
    dims = levers(dataset)
    few = {dim: slice(0, 1) for dim in dims[1:]} | {dim: slice(0, MOST_COMBINATIONS) for dim in dims[:1]}
    if prod(dataset.sizes[dim] for dim in dims) <= MOST_COMBINATIONS:
        few = {}
    is_saltelli = dataset.attrs.get("design") == "saltelli"
    samples = MOST_SAMPLES // 2 * rows_together(dataset) if is_saltelli else MOST_SAMPLES
    return dataset.isel(few | {"sample": slice(0, samples)})


def _entries(dataset: xr.Dataset, boxes: xr.Dataset, target: str) -> Iterator[dict[str, Any]]:
    """Yield the box of each combination of levers that was searched, or why it has none."""
    dims = levers(dataset)
    sizes = [dataset.sizes[dim] for dim in dims]
    for index in np.ndindex(*(boxes.sizes[dim] for dim in dims)):
        at = dict(zip(dims, index, strict=True))
        one = boxes.isel(at)
        entry: dict[str, Any] = {"target": target}
        if dims:
            entry["combination"] = int(np.ravel_multi_index(index, sizes))
            entry["lever"] = ", ".join(
                lever_is(dataset, dim, dataset[dim].values.tolist()[position]) for dim, position in at.items()
            )
        if bool(one["is_found"]):
            yield entry | _box(dataset, one)
        else:
            yield entry | {"why_not": str(one["refusal_reason"].item()) or NOTHING_FOUND}


def _box(dataset: xr.Dataset, one: xr.Dataset) -> dict[str, Any]:
    samples = int(one["sample_count"])
    rest = str(one.attrs.get("notes", ""))
    return {
        "rows": list(_factors(dataset, one)),
        "samples": samples,
        "density": float(one["box_density"]),
        "density_low": float(one["left_out_density_low"]),
        "density_high": float(one["left_out_density_high"]),
        "coverage": float(one["box_coverage"]),
        "base_rate": float(one["box_base_rate"]),
        "note": f"Found by PRIM in the first {samples:,} samples; the interval is of samples left out of the search. "
        f"{rest}".strip(),
    }


def _factors(dataset: xr.Dataset, one: Mapping[Any, xr.DataArray]) -> Iterator[dict[str, Any]]:
    """Yield the factors that a box restricts, with their ends in unit quantiles and in their units."""
    for index in np.flatnonzero(one["is_restricted"].values):
        key = str(one["factor"].values[index])
        ends = {end: float(one[f"box_{end}"].values.reshape(-1)[index]) for end in ("u_low", "u_high", "low", "high")}
        units = units_in_words(dataset[key].attrs.get("units", "1"))
        yield {"key": key, "label": factor_title(dataset, key), "units": units, **ends}
