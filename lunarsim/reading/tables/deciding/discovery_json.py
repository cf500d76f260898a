"""Scenario discovery for other programs."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.subject import subject
from lunarsim.reading.tables.deciding.discovery_words import needed, sentence, side_levers
from lunarsim.reading.titles.levers import factor_title
from lunarsim.reading.titles.parameters import units_in_words

FORMAT = 1

LIMITS = tuple(f"{side}{end}" for side in ("low", "high") for end in ("", "_from", "_to"))
"""The limits of a factor in its units, each with the two ends of its interval."""

FIGURES = {
    "base_rate": "box_base_rate",
    "density": "box_density",
    "coverage": "box_coverage",
    "mass": "box_mass",
    "left_out_density": "left_out_density",
    "left_out_density_low": "left_out_density_low",
    "left_out_density_high": "left_out_density_high",
    "left_out_coverage": "left_out_coverage",
    "detectable_inside": "detectable_inside",
    "detectable_outside": "detectable_outside",
}
"""Keys of a combination by the variables that they show."""


def discovery_json(dataset: xr.Dataset, result: xr.Dataset, path: str) -> dict[str, Any]:
    """Return all that the table of scenario discovery says as plain data; numbers that are missing are None.

    Parameters
    ----------
    dataset : Dataset
        The sweep.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.discovery.discover.discover`.
    path : str
        Where the sweep stands.
    """
    names = side_levers(result)
    return {
        "format": FORMAT,
        "path": path,
        "about": dict(subject(dataset)),
        "target": list(result.attrs["conditions"]),
        "confidence_level": result.attrs["confidence_level"],
        "combinations": [
            _combination(result.isel(dict(zip(names, indices, strict=True))), names, dataset)
            for indices in itertools.product(*(range(result.sizes[name]) for name in names))
        ],
    }


def _combination(one: xr.Dataset, names: list[str], dataset: xr.Dataset) -> dict[str, Any]:
    refusal = str(one["refusal_reason"].item())
    about = {
        "levers": {name: plain(one[name]) for name in names},
        "sentence": sentence(one, dataset),
        "needed": needed(one) or None,
        "refusal": refusal or None,
        "found": bool(one["is_found"]),
        "samples": None if refusal else int(one["sample_count"]),
        **{key: plain(one[name]) for key, name in FIGURES.items()},
        "factors": [
            _factor(one.isel(factor=place), str(key), dataset)
            for place, key in enumerate(one["factor"].values)
            if bool(one["is_restricted"][place])
        ],
        "trajectory": _trajectory(one),
    }
    if "box_value" in one.dims:
        about["lever_values"] = [
            {
                "lever": str(each["box_lever"].item()),
                "value": str(each["box_value"].item()),
                "inside": bool(each["is_in_box"]),
                "share_of_resamples": plain(each["in_box_share"]),
            }
            for each in (one.isel(box_value=place) for place in range(one.sizes["box_value"]))
        ]
    return about


def _factor(row: xr.Dataset, key: str, dataset: xr.Dataset) -> dict[str, Any]:
    names = (*(f"box_u_{name}" for name in LIMITS), "chance_low", "chance_high", "restricted_share")
    return {
        "key": key,
        "title": factor_title(dataset, key),
        "units": units_in_words(dataset[key].attrs.get("units")),
        **{name: plain(row[f"box_{name}"]) for name in LIMITS},
        **{name.removeprefix("box_"): plain(row[name]) for name in names},
    }


def _trajectory(one: xr.Dataset) -> list[dict[str, Any]]:
    steps = int(one["trajectory_mass"].notnull().sum())
    names = ("coverage", "density", "mass", "restricted")
    return [{name: plain(one[f"trajectory_{name}"][step]) for name in names} for step in range(steps)]


def plain(values: xr.DataArray) -> Any:
    """Return a value, or values, as plain data: what is missing or infinite is None."""
    if values.ndim:
        return [plain(each) for each in values]
    value = values.values.item()
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, bool | int) else str(value)
