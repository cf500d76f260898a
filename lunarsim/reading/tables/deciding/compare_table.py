"""Two sweeps compared: as a table for the eye and as plain data."""

from __future__ import annotations

import itertools
import math
import shlex
import textwrap
from collections.abc import Iterator
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.decisions.like_with_like import like_with_like, plain_value
from lunarsim.reading.analysis.lever_words import selected_values
from lunarsim.reading.changes_in_words import difference, difference_of_probability
from lunarsim.reading.overrides import intervals, overrides
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.subject import subject
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.deciding.discovery_json import plain
from lunarsim.reading.tables.outcome_cells import is_count, titles_of
from lunarsim.reading.titles.levers import lever_is, lever_key, lever_title, lever_value
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.titles.parameters import number_title, parameter_title
from lunarsim.words.terminal import line_width, one_line

FORMAT = 1
NONE = "none"
SAID_OTHERWISE = ("Changed", "Varied", "Selected", "Runs")
"""Labels of what a sweep is of, whose content is listed one by one."""

LABELS = {"scenario": "Scenario", "plan": "Plan", "site": "Site"}
"""Labels under which a sweep names options that were not compared, by their keys."""

SHOWN_OF_TWO = (
    *("mean_difference", "interval_low", "interval_high"),
    *("median_change", "change_low", "change_high"),
)


def inputs_that_differ(first: xr.Dataset, second: xr.Dataset) -> list[tuple[str, str, str]]:
    """Return what differs between the inputs of two sweeps, as title and both values; NONE where one has none."""
    sides, defaults = [], dict[str, str]()
    for dataset in (first, second):
        said = {label: text for label, text in subject(dataset) if label not in SAID_OTHERWISE}
        changed = overrides(dataset)
        said |= {each.title: each.value for each in changed}
        defaults |= {each.title: each.default for each in changed if each.default}
        said |= {
            f"Range of {parameter_title(key)}": f"{number_title(low)} to {number_title(high)} ({kind})"
            for key, low, high, kind in intervals(dataset)
        }
        said |= {"Seed": str(dataset.attrs.get("seed", ""))}
        sides.append(said)
    for dataset, lever in ((each, lever) for each in (first, second) for lever in selected_values(each)):
        # A value that was chosen of a lever stands against that of the other sweep, whether this has the lever or not.
        title, key = lever_title(dataset, lever), lever_key(dataset, lever)
        for said, each in zip(sides, (first, second), strict=True):
            said.pop(LABELS.get(key, ""), None)
            value = plain_value(each, key)
            said[title] = NONE if value is None else lever_value(dataset, lever, value, with_units=True)
    names = dict.fromkeys([*sides[0], *sides[1]])
    return [
        (name, sides[0].get(name, defaults.get(name, NONE)), sides[1].get(name, defaults.get(name, NONE)))
        for name in names
        if sides[0].get(name) != sides[1].get(name)
    ]


def compare_lines(first: xr.Dataset, second: xr.Dataset, result: xr.Dataset, paths: tuple[str, str]) -> Iterator[str]:
    """Yield the lines that compare two sweeps: inputs, then outcomes of the second less the first."""
    width = line_width()
    first, second, _ = like_with_like(first, second, result.attrs["given"])
    yield one_line(f"A  {paths[0]}")
    yield one_line(f"B  {paths[1]}")
    yield ""
    inputs = inputs_that_differ(first, second)
    if inputs:
        for title, here, there in inputs:
            yield textwrap.fill(one_line(f"{title}: A {here}; B {there}"), width, subsequent_indent="  ")
    else:
        yield "All inputs agree."
    yield ""
    for text in (*_taken(first, second, result), _pairs(first, second, result)):
        yield textwrap.fill(one_line(text), width)
    result = in_readable_units(result, SHOWN_OF_TWO)
    names = [str(name) for name in result["mean_difference"].dims if name != "outcome_name"]
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = result.isel(at)
        yield ""
        if names:
            yield one_line("; ".join(lever_is(first, name, one[name].values.item()) for name in names))
        each = [one.isel(outcome_name=place) for place in range(one.sizes["outcome_name"])]
        columns = [
            Column(("mean of B", "less A"), tuple(_difference(row) for row in each)),
            Column(("median", "of B less A"), tuple(_median(row) for row in each)),
            Column(("probability", "of B less A"), tuple(_probability(row) for row in each)),
        ]
        kept = [column for column in columns if any(column.cells)]
        yield from tables(titles_of(one, of_differences=True), kept, width)
    yield ""
    yield "90 % intervals. A date that is not reached is the end of the simulation in means, never in medians."
    if money := money_note(first, result["outcome_units"].values.tolist()):
        yield money


def _taken(first: xr.Dataset, second: xr.Dataset, result: xr.Dataset) -> Iterator[str]:
    """Say of which levers one sweep has the value of the other, and how another is asked for."""
    for side, lever, _, another in result.attrs["taken_values"]:
        here, other = (first, "B") if side == "a" else (second, "A")
        value = lever_is(here, lever, here[lever].values.item())
        option = f"--given {shlex.quote(f'{lever_key(here, lever)}={another}')}"
        yield f"Of {side.upper()} only the runs at {value} count, the value that {other} has. For others: {option}"


def _pairs(first: xr.Dataset, second: xr.Dataset, result: xr.Dataset) -> str:
    text = "Rows are pairs: same seed, design, samples and chance." if result.attrs["is_paired"] else ""
    text = text or f"Rows are not pairs ({result.attrs['why_unpaired']}), so intervals are wide."
    alone = [lever_title(first if name in first.dims else second, name) for name in result.attrs["pooled_levers"]]
    return text + (f" Pooled over {' and '.join(alone)}, which only one of them compares." if alone else "")


def _difference(row: xr.Dataset) -> str:
    mean, low, high = (float(row[name]) for name in ("mean_difference", "interval_low", "interval_high"))
    return difference(mean, low, high, bool(row["outcome_is_date"]))


def _median(row: xr.Dataset) -> str:
    middle, low, high = (float(row[name]) for name in ("median_change", "change_low", "change_high"))
    if math.isinf(middle):
        text = f"mostly never in {'B' if middle > 0 else 'A'}"
        return text if low > 0 or high < 0 else f"{text}, but unclear"
    return difference(middle, low, high, bool(row["outcome_is_date"]), is_count=is_count(row))


def _probability(row: xr.Dataset) -> str:
    names = ("probability_change", "probability_change_low", "probability_change_high")
    return difference_of_probability(*(float(row[name]) for name in names))


def compare_json(first: xr.Dataset, second: xr.Dataset, result: xr.Dataset, paths: tuple[str, str]) -> dict[str, Any]:
    """Return what the comparison says as plain data."""
    first, second, _ = like_with_like(first, second, result.attrs["given"])
    names = list(result.data_vars)
    return {
        "format": FORMAT,
        "paths": list(paths),
        "paired": bool(result.attrs["is_paired"]),
        "why_unpaired": result.attrs["why_unpaired"] or None,
        "confidence_level": result.attrs["confidence_level"],
        "given": result.attrs["given"],
        "taken": [
            {"sweep": side, "lever": lever, "value": value} for side, lever, value, _ in result.attrs["taken_values"]
        ],
        "inputs": [{"title": title, "a": one, "b": other} for title, one, other in inputs_that_differ(first, second)],
        "levers": {str(dim): plain(result[dim]) for dim in result["mean_difference"].dims if dim != "outcome_name"},
        "outcomes": {
            str(result["outcome_name"][place].item()): {
                str(name): plain(result[name].isel(outcome_name=place)) for name in names
            }
            for place in range(result.sizes["outcome_name"])
        },
    }
