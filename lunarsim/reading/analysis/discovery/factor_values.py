"""The values of factors: which of them vary, and the limits of a box in the units of its factors."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.discovery.boxes import Numbers
from lunarsim.reading.analysis.sensitivity.design_check import factors

ENDS = tuple(f"box_u_{side}{end}" for side in ("low", "high") for end in ("", "_from", "_to"))
"""The ends of a box in unit quantiles, each with the two of its interval."""


def varying(dataset: xr.Dataset, at: Mapping[str, int]) -> NDArray[np.int_]:
    """Return the positions of the factors whose values vary at some lever values."""
    found = []
    for position, key in enumerate(factors(dataset)):
        values = _values(dataset, key, at)
        known = values[~np.isnan(values)]
        if known.size and known.min() < known.max():
            found.append(position)
    return np.array(found, dtype=int)


def _values(dataset: xr.Dataset, key: str, at: Mapping[str, int]) -> Numbers:
    """Return the values of a factor at some lever values, dims (other levers, sample)."""
    stored = dataset[key].isel({lever: index for lever, index in at.items() if lever in dataset[key].dims})
    values: Numbers = stored.transpose(..., "sample").values.astype(np.float64)
    return values


def set_limits(result: xr.Dataset, dataset: xr.Dataset, at: Mapping[str, int]) -> None:
    """Fill in the ends of a box in the units of its factors: between the values of the samples around them."""
    unit = dataset["u"].transpose("factor", "sample").values
    for position, key in enumerate(factors(dataset)):
        order = np.argsort(unit[position])
        ordered = unit[position][order]
        values = _values(dataset, key, at)[..., order]
        own = [lever for lever in dataset[key].dims if lever not in (*at, "sample")]
        known = values[~np.isnan(values)]
        whole = bool(known.size) and bool((known == np.rint(known)).all())
        for name in ENDS:
            end, is_low = float(result[name].isel(at)[position]), name.startswith("box_u_low")
            found = np.full(values.shape[:-1], np.nan)
            for index in np.ndindex(*values.shape[:-1]):
                row = values[index]
                if not np.isnan(row).any():
                    found[index] = row[_next(ordered, end, is_low)] if whole else np.interp(end, ordered, row)
            result[name.replace("_u_", "_")][{**at, "factor": position}] = xr.DataArray(found, dims=own)


def _next(ordered: Numbers, end: float, is_low: bool) -> int:
    """Return the place of the outermost sample inside an end."""
    place = int(np.searchsorted(ordered, end, "left")) if is_low else int(np.searchsorted(ordered, end, "right")) - 1
    return min(max(place, 0), len(ordered) - 1)
