"""What a report holds of a stored sweep: what the page knows of it, and the numbers of its runs."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path
from typing import Any, NamedTuple

import xarray as xr

from lunarsim.reading.analysis.mine.premises_in_words import premises_in_words
from lunarsim.reading.analysis.ranking.what_matters import HEADLINES
from lunarsim.reading.overrides import chosen, overrides
from lunarsim.reading.report.about.events import about_events, why_no_events
from lunarsim.reading.report.about.inputs import about_factors, about_levers
from lunarsim.reading.report.about.outcomes import about_milestones, about_sections
from lunarsim.reading.report.about.runs import about_failures, about_reproduction, about_sweep
from lunarsim.reading.report.about.story import about_gantt
from lunarsim.reading.report.assumptions import assumptions
from lunarsim.reading.report.columns import Column, outcome_columns, status_column, unit_columns
from lunarsim.reading.report.differences import differences
from lunarsim.reading.report.discovery import discovered
from lunarsim.reading.report.factors import factor_grids
from lunarsim.reading.report.influence import influence
from lunarsim.reading.report.payload.packing import foretold, pack
from lunarsim.reading.report.payload.thinning import Kept, kept_runs
from lunarsim.reading.report.places import about_places
from lunarsim.reading.report.sections import sections
from lunarsim.reading.subject import subject
from lunarsim.reading.titles.known import capital, in_words
from lunarsim.reading.titles.levers import option_title

FORMAT = 2
"""Of the data in a page; goes up when a key changes its meaning or goes."""


MOST_BYTES = 3_850_000
"""Of the numbers of the runs as text; the page around them has about 1.1 MB."""

_SPARE = 0.98
"""Fewer runs do not shrink quite as well."""


class Content(NamedTuple):
    """What the page knows of a sweep, as plain data, and the numbers of its runs as text."""

    about: dict[str, Any]
    data: str


def content(path: Path | str, dataset: xr.Dataset, question: str = "") -> Content:
    """Return what a report holds of a sweep.

    Parameters
    ----------
    path : Path or str
        The dataset, or its URL.
    dataset : Dataset
        The same, opened for reading.
    question : str
        What was asked; empty where the sweep is no experiment with a question.

    Raises
    ------
    AnalysisError
        If the levers have too many combinations for a page.
    """
    grids = factor_grids(path, dataset)
    kept, columns, bases, data = _fitting(dataset, {key for key, grid in grids.items() if grid.whole})
    shown = _part(dataset, kept)
    boxed = _variables(column for column in columns if column.boxed)
    matters = influence(dataset, HEADLINES)
    all_runs = {
        "tornado": matters.tornado,
        "discovery": discovered(dataset, boxed),
        "map": about_places(dataset),
    }
    about = {
        "format": FORMAT,
        "title": _title(dataset),
        "question": question,
        "subject": [list(pair) for pair in subject(dataset)],
        "overrides": [[each.key, each.title, each.value, each.default] for each in overrides(dataset)],
        "levers": about_levers(shown),
        **about_sweep(dataset, shown, kept),
        "factors": about_factors(dataset, grids, columns),
        "columns": _declared(columns, bases),
        "status_column": 0,
        "headline": [index for index, column in enumerate(columns) if column.headline],
        "milestones": about_milestones(shown, columns),
        "sections": about_sections(sections(), columns, {"tornado": matters.note}),
        "all_runs": all_runs,
        "differences": differences(shown, columns),
        "premises": premises_in_words(dataset),
        "assumptions": assumptions(dataset, grids, matters.by_factor),
        "failures": about_failures(dataset),
        "reproduce": about_reproduction(path, dataset),
        "gantt": about_gantt(shown, columns),
        "why_no_events": why_no_events(dataset),
        "events": about_events(shown, columns, sections()),
    }
    return Content(about, data)


def _variables(columns: Iterable[Column]) -> list[str]:
    """Return the outcomes that columns are of."""
    return list(dict.fromkeys(column.name.partition(".")[0] for column in columns))


def _title(dataset: xr.Dataset) -> str:
    """Return the name of an experiment, or the title of the scenario, after which a sweep of no experiment is named."""
    name = str(dataset.attrs.get("title", "")).removeprefix("lunarsim sweep ")
    return option_title("scenario", name) if name == chosen(dataset, "scenario") else capital(in_words(name))


def _part(dataset: xr.Dataset, kept: Kept) -> xr.Dataset:
    return dataset.isel(sample=kept.samples, replicate=slice(0, kept.replicates))


def _fitting(dataset: xr.Dataset, counts: Set[str]) -> tuple[Kept, list[Column], list[int | None], str]:
    """Return which runs are held, their columns, what foretells each, and all as text, with as many samples as fit."""
    kept = kept_runs(dataset)
    columns = _columns(_part(dataset, kept), counts)
    bases, data = _packed(columns)
    while len(data) > MOST_BYTES and len(kept.samples) > 1:
        samples, replicates = len(kept.samples), kept.replicates
        combinations = dataset["status"].size // (dataset.sizes["sample"] * dataset.sizes["replicate"])
        fewer = max(1, int(samples * MOST_BYTES / len(data) * _SPARE))
        kept = kept_runs(dataset, fewer * combinations * replicates)
        if kept.replicates == replicates and len(kept.samples) < samples:
            columns = [column.first(len(kept.samples), (combinations, samples, replicates)) for column in columns]
        elif kept.replicates < replicates:
            columns = _columns(_part(dataset, kept), counts)
        else:
            break
        bases, data = _packed(columns)
    return kept, columns, bases, data


def _packed(columns: list[Column]) -> tuple[list[int | None], str]:
    codes = [column.codes for column in columns]
    bases = foretold(codes, [column.kin() for column in columns])
    return bases, pack(codes, bases)


def _columns(shown: xr.Dataset, counts: Set[str]) -> list[Column]:
    return [status_column(shown), *outcome_columns(shown, sections()), *unit_columns(shown, counts)]


def _declared(columns: list[Column], bases: list[int | None]) -> list[dict[str, Any]]:
    """Return what a page reads of each column; the first one of a family describes all of it."""
    offset, declared, described = 0, [], set()
    for column, base in zip(columns, bases, strict=True):
        about = column.declared(offset, base)
        if (column.section, about["description"]) in described:
            about["description"] = ""
        described.add((column.section, column.description))
        declared.append(about)
        offset += column.codes.size
    return declared
