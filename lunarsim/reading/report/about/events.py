"""What may happen in a run and can be given: flights, milestones and assets, by the names that conditions have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import LOST, codes_of
from lunarsim.reading.analysis.conditioning.named_quantity import Quantity, quantity
from lunarsim.reading.report.columns import Column
from lunarsim.reading.report.sections import Section
from lunarsim.study.request.design_kinds import DESIGN_KINDS

_FIELDS = {"launch": "launched", "landing": "landed", "mission_outcome": "outcome", "online": "online"}
"""Field of a mission or an asset by the family of its columns."""

_OUTCOMES = {
    "success": "first flight a full success",
    "partial": "first flight a success in part",
    LOST: "first flight lost",
}


def why_no_events(dataset: xr.Dataset) -> str:
    """Return why runs of a sweep cannot be weighed by what happens in them; empty where they can."""
    name = str(dataset.attrs.get("design", ""))
    kind = DESIGN_KINDS.get(name)
    if kind is None or kind.rows != "structured" or name == "saltelli":
        return ""
    return (
        f"The rows of design={name} are not a random sample, so that those in which something happens do not say "
        "how likely anything is."
    )


def about_events(dataset: xr.Dataset, columns: Sequence[Column], sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Return what a reader may say has happened, in the order of the sections.

    Parameters
    ----------
    dataset : Dataset
        The runs that the page holds.
    columns : sequence of Column
        Of the page.
    sections : sequence of Section
        Their titles name the groups.

    Returns
    -------
    list of dict
        ``label`` and ``group``; ``dates``, each with the ``name`` that conditions have for it, its ``column`` and its
        ``field``; and ``outcome`` with ``name``, ``column`` and its words, each with what it says and its codes; None
        where there is none.
    """
    if why_no_events(dataset):
        return []
    titles = {section.id: section.title for section in sections}
    found: dict[str, dict[str, Any]] = {}
    for index, column, name, about in _asked(dataset, columns):
        family = column.more.get("family", "") if column.kind != "date" else ""
        field = _FIELDS.get(family, "")
        key = name.partition(".")[0] if field else name
        event = found.setdefault(
            key, {"label": column.label, "group": titles[column.section], "dates": [], "outcome": None}
        )
        if field == "outcome":
            words = [
                [word, text, codes_of(about, word)] for word, text in _OUTCOMES.items() if word in {LOST, *about.codes}
            ]
            event["outcome"] = {"name": name, "column": index, "words": words}
        else:
            event["dates"].append({"name": name, "column": index, "field": field})
    return list(found.values())


def _asked(dataset: xr.Dataset, columns: Sequence[Column]) -> Iterator[tuple[int, Column, str, Quantity]]:
    """Yield the columns that a condition may be about, with its name for them and what it reads."""
    for index, column in enumerate(columns):
        field = _FIELDS.get(column.more.get("family", ""), "")
        variable, _, label = column.name.partition(".")
        if field:
            name = f"{column.more['at']}.{field}"
        elif column.kind != "date":
            continue
        else:
            extra = set(dataset[variable].dims) - set(dataset["status"].dims)
            name = f"{label}.{variable}" if any(dataset.sizes[dim] > 1 for dim in extra) else variable
        about = quantity(dataset, name)
        if isinstance(about, Quantity):
            yield index, column, name, about
