"""News as facts: the line that simulates with them, or with more runs, as a new sweep beside the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import ARRIVED, LOST, NEVER, UNFLOWN
from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.named_quantity import FACTOR
from lunarsim.reading.analysis.conditioning.weights import samples_needed
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run


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


def line_with_facts(dataset: xr.Dataset, given: Sequence[Condition]) -> str:
    """Return the line that simulates with conditions as facts; "" where one of them can be none."""
    words = words_of_facts(given)
    return "" if words is None else line_to_run(dataset, *words)


def words_of_facts(given: Sequence[Condition]) -> list[str] | None:
    """Return conditions as words of a run line, or None where one of them is no fact that can be put in."""
    fields, others = facts(given)
    if others or not fields:
        return None
    return [
        f"missions.{mission}.{field}={value}" for mission, values in fields.items() for field, value in values.items()
    ]


def line_with_more_runs(dataset: xr.Dataset, run_weights: xr.DataArray) -> str:
    """Return the line with as many samples as give enough runs that agree; "" where that cannot be told."""
    needed = samples_needed(run_weights)
    if not needed:
        return ""
    key = "design.samples" if run_weights.sizes["sample"] > 1 else "design.replicates"
    return line_to_run(dataset, f"{key}={needed}")


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
