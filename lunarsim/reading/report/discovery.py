"""When a milestone is reached, for the page: the ranges of factors in which it is reached more often than elsewhere.

These figures are of samples as they were simulated: sliders do not weigh them anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.discovery.discover import discover
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


def discovered(shown: xr.Dataset, dates: Sequence[str]) -> list[dict[str, Any]]:
    """Return what the page draws of the boxes in which dates are reached by the end of the simulation.

    Parameters
    ----------
    shown : Dataset
        The runs that the page holds.
    dates : sequence of str
        Variables; those that are nearly always or never reached have no box.
    """
    dims = levers(shown)
    few = {dim: slice(0, 1) for dim in dims[1:]} | {dim: slice(0, MOST_COMBINATIONS) for dim in dims[:1]}
    searched = shown.isel(few | {"sample": slice(0, MOST_SAMPLES)})
    ends = end_years(searched)
    if bool(ends.isnull().all()):
        return []
    last = float(ends.max())
    found: list[dict[str, Any]] = []
    for name in dates:
        for row in rows(searched, [name] if name in searched else []):
            target = f"{row.name.replace('(', '[').replace(')', ']')}<={last:.2f}"
            try:
                boxes = discover(searched, target)
            except (AnalysisError, InputError):
                continue  # too rare, too common, or a design without a random sample, as what matters says
            found.extend(_entries(shown, boxes, f"{outcome_in_words(shown, row.name)} by {end_of(last)}"))
    return found


def _entries(shown: xr.Dataset, boxes: xr.Dataset, target: str) -> Iterator[dict[str, Any]]:
    """Yield the boxes of the combinations of levers that have one."""
    dims = levers(shown)
    sizes = [shown.sizes[dim] for dim in dims]
    for index in np.ndindex(*(boxes.sizes[dim] for dim in dims)):
        at = dict(zip(dims, index, strict=True))
        one = boxes.isel(at)
        if not bool(one["is_found"]):
            continue
        where = ", ".join(lever_is(shown, dim, shown[dim].values.tolist()[position]) for dim, position in at.items())
        entry = {
            "target": f"{target} ({where})" if where else target,
            "rows": list(_factors(shown, one)),
            "density": float(one["box_density"]),
            "density_low": float(one["left_out_density_low"]),
            "density_high": float(one["left_out_density_high"]),
            "coverage": float(one["box_coverage"]),
            "base_rate": float(one["box_base_rate"]),
            "note": f"Found by PRIM in the first {int(one['sample_count']):,} samples; the interval is of samples left "
            "out of the search.",
        }
        if dims:
            entry["combination"] = int(np.ravel_multi_index(index, sizes))
            entry["lever"] = where
        yield entry


def _factors(shown: xr.Dataset, one: Mapping[Any, xr.DataArray]) -> Iterator[dict[str, Any]]:
    """Yield the factors that a box restricts, with their ends in unit quantiles and in their units."""
    for index in np.flatnonzero(one["is_restricted"].values):
        key = str(one["factor"].values[index])
        ends = {end: float(one[f"box_{end}"].values.reshape(-1)[index]) for end in ("u_low", "u_high", "low", "high")}
        units = units_in_words(shown[key].attrs.get("units", "1"))
        yield {"key": key, "label": factor_title(shown, key), "units": units, **ends}
