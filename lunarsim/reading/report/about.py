"""What a page knows of a sweep beside the columns of its runs, as plain data."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.missions.promises import REACHED, has_promises, promises
from lunarsim.reading.analysis.sensitivity.design_check import design_note, line_to_run, shares_chance
from lunarsim.reading.analysis.valid_runs import end_years, levers
from lunarsim.reading.overrides import intervals
from lunarsim.reading.report.columns import Column
from lunarsim.reading.report.descriptions import description_in_words
from lunarsim.reading.report.factors import Grid
from lunarsim.reading.report.payload.thinning import Kept
from lunarsim.reading.report.sections import Section
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import factor_title, group_title, lever_key, lever_title, lever_value
from lunarsim.reading.titles.outcomes import definition
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.study.model.interface import OK, STATUS_FLAGS
from lunarsim.study.store.provenance import PACKAGES
from lunarsim.words.terminal import as_typed
from lunarsim.words.units import decimal_year, parse_date

MOST_TEXTS = 20
"""Errors of runs that a page lists, the most frequent ones first."""


def about_levers(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the dimensions along which choices are compared, with the words that name each value on a line."""
    described = []
    for dim in levers(dataset):
        along = [name for name, labels in dataset.coords.items() if labels.dims == (dim,)]
        typed = [
            " ".join(shlex.quote(f"{name}={as_typed(_plain(dataset[name].values[at]))}") for name in along[:1])
            for at in range(dataset.sizes[dim])
        ]
        title = lever_title(dataset, dim)
        labels = [_counted(dataset, dim, value, title) for value in dataset[dim].values.tolist()]
        described.append(
            {"name": dim, "key": lever_key(dataset, dim), "label": title, "values": labels, "lines": typed}
        )
    return described


def _counted(dataset: xr.Dataset, dim: str, value: Any, title: str) -> str:
    """Return a value of a lever with its units, a number of things with what is counted: "4 units", "15 members"."""
    text, thing = lever_value(dataset, dim, value, with_units=True), title.partition(" ")[0].lower()
    is_count = isinstance(value, int) and not isinstance(value, bool) and text.isdigit() and thing.endswith("s")
    return f"{text} {thing.removesuffix('s') if value == 1 else thing}" if is_count else text


def about_factors(dataset: xr.Dataset, grids: Mapping[str, Grid], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the uncertain factors with the values along their quantiles, for sliders."""
    places = {column.name: index for index, column in enumerate(columns)}
    given = {key: kind for key, _, _, kind in intervals(dataset)}
    words = _words(dataset)
    described = []
    for key, grid in grids.items():
        attrs = dataset[key].attrs
        group, _, rest = key.partition(".")
        title = label_title("program", rest.partition(".")[0]) if group == "programs" else group_title(group)
        described.append(
            {
                "key": key,
                "cut": _cut(key, given.get(key, "cut")),
                "word": shlex.quote(words[key]) if key in words else "",
                "label": factor_title(dataset, key),
                "group": title,
                "units": units_in_words(attrs.get("units", "1")),
                "kind": "count" if grid.whole else "number",
                "discrete": grid.whole,
                "evidence": str(attrs.get("evidence", "")),
                "source": str(attrs.get("source", "")),
                "about": description_in_words(str(attrs.get("description", "")), dataset),
                "distribution": str(attrs.get("distribution", "")),
                "column": places[f"u:{key}"],
                "grid": {
                    "by_lever": grid.by_lever,
                    "tables": grid.tables,
                    "uppers": grid.uppers or None,
                    "stored": grid.stored,
                    "labels": None,
                },
            }
        )
    return described


_CUTS = {"cut": "tag(cut,interval({low},{high}))", "uniform": "interval({low},{high})"}
_CUTS["log"] = f"tag(log,{_CUTS['uniform']})"


def _cut(key: str, kind: str) -> str | None:
    """Return the words that cut a factor, None where no form of the command line cuts the distribution that it has."""
    return f"{key}={_CUTS[kind]}" if kind in _CUTS else None


def _words(dataset: xr.Dataset) -> dict[str, str]:
    """Return the words of the command line of a sweep by their keys."""
    try:
        words = shlex.split(str(dataset.attrs.get("command", "")))
    except ValueError:
        return {}
    return {word.partition("=")[0].lstrip("+"): word for word in words if "=" in word}


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


def about_gantt(dataset: xr.Dataset, columns: Sequence[Column]) -> dict[str, Any]:
    """Return which columns hold launches, their outcomes and first work, by mission and asset."""
    flown = [(index, column.more) for index, column in enumerate(columns)]
    outcomes = {more["at"]: index for index, more in flown if more.get("family") == "mission_outcome"}
    planned = _planned(dataset)
    missions, assets = [], []
    for index, column in enumerate(columns):
        key = column.more.get("at")
        if column.kind == "launch":
            missions.append(
                {
                    "key": key,
                    "label": column.label,
                    "program": "",
                    "planned": planned.get(str(key)),
                    "launch": index,
                    "landing": None,
                    "outcome": outcomes.get(key),
                }
            )
        elif column.kind == "online":
            assets.append({"key": key, "label": column.label, "program": "", "online": index})
    return {"missions": missions, "assets": assets}


def about_failures(dataset: xr.Dataset) -> dict[str, Any]:
    """Return how many runs of the whole sweep ended how, and what the failed ones said."""
    status = dataset["status"].values
    counts = [{"status": word.replace("_", " "), "runs": int((status == code).sum())} for code, word in STATUS_FLAGS]
    others = np.argwhere(~np.isin(status, (OK, 0)))
    found: dict[str, list[Any]] = {}
    if others.size:
        errors = dataset["error"].values
        for position in map(tuple, others.tolist()):
            found.setdefault(str(errors[position]), [0, position])[0] += 1
    dims = dataset["status"].dims
    texts = [
        {"text": text, "runs": runs, "replay": " ".join(_label_line(dataset, dims, position))}
        for text, (runs, position) in sorted(found.items(), key=lambda item: -item[1][0])[:MOST_TEXTS]
        if text
    ]
    return {"counts": [count for count in counts if count["runs"]], "texts": texts}


def about_reproduction(path: Path | str, dataset: xr.Dataset) -> dict[str, Any]:
    """Return the lines that make the sweep, one of its runs, or more runs again."""
    attrs = dataset.attrs
    store = shlex.quote(str(path))
    names = ("lunarsim", "python", *PACKAGES)
    versions = [[name, str(attrs[f"{name}_version"])] for name in names if f"{name}_version" in attrs]
    versions += [["commit", str(attrs["git_commit"])]] if attrs.get("git_commit") else []
    more = line_to_run(dataset, "design.samples=@@")
    if not more.startswith("lunarsim -m"):
        more = more.replace("lunarsim", "lunarsim -m", 1)  # a cut is a form of sweep
    pending = int(np.isin(dataset["status"].values, (0, 2, 3)).sum())
    return {
        "command": f"lunarsim {attrs.get('command', '')}".strip(),
        "store": str(path),
        "seed": attrs.get("seed"),
        "results": attrs.get("results"),
        "created": str(attrs.get("created", "")),
        "resume": f"lunarsim resume {store}" if pending else None,
        "versions": versions,
        "replay_template": f"lunarsim replay {store} {{levers}} sample={{sample}} replicate={{replicate}}",
        "more_runs": more.replace("@@", "{samples}") + " {cuts}",
    }


def about_sweep(dataset: xr.Dataset, shown: xr.Dataset, kept: Kept) -> dict[str, Any]:
    """Return how many samples, replicates and runs the page holds, by which rule, and when the simulation ends."""
    start = _start_year(dataset)
    ends = end_years(shown).values.ravel().tolist()
    numbers = [int(number) for number in shown["sample"].values.tolist()]
    return {
        "samples": shown.sizes["sample"],
        "replicates": shown.sizes["replicate"],
        "runs": int(shown["status"].size),
        "design": str(dataset.attrs.get("design", "")),
        "design_note": design_note(dataset),
        "group_rows": kept.group_rows,
        "shares_chance": shares_chance(dataset),
        "thinned": kept.note or None,
        "slidable": not kept.why_no_sliders,
        "why_not": kept.why_no_sliders,
        "start_year": start,
        "end_years": [None if math.isnan(end) else end for end in ends],
        "sample_numbers": None if numbers == list(range(len(numbers))) else numbers,
    }


def _start_year(dataset: xr.Dataset) -> float | None:
    try:
        return decimal_year(parse_date(json.loads(dataset.attrs["config"])["timeline"]["start"]))
    except (KeyError, TypeError, ValueError):
        return None


def _planned(dataset: xr.Dataset) -> dict[str, list[float | None]]:
    """Return the planned launch of each mission by combination of levers, which no run of it changes."""
    if "mission_planned_year" not in dataset:
        return {}
    planned = dataset["mission_planned_year"].transpose("mission", ...).max(("sample", "replicate"))
    return {
        str(name): [None if math.isnan(year) else round(year, 3) for year in planned.values[index].ravel().tolist()]
        for index, name in enumerate(planned["mission"].values)
    }


def _label_line(dataset: xr.Dataset, dims: Sequence[Any], position: Sequence[int]) -> list[str]:
    return [
        shlex.quote(f"{dim}={as_typed(_plain(dataset[dim].values[at]))}")
        for dim, at in zip(dims, position, strict=True)
    ]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
