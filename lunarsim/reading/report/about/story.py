"""What a page draws of one run: its launches against the plan, its landings and the assets at work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import xarray as xr

from lunarsim.reading.report.columns import Column


def about_gantt(dataset: xr.Dataset, columns: Sequence[Column]) -> dict[str, Any]:
    """Return which columns hold launches, their outcomes, landings and first work, by mission and asset."""
    flown = [(index, column.more) for index, column in enumerate(columns)]
    outcomes, landings = (
        {more["at"]: index for index, more in flown if more.get("family") == family}
        for family in ("mission_outcome", "landing")
    )
    planned = _planned(dataset)
    missions, assets = [], []
    for index, column in enumerate(columns):
        key = column.more.get("at")
        if column.kind == "launch":
            missions.append(
                {
                    "key": key,
                    "label": column.label,
                    "planned": planned.get(str(key)),
                    "launch": index,
                    "landing": landings.get(key),
                    "outcome": outcomes.get(key),
                }
            )
        elif column.kind == "online":
            assets.append({"key": key, "label": column.label, "online": index})
    return {"missions": missions, "assets": assets}


def _planned(dataset: xr.Dataset) -> dict[str, list[float | None]]:
    """Return the planned launch of each mission by combination of levers, which no run of it changes."""
    if "mission_planned_year" not in dataset:
        return {}
    planned = dataset["mission_planned_year"].transpose("mission", ...).max(("sample", "replicate"))
    return {
        str(name): [None if math.isnan(year) else round(year, 3) for year in planned.values[index].ravel().tolist()]
        for index, name in enumerate(planned["mission"].values)
    }
