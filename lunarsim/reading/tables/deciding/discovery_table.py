"""Scenario discovery as a table for the eye."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.condition_words import conditions_in_words
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.deciding.discovery_words import (
    box_rows,
    has_levers,
    levers_in_words,
    limit_intervals,
    needed,
    sentence,
    side_levers,
    unit_range,
)
from lunarsim.reading.titles.levers import factor_title, lever_is, lever_title
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import format_probability, share
from lunarsim.words.terminal import line_width, one_line

MOST_UNSURE = 3
"""Factors that the box leaves open and that resamples restrict most often are named up to this number."""

OFTEN = 0.3
MOST_STEPS = 12

NOTE = (
    "Limit: 90 % interval of the limit over resamples of the samples. Of its distribution: the part of the factor's "
    "distribution inside. Chance: how probable it is that chance alone gives a limit as strong, of all that could be "
    "set. Resamples: in how many of them the factor is limited."
)


def discovery_lines(dataset: xr.Dataset, result: xr.Dataset) -> Iterator[str]:
    """Yield the lines that show scenario discovery.

    Parameters
    ----------
    dataset : Dataset
        The sweep.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.discovery.discover.discover`.
    """
    width = line_width()
    targets = " and ".join(conditions_in_words(dataset, result.attrs["conditions"]))
    yield from textwrap.wrap(one_line(f"Target: {targets}"), width)
    names = side_levers(result)
    told: dict[tuple[str, ...], list[str]] = {}
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        heading = "; ".join(lever_is(dataset, name, dataset[name].values.item(at[name])) for name in names)
        told.setdefault(tuple(_answer(result.isel(at), dataset, width)), []).append(heading)
    for answer, headings in told.items():
        yield ""
        if len(told) == 1 and len(headings) > 1:
            yield one_line(f"The same for all values of: {'; '.join(lever_title(dataset, name) for name in names)}")
        elif names:
            yield from map(one_line, headings)
        yield from answer
    yield ""
    if bool(result["is_found"].any()):
        yield textwrap.fill(NOTE, width)
    # The target says itself of which year its money is.
    if money := money_note(dataset, itertools.chain.from_iterable(told)):
        yield money
    if result.attrs["notes"]:
        yield textwrap.fill(result.attrs["notes"], width)
    yield from foot_of(dataset, width)


def _answer(one: xr.Dataset, dataset: xr.Dataset, width: int) -> Iterator[str]:
    """Yield what is said of one combination of levers; where no box holds, the sentence alone."""
    yield textwrap.fill(one_line(f"{sentence(one, dataset)} {needed(one)}".rstrip()), width)
    if not bool(one["is_found"]):
        return
    yield ""
    yield from _restrictions(one, dataset, width)
    yield from _unsure(one, dataset, width)
    yield ""
    yield from _trajectory(one, width)


def _restrictions(one: xr.Dataset, dataset: xr.Dataset, width: int) -> Iterator[str]:
    rows = box_rows(one, dataset)
    places = np.flatnonzero(one["is_restricted"].values)
    cells = [_of_factor(one.isel(factor=place)) for place in places]
    cells += [_of_lever(one, lever) for lever, _ in levers_in_words(one, dataset)]
    heads = (("inside",), ("limit",), ("of its", "distribution"), ("chance",), ("resamples",))
    columns = [
        Column(head, tuple(values))
        for head, values in zip(
            heads, zip(*((where, *of) for (_, where), of in zip(rows, cells, strict=True)), strict=True), strict=True
        )
    ]
    yield from tables([title for title, _ in rows], columns, width)


def _of_factor(row: xr.Dataset) -> tuple[str, str, str, str]:
    chances = [float(row[name]) for name in ("chance_low", "chance_high") if not math.isnan(float(row[name]))]
    return (
        " or ".join(limit_intervals(row)),
        unit_range(row),
        _chance(max(chances)),
        share(float(row["restricted_share"])),
    )


def _of_lever(one: xr.Dataset, lever: str) -> tuple[str, str, str, str]:
    of = [name == lever for name in one["box_lever"].values.tolist()]
    inside = one["is_in_box"].values[of]
    agree = one["in_box_share"].values[of]
    # How often what is outside is outside, at least.
    return "", "", _chance(float(one["chance_values"].values[of][0])), share(float((1 - agree[~inside]).min()))


def _chance(value: float) -> str:
    return "<0.001" if value < 0.001 else format_probability(value) if value >= 0.01 else f"{value:.3f}"


def _unsure(one: xr.Dataset, dataset: xr.Dataset, width: int) -> Iterator[str]:
    """Yield what resamples restrict often though the box does not."""
    shares = np.where(one["is_restricted"].values, 0.0, one["restricted_share"].fillna(0.0).values)
    often = [place for place in np.argsort(-shares, kind="stable")[:MOST_UNSURE] if shares[place] >= OFTEN]
    if often:
        keys = one["factor"].values
        listed = [f"{factor_title(dataset, str(keys[place]))} ({share(float(shares[place]))})" for place in often]
        yield textwrap.fill(one_line(f"Without a limit, but limited in many resamples: {'; '.join(listed)}."), width)


def _trajectory(one: xr.Dataset, width: int) -> Iterator[str]:
    """Yield the boxes that led to the one shown and beyond, in the order in which they were found."""
    steps = int(one["trajectory_mass"].notnull().sum())
    chosen = sorted({*np.linspace(0, steps - 1, MOST_STEPS).round().astype(int).tolist(), int(one["shown_step"])})
    heads = _HEADS | (_HEADS_WITH_LEVERS if has_levers(one) else {})
    columns = [
        Column(head, tuple(_figure(name, float(one[f"trajectory_{name}"][step])) for step in chosen))
        for name, head in heads.items()
    ]
    titles = [f"Step {step}" + (" (chosen)" if step == int(one["shown_step"]) else "") for step in chosen]
    yield "How the box was narrowed"
    yield from tables(titles, columns, width)


_HEADS = {
    "density": ("meets", "the target"),
    "coverage": ("of all that", "meets it"),
    "mass": ("of all", "samples"),
    "restricted": ("limited", "factors"),
}
_HEADS_WITH_LEVERS = {"mass": ("of all", "rows"), "restricted": ("limited factors", "and levers")}
"""What stands otherwise where levers are searched too."""


def _figure(name: str, value: float) -> str:
    return f"{value:.0f}" if name == "restricted" else share(value)
