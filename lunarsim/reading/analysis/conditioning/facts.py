"""News as facts: the line that simulates with them, or with more runs, as a new sweep beside the old one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import LOST, NEVER
from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.named_quantity import FACTOR
from lunarsim.reading.analysis.conditioning.weights import samples_needed
from lunarsim.reading.analysis.missions.launches import ARRIVED, UNFLOWN
from lunarsim.reading.analysis.sensitivity.design_check import RANDOM, line_to_run


def facts(given: Sequence[Condition]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Return what the manifest can hold of some conditions, fields by mission, and the texts of the others.

    A flight's outcome is forced. An exact date of launch becomes the planned one, with a band of no width and no window
    to wait for, so that only its rocket, its pad or a mission that it needs can still hold it up. A mission that never
    flies is cancelled.
    """
    fields: dict[str, dict[str, str]] = {}
    others: list[str] = []
    for condition in given:
        made = _fields(condition)
        if made:
            fields.setdefault(condition.about.label, {}).update(made)
        else:
            others.append(condition.text)
    return fields, others


TIMES_MORE = 10
"""Where none of the stored samples agrees, so many times as many are offered."""


def line_with_facts(dataset: xr.Dataset, given: Sequence[Condition]) -> str:
    """Return the line that simulates with conditions as facts; "" where one of them can be none."""
    fields, others = facts(given)
    return "" if others or not fields else line_to_run(dataset, *as_words(fields))


def as_words(fields: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return fields by mission as words of a run line."""
    return [
        f"missions.{mission}.{field}={value}" for mission, values in fields.items() for field, value in values.items()
    ]


def line_with_more_runs(dataset: xr.Dataset, run_weights: xr.DataArray) -> str:
    """Return the line with as many samples as give enough runs that agree; "" where that is not known."""
    needed, field = samples_needed(run_weights), field_of_more_runs(dataset)
    return line_to_run(dataset, f"design.{field}={needed}") if needed and field else ""


def line_with_many_more_runs(dataset: xr.Dataset) -> str:
    """Return the line with ten times as many samples, for what none of the stored runs meets."""
    field = field_of_more_runs(dataset)
    if not field:
        return line_to_run(dataset, "design=lhs", "design.samples=1000")
    return line_to_run(dataset, f"design.{field}={TIMES_MORE * dataset.sizes[field.removesuffix('s')]}")


def field_of_more_runs(dataset: xr.Dataset) -> str:
    """Return the setting of the design that makes more independent runs; "" where its rows are not a random sample."""
    if dataset.sizes["sample"] == 1:
        return "replicates"
    return "samples" if dataset.attrs.get("design", RANDOM[0]) in RANDOM else ""


def _fields(condition: Condition) -> dict[str, str]:
    about, (sign, value, *_) = condition.about, condition.agreement
    made: dict[str, str] = {}
    if sign != "=" or about.kind == FACTOR:
        return made
    if about.field == "outcome" and value in (*ARRIVED, LOST):
        made = {"outcome": value}
    elif value in (UNFLOWN if about.field == "outcome" else {NEVER} if about.field == "launched" else ()):
        made = {"cancelled": "true"}
    elif about.field == "launched" and condition.weighs and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        made = {"planned": value, "planned_low": value, "planned_high": value}
        made |= {"planned_precision": "day", "evidence": "assumed", "window": "none"}
    return made
