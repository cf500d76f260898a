"""What a sweep rests on: its uncertain inputs with their ranges, evidence and sources, ranked by what they move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.report.descriptions import source_in_words
from lunarsim.reading.report.factors import Grid
from lunarsim.reading.titles.levers import factor_title
from lunarsim.reading.titles.parameters import number_title, units_in_words


def assumptions(
    dataset: xr.Dataset, grids: Mapping[str, Grid], by_factor: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the uncertain factors with their ranges, evidence and sources, those that move most first."""
    described = []
    for key, grid in grids.items():
        attrs = dataset[key].attrs
        units = units_in_words(attrs.get("units", "1"))
        low, middle, high = (_quantile(grid, level) for level in (0.1, 0.5, 0.9))
        described.append(
            {
                "key": key,
                "label": factor_title(dataset, key),
                "value": f"{middle} {units}".strip(),
                "range": f"{low} to {high} {units}".strip(),
                "evidence": str(attrs.get("evidence", "")),
                "source": source_in_words(str(attrs.get("source", "")), str(attrs.get("evidence", "")), dataset),
                "influence": dict(by_factor.get(key, {})),
            }
        )
    return sorted(described, key=lambda each: -max([0.0, *map(_strength, each["influence"].values())]))


def _strength(influence: Mapping[str, Any]) -> float:
    """Return a share of the variance, or where there is none what a factor moves against what the strongest moves."""
    share = influence["share"]
    return float(influence["relative"] if share is None else share)


def _quantile(grid: Grid, level: float) -> str:
    """Return the value of a factor at a unit quantile, of its first distribution."""
    table = next((table for table in grid.tables if any(value is not None for value in table)), None)
    if table is None:
        return "-"
    known = [np.nan if value is None else value for value in table]
    place = level * (len(known) - 1)
    value = known[round(place)] if grid.whole else float(np.interp(place, range(len(known)), known))
    return number_title(float(f"{value:.3g}"))
