"""The forecast before and after some news as a table for the eye."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator, Sequence

import xarray as xr

from lunarsim.reading.analysis.conditioning.condition_words import conditions_in_words
from lunarsim.reading.analysis.conditioning.weights import interval_runs
from lunarsim.reading.analysis.sensitivity.design_check import design_note
from lunarsim.reading.changes_in_words import chance_with_ends, change_of_date, difference
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.outcome_cells import (
    bounds_by_runs,
    bounds_of,
    errors_of,
    is_count,
    is_withheld,
    title_with_units,
)
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import (
    format_probability,
    is_at_an_end,
    share,
    spread,
    spread_of_dates,
    stated_probability,
)
from lunarsim.words.terminal import line_width, one_line

HEADS = (("before",), ("after",), ("change", "of the median"), ("change", "of P"))
SHOWN = ("quantile_before", "quantile_value", "median_change", "change_low", "change_high")
ERRORS = ("quantile_error_before", "quantile_error")
FIGURES = (
    "P50 (P10 to P90), and P: the probability that a date is reached by the end of the simulation, or that there is "
    "such an amount. Changes with 90 % intervals; 'unclear' where they may be chance, and where too few runs agree: "
    "of many rows some would stand out by luck."
)


def news_lines(dataset: xr.Dataset, result: xr.Dataset, notes: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines that show a forecast before and after some news.

    Parameters
    ----------
    dataset : Dataset
        The sweep that made the forecast before.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.conditioning.news.news`.
    notes : sequence of str
        What else is to be said of the runs after the news.
    """
    width = line_width()
    yield "News"
    for text in conditions_in_words(dataset, result.attrs["conditions"]):
        yield one_line(f"  {text}")
    yield ""
    for note in notes:
        yield textwrap.fill(one_line(note), width)
    readable = in_readable_units(result, SHOWN, ERRORS).assign(interval_runs=interval_runs(dataset))
    names = [str(dim) for dim in result["effective_runs"].dims]
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = readable.isel(at)
        if names:
            yield one_line("; ".join(lever_is(dataset, name, dataset[name].values.item(at[name])) for name in names))
        yield textwrap.fill(_runs(one, bool(notes)), width)
        yield ""
        if int(one["agreeing_runs"]):
            yield from _table(one, width)
            yield ""
    yield textwrap.fill(FIGURES, width)
    if bool(result["is_withheld"].any()) and result.attrs["offer"]:
        yield textwrap.fill(one_line(_about_offer(result.attrs["no_facts"])), width)
        yield one_line(f"  {result.attrs['offer']}")
    if money := money_note(dataset, result["outcome_units"].values.tolist()):
        yield money
    if note := design_note(dataset):
        yield textwrap.fill(note, width)
    yield from foot_of(dataset, width)


def _about_offer(no_facts: Sequence[str]) -> str:
    """Return what the line that is offered does; news that cannot be simulated as facts only weigh its runs."""
    if not no_facts:
        return "For enough runs, simulate with the news, as a new sweep beside this one (--simulate does so):"
    return (
        f"{', '.join(no_facts)} cannot be simulated as a fact; more runs, of which enough agree (--simulate makes "
        "them beside this sweep):"
    )


def _runs(one: xr.Dataset, simulated: bool) -> str:
    """Return how many runs the forecast after the news rests on."""
    runs, agreeing, effective = int(one["run_count"]), int(one["agreeing_runs"]), float(one["effective_runs"])
    left_out = float(one["left_out_share"])
    if not agreeing:
        return f"None of {runs:,} runs agrees, so nothing can be said."
    text = f"{agreeing:,} of {runs:,} runs agree" if not simulated or agreeing < runs else f"{runs:,} runs"
    if math.floor(effective) < agreeing:
        text += f", worth {math.floor(effective):,}"
    if bool(one["is_withheld"]):
        text += ": too few for quantiles, so the probability stands alone"
    if left_out > 0:
        text += f"; left out: {share(left_out)}, which did not end well"
    if unmade := int(one["unmade_runs"]):
        text += f"; {unmade:,} were excluded, not needed or not yet made"
    return f"{text}."


def _table(one: xr.Dataset, width: int) -> Iterator[str]:
    rows = [one.isel(outcome_name=index) for index in range(one.sizes["outcome_name"])]
    end, withheld = float(one["end_year"]), bool(one["is_withheld"])
    cells = [
        (
            _spread(row, True, end),
            *_after(row, end, withheld),
        )
        for row in rows
    ]
    columns = [Column(head, tuple(column)) for head, column in zip(HEADS, zip(*cells, strict=True), strict=True)]
    kept = [column for column in columns if any(column.cells)]
    yield from tables([title_with_units(row) for row in rows], kept, width)


def _after(row: xr.Dataset, end: float, withheld: bool) -> tuple[str, str, str]:
    """Return the figures after the news and both changes; of few runs the probability alone, if there is any doubt."""
    is_sure = not bool(row["outcome_is_date"])
    is_sure = is_sure and float(row["probability_before"]) == float(row["value_probability"]) == 1
    if is_withheld(row) and is_sure:
        return "withheld", "", ""
    after = _alone(row) if is_withheld(row) else _spread(row, False, end)
    probability = "" if is_sure else _change_of_probability(row, withheld)
    return after, "" if withheld else _change_of_median(row), probability


def _spread(row: xr.Dataset, is_before: bool, end: float) -> str:
    low, middle, high = row["quantile_before" if is_before else "quantile_value"].values.tolist()
    part = float(row["probability_before" if is_before else "value_probability"])
    errors = errors_of(row, ERRORS[0] if is_before else ERRORS[1])
    bounds = bounds_by_runs(row, part) if is_before else bounds_of(row, part)
    if bool(row["outcome_is_date"]):
        return spread_of_dates(low, middle, high, part, end, errors, bounds)
    return spread(low, middle, high, part, errors, is_count(row), bounds)


def _alone(row: xr.Dataset) -> str:
    """Return the probability with its interval."""
    part, low, high = (float(row[name]) for name in ("value_probability", "probability_low", "probability_high"))
    stated = stated_probability(part, (low, high))
    if math.isnan(low) or is_at_an_end(part, (low, high)):
        return stated
    return f"{stated} ({format_probability(low)} to {format_probability(high)})"


def _change_of_median(row: xr.Dataset) -> str:
    change, low, high = (float(row[name]) for name in ("median_change", "change_low", "change_high"))
    before = float(row["quantile_before"].sel(quantile_level=0.5))
    if math.isnan(change) or (math.isinf(before) and change == 0):
        return ""
    if math.isnan(low) and math.isfinite(change):
        return f"{change:+.1f} years" if bool(row["outcome_is_date"]) else difference(change, low, high, is_date=False)
    if not bool(row["outcome_is_date"]):
        return difference(change, low, high, is_date=False)
    if math.isinf(change):
        text = "now within reach" if change < 0 else "now out of reach"
        return f"{text}, unclear" if low <= 0 <= high else text
    return "none" if change == low == high == 0 else change_of_date(change, low, high)


def _change_of_probability(row: xr.Dataset, of_few: bool) -> str:
    """Return the change of a probability, which of few runs is never clear, whatever its interval."""
    names = ("probability_change", "probability_change_low", "probability_change_high")
    change, low, high = (float(row[name]) for name in names)
    if math.isnan(change) or (change == low == high == 0):
        return ""
    unclear = not math.isnan(low) and (of_few or low <= 0 <= high)
    return chance_with_ends(change, low, high) + (" unclear" if unclear else "")
