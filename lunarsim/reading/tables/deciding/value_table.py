"""The value of information as a table for the eye, and as plain data for other programs."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.sensitivity.design_check import design_note
from lunarsim.reading.scales import scale_of
from lunarsim.reading.subject import foot_line, subject
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.deciding.discovery_json import plain
from lunarsim.reading.tables.deciding.value_words import cost_sentence, option_title, value_sentences
from lunarsim.reading.titles.levers import factor_title, lever_is
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import format_number, in_one_scale, share
from lunarsim.words.terminal import line_width, one_line

FORMAT = 1
METHOD = (
    "Shares are of the samples; best in: ties shared out. Everything: mean of the best option of each sample, less the "
    "mean of the best option. Of a factor: the same along a regression of the options on it, whose errors make it "
    "rather too large; a factor counts above the value for knowledge that says nothing, which the largest of as many "
    "such factors exceeds in one case of twenty. Brackets: 90 % intervals over resamples."
)
AMOUNTS = (
    *("option_mean", "option_mean_low", "option_mean_high", "evpi_value", "evpi_low", "evpi_high"),
    *("evppi_value", "evppi_low", "evppi_high", "evppi_noise"),
)
"""What the table shows in the units of the outcome."""

ONE_HISTORY = "With one replicate, chance that no input explains counts as something that could be known."


def value_lines(dataset: xr.Dataset, result: xr.Dataset, cost: float | None = None, top: int = 10) -> Iterator[str]:
    """Yield the lines that show the value of information.

    Parameters
    ----------
    dataset : Dataset
        The sweep.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.decisions.voi.value_of_information`.
    cost : float, optional
        What a mission costs, in the units of the outcome.
    top : int
        Factors that are shown.
    """
    width = line_width()
    figures = [name for name in AMOUNTS if name in result]
    every_figure = (value for name in figures for value in result[name].values.ravel().tolist())
    units, factor = scale_of(units_in_words(result.attrs["outcome_units"]), every_figure)
    yield one_line(f"Value of information: {result.attrs['outcome_title']}" + (f" [{units}]" if units else ""))
    names = [str(name) for name in result["evpi_value"].dims]
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = result.isel(at)
        yield ""
        if names:
            yield one_line("; ".join(lever_is(dataset, name, dataset[name].values.item(at[name])) for name in names))
        said = value_sentences(one, result, dataset) + ([cost_sentence(one, result, cost)] if cost is not None else [])
        yield textwrap.fill(one_line(" ".join(said)), width)
        yield ""
        one = one.assign({name: one[name] * factor for name in figures})
        labels = one["option_label"].values.tolist()
        means = tuple(_with_ends(one.isel(option_label=place), "option_mean") for place in range(len(labels)))
        shares = tuple(share(float(part)) for part in one["option_best_share"].values)
        columns = [Column(("mean",), means)]
        if "option_gain_share" in one:
            for name, head in (("gain", ("better than", "nothing")), ("tie", ("no", "different"))):
                parts = one[f"option_{name}_share"].values[:-1]
                columns.append(Column(head, (*(share(float(part)) for part in parts), "")))
        if len(labels) > 1 + int("option_gain_share" in one):
            columns.append(Column(("best in",), shares))
        yield from tables([option_title(result, dataset, str(label)) for label in labels], columns, width)
        if float(one["evpi_high"]) > 0:
            yield ""
            yield from _knowledge(one, dataset, top, width)
    yield ""
    yield textwrap.fill(METHOD, width)
    if result.attrs["replicates"] == 1:
        yield textwrap.fill(ONE_HISTORY, width)
    if note := design_note(dataset):
        yield textwrap.fill(note, width)
    if foot := foot_line(dataset):
        yield textwrap.fill(foot, width)


def _knowledge(one: xr.Dataset, dataset: xr.Dataset, top: int, width: int) -> Iterator[str]:
    values = one["evppi_value"].fillna(0.0).values
    order = [int(place) for place in np.argsort(-values, kind="stable")[:top] if values[place] > 0]
    titles = ["Everything", *(factor_title(dataset, str(one["factor"].values[place])) for place in order)]
    cells = [_with_ends(one, "evpi"), *(_with_ends(one.isel(factor=place), "evppi") for place in order)]
    yield from tables(
        [*titles, "(knowledge that says nothing)"],
        [Column(("worth to know",), (*cells, format_number(float(one["evppi_noise"]))))],
        width,
    )


def _with_ends(row: xr.Dataset, name: str) -> str:
    middle = name if name in row else f"{name}_value"
    value, low, high = (float(row[each]) for each in (middle, f"{name}_low", f"{name}_high"))
    if low == high:
        return format_number(value)
    return in_one_scale(low, value, high, (high - low) / 2)


def value_json(dataset: xr.Dataset, result: xr.Dataset, path: str, cost: float | None) -> dict[str, Any]:
    """Return all that the table says as plain data; numbers that are missing are None."""
    names = [str(name) for name in result["evpi_value"].dims]
    every = itertools.product(*(range(result.sizes[name]) for name in names))
    return {
        "format": FORMAT,
        "path": path,
        "about": dict(subject(dataset)),
        **{name: result.attrs[name] for name in ("outcome", "outcome_title", "outcome_units", "option_lever")},
        "measured": result.attrs["measured_factor"] or None,
        "measurement_error": result.attrs["measurement_error"] if result.attrs["measured_factor"] else None,
        "confidence_level": result.attrs["confidence_level"],
        "notes": design_note(dataset) or None,
        "combinations": [
            _combination(result.isel(dict(zip(names, indices, strict=True))), names, result, dataset, cost)
            for indices in every
        ],
    }


def _combination(
    one: xr.Dataset, names: list[str], result: xr.Dataset, dataset: xr.Dataset, cost: float | None
) -> dict[str, Any]:
    options = [one.isel(option_label=place) for place in range(one.sizes["option_label"])]
    factors = [one.isel(factor=place) for place in range(one.sizes["factor"])]
    said = value_sentences(one, result, dataset) + ([cost_sentence(one, result, cost)] if cost is not None else [])
    of_options = ["mean", "mean_low", "mean_high", "best_share"]
    of_options += ["gain_share", "tie_share"] if "option_gain_share" in one else []
    plain_names = (
        *("evpi_value", "evpi_low", "evpi_high", "evpi_least", "evppi_noise"),
        *("evsi_value", "evsi_low", "evsi_high"),
    )
    return {
        "levers": {name: plain(one[name]) for name in names},
        "sentence": " ".join(said),
        "samples": int(one["used_samples"]),
        "best_option": str(one["best_option"].item()),
        **{name: plain(one[name]) for name in plain_names if name in one},
        "options": [
            {"label": str(each["option_label"].item())} | {key: plain(each[f"option_{key}"]) for key in of_options}
            for each in options
        ],
        "factors": [
            {"key": str(each["factor"].item())} | {key: plain(each[f"evppi_{key}"]) for key in ("value", "low", "high")}
            for each in factors
            if not np.isnan(float(each["evppi_value"]))
        ],
    }
