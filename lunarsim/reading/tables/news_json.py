"""The forecast before and after some news, for other programs."""

from __future__ import annotations

import itertools
import math
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import KERNEL_DAYS
from lunarsim.reading.subject import subject

FORMAT = 1


def news_json(dataset: xr.Dataset, result: xr.Dataset, path: str, simulated: str | None) -> dict[str, Any]:
    """Return all that the table of news says as plain data; numbers that are missing or infinite are None.

    Parameters
    ----------
    dataset : Dataset
        The sweep that made the forecast before.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.conditioning.news.news`.
    path, simulated : str
        Where the sweep stands, and the one that was simulated with the news; None where the stored runs were weighed.
    """
    names = [str(dim) for dim in result["effective_runs"].dims]
    return {
        "format": FORMAT,
        "path": path,
        "simulated": simulated,
        "about": dict(subject(dataset)),
        "news": list(result.attrs["conditions"]),
        "kernel_days": KERNEL_DAYS,
        "confidence_level": result.attrs["confidence_level"],
        "offer": result.attrs["offer"],
        "outcomes": {
            str(row["outcome_name"].item()): {
                "title": str(row["outcome_title"].item()),
                "units": str(row["outcome_units"].item()),
                "is_date": bool(row["outcome_is_date"]),
            }
            for row in _rows(result)
        },
        "combinations": [
            _combination(result.isel(dict(zip(names, indices, strict=True))), names)
            for indices in itertools.product(*(range(result.sizes[name]) for name in names))
        ],
    }


def _combination(one: xr.Dataset, names: list[str]) -> dict[str, Any]:
    return {
        "levers": {name: _plain(one[name].values) for name in names},
        "runs": int(one["run_count"]),
        "agreeing_runs": int(one["agreeing_runs"]),
        "effective_runs": _plain(one["effective_runs"].values),
        "left_out_share": _plain(one["left_out_share"].values),
        "unmade_runs": int(one["unmade_runs"]),
        "withheld": bool(one["is_withheld"]),
        "end_year": _plain(one["end_year"].values),
        "outcomes": {str(row["outcome_name"].item()): _outcome(row) for row in _rows(one)},
    }


def _outcome(row: xr.Dataset) -> dict[str, Any]:
    interval = {"low": "probability_low", "high": "probability_high"}
    return {
        "before": _side(row, "quantile_before", "probability_before"),
        "after": _side(row, "quantile_value", "value_probability")
        | {f"probability_{end}": _plain(row[name].values) for end, name in interval.items()},
        "change": {
            "median": _plain(row["median_change"].values),
            "median_low": _plain(row["change_low"].values),
            "median_high": _plain(row["change_high"].values),
            "probability": _plain(row["probability_change"].values),
            "probability_low": _plain(row["probability_change_low"].values),
            "probability_high": _plain(row["probability_change_high"].values),
        },
    }


def _side(row: xr.Dataset, quantiles: str, probability: str) -> dict[str, Any]:
    values = {
        f"p{round(100 * float(level))}": float(value)
        for level, value in zip(row["quantile_level"].values, row[quantiles].values, strict=True)
    }
    never = [name for name, value in values.items() if math.isinf(value)]
    plain = {name: value if math.isfinite(value) else None for name, value in values.items()}
    return plain | {"not_reached": never, "probability": _plain(row[probability].values)}


def _rows(result: xr.Dataset) -> list[xr.Dataset]:
    return [result.isel(outcome_name=index) for index in range(result.sizes["outcome_name"])]


def _plain(value: Any) -> Any:
    plain = value.item()
    if isinstance(plain, float):
        return plain if math.isfinite(plain) else None
    return plain if isinstance(plain, (bool, int)) else str(plain)
