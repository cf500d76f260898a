"""Values of a parameter in the runs of a sweep: of a factor, of a lever, or as configured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import xarray as xr

from lunarsim.reading.overrides import lever_keys
from lunarsim.reading.titles.labels import stored_config

_SET_MUCH = ("scenario", "experiment")
"""Groups whose options set values of other groups."""


def parameter_values(dataset: xr.Dataset, key: str) -> xr.DataArray | None:
    """Return the numbers of a parameter, dims as far as runs differ in it; None where the dataset does not hold them.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    key : str
        Such as ``market.price_multiplier``.
    """
    if key in dataset.variables:
        factor: xr.DataArray = dataset[key].astype(float)
        return factor
    for coordinate in dataset.coords.values():
        if coordinate.attrs.get("config_key") == key:
            lever: xr.DataArray = coordinate.astype(float)
            return lever
    if {key.partition(".")[0], *_SET_MUCH} & set(lever_keys(dataset)):
        return None
    found: Any = stored_config(dataset)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return xr.DataArray(float(found)) if isinstance(found, (int, float)) else None
