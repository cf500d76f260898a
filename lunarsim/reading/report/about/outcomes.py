"""What a page knows of its sections: milestones with what they ask for, and which columns stand where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.missions.promises import REACHED, has_promises, promises
from lunarsim.reading.report.columns import Column
from lunarsim.reading.report.sections import Section
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.outcomes import definition


def about_milestones(dataset: xr.Dataset, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the dates of the section of dates, each with what it asks for."""
    causes = {column.more["family"] for column in columns if column.kind == "cause"}
    asks, promised = _asks(dataset), _promised(dataset)
    described: list[dict[str, Any]] = []
    for index, column in enumerate(columns):
        if column.section == "dates" and column.kind == "date":
            variable = column.name.partition(".")[0]
            stem = variable.removesuffix("_year")
            asked = capital(asks.get(column.name) or definition(dataset, variable))
            # Delays are those of the first station.
            known = stem in causes and stem not in (each["id"] for each in described)
            described.append(
                {
                    "id": stem if known else column.name.replace("_year", "", 1),
                    "column": index,
                    "label": column.label,
                    "definition": f"{asked}." if asked else "",
                    "promised": promised.get(column.name),
                }
            )
    return described


def _asks(dataset: xr.Dataset) -> dict[str, str]:
    """Return what each official milestone asks for, by the name of its column."""
    if "official_milestone_asks" not in dataset.coords:
        return {}
    names, texts = (dataset[name].values.tolist() for name in ("official_milestone", "official_milestone_asks"))
    return {f"{REACHED}.{name}": text for name, text in zip(names, texts, strict=True)}


def _promised(dataset: xr.Dataset) -> dict[str, list[float | None]]:
    """Return for when each official milestone was promised by combination of levers, by the name of its column.

    None stands where a plan lacks the milestone or no date was named.
    """
    if not has_promises(dataset):
        return {}
    dates = promises(dataset)["promised_date"]
    return {
        f"{REACHED}.{name}": [None if math.isnan(year) else year for year in dates.values[index].ravel().tolist()]
        for index, name in enumerate(dates["official_milestone"].values)
    }


def about_sections(
    sections: Sequence[Section], columns: Sequence[Column], notes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the sections with the columns that they show; ``notes`` says by section what a reader must know of it."""
    shown: dict[str, list[int]] = {section.id: [] for section in sections}
    for index, column in enumerate(columns):
        if column.section:
            shown[column.section].append(index)
    return [
        {
            "id": section.id,
            "title": section.title,
            "kind": section.kind,
            "columns": shown[section.id],
            "note": notes.get(section.id, ""),
        }
        for section in sections
        if shown[section.id] or not section.shown
    ]
