"""The value of information as a table for the eye, and as plain data for other programs."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.decisions.voi import BEST
from lunarsim.reading.analysis.sensitivity.design_check import design_note
from lunarsim.reading.subject import subject
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.deciding.amounts_of_options import in_units_for_people, with_interval
from lunarsim.reading.tables.deciding.best_words import OF_BEST, strictly_best, ties_sentence
from lunarsim.reading.tables.deciding.discovery_json import plain
from lunarsim.reading.tables.deciding.value_words import cost_sentence, option_title, value_sentences
from lunarsim.reading.titles.levers import factor_title, lever_is
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import format_number, share
from lunarsim.words.terminal import line_width, one_line

FORMAT = 1
_OF_KNOWLEDGE = (
    "Everything: mean of the best option of each sample, less the mean of the best option. Of a factor: the same along "
    "a regression of the options on it, whose errors make it rather too large; a factor counts above the value for "
    "knowledge that says nothing, which the largest of as many such factors exceeds in one case of twenty."
)
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
    readable = in_units_for_people(result)
    worth_units, units = readable.attrs["worth_units"], readable.attrs["knowledge_units"]
    # One unit of all figures stands above them all.
    heads = [(f"[{each}]",) if worth_units != units else () for each in (worth_units, units)]
    of_all = f" [{units}]" if units and not heads[0] else ""
    yield one_line(f"Value of information: {result.attrs['outcome_title']}{of_all}")
    names = [str(name) for name in result["evpi_value"].dims]
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = readable.isel(at)
        yield ""
        if names:
            yield one_line("; ".join(lever_is(dataset, name, dataset[name].values.item(at[name])) for name in names))
        said = _said(result, readable, at, dataset, cost)
        yield textwrap.fill(one_line(" ".join(said)), width)
        labels = one["option_label"].values.tolist()
        has_several = _has_several(one)
        if has_several and (ties := ties_sentence(float(one["all_tied_share"]))):
            yield ties
        yield ""
        means = tuple(with_interval(one.isel(option_label=place), "option_mean") for place in range(len(labels)))
        columns = [Column(("mean", *heads[0]), means)]
        if "option_gain_share" in one:
            for name, head in (("gain", ("better than", "nothing")), ("tie", ("no", "different"))):
                parts = one[f"option_{name}_share"].values[:-1]
                columns.append(Column(head, (*(share(float(part)) for part in parts), "")))
        if has_several:
            strictly = tuple(strictly_best(one.isel(option_label=place), "option_") for place in range(len(labels)))
            tied = tuple(share(float(part)) for part in one["option_tied_best_share"].values)
            columns += [Column(("strictly", "best in"), strictly), Column(("tied in",), tied)]
        yield from tables([option_title(result, dataset, str(label)) for label in labels], columns, width)
        if float(one["evpi_high"]) > 0:
            yield ""
            yield from _knowledge(one, dataset, heads[1], top, width)
    yield ""
    yield textwrap.fill(_method(readable), width)
    if result.attrs["replicates"] == 1:
        yield textwrap.fill(ONE_HISTORY, width)
    if money := money_note(dataset, [worth_units, units]):
        yield money
    if note := design_note(dataset):
        yield textwrap.fill(note, width)
    yield from foot_of(dataset, width)


def _method(result: xr.Dataset) -> str:
    """Return how the columns that are shown were found."""
    has_several = _has_several(result)
    parts = [OF_BEST] if has_several else []
    parts += [_OF_KNOWLEDGE] if bool((result["evpi_high"] > 0).any()) else []
    of_shares = ", of shares Wilson's, of amounts" if has_several else ""
    return " ".join([*parts, f"Brackets: 90 % intervals{of_shares} over resamples."])


def _has_several(result: xr.Dataset) -> bool:
    """Return whether there are several options beside that to do nothing."""
    return result.sizes["option_label"] > 1 + int("option_gain_share" in result)


def _said(
    result: xr.Dataset, readable: xr.Dataset, at: dict[str, int], dataset: xr.Dataset, cost: float | None
) -> list[str]:
    """Return the sentences at one combination of the other levers; costs are in the units of the outcome."""
    of_cost = [] if cost is None else [cost_sentence(result.isel(at), result, cost)]
    return [*value_sentences(readable.isel(at), readable, dataset), *of_cost]


def _knowledge(one: xr.Dataset, dataset: xr.Dataset, head: tuple[str, ...], top: int, width: int) -> Iterator[str]:
    values = one["evppi_value"].fillna(0.0).values
    order = [int(place) for place in np.argsort(-values, kind="stable")[:top] if values[place] > 0]
    titles = ["Everything", *(factor_title(dataset, str(one["factor"].values[place])) for place in order)]
    cells = [with_interval(one, "evpi"), *(with_interval(one.isel(factor=place), "evppi") for place in order)]
    yield from tables(
        [*titles, "(knowledge that says nothing)"],
        [Column(("worth to know", *head), (*cells, format_number(float(one["evppi_noise"]))))],
        width,
    )


def value_json(dataset: xr.Dataset, result: xr.Dataset, path: str, cost: float | None) -> dict[str, Any]:
    """Return all that the table says as plain data; numbers that are missing are None."""
    names = [str(name) for name in result["evpi_value"].dims]
    every = itertools.product(*(range(result.sizes[name]) for name in names))
    readable = in_units_for_people(result)
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
            _combination(result, readable, dict(zip(names, indices, strict=True)), dataset, cost) for indices in every
        ],
    }


def _combination(
    result: xr.Dataset, readable: xr.Dataset, at: dict[str, int], dataset: xr.Dataset, cost: float | None
) -> dict[str, Any]:
    one = result.isel(at)
    options = [one.isel(option_label=place) for place in range(one.sizes["option_label"])]
    factors = [one.isel(factor=place) for place in range(one.sizes["factor"])]
    said = _said(result, readable, at, dataset, cost)
    of_options = ["mean", "mean_low", "mean_high", "lead_share", *BEST]
    of_options += ["gain_share", "tie_share"] if "option_gain_share" in one else []
    plain_names = (
        *("evpi_value", "evpi_low", "evpi_high", "evpi_least", "evppi_noise"),
        *("evsi_value", "evsi_low", "evsi_high"),
    )
    return {
        "levers": {name: plain(one[name]) for name in at},
        "sentence": " ".join(said),
        "samples": int(one["used_samples"]),
        "all_tied_share": plain(one["all_tied_share"]),
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
