"""Signposts as a table for the eye, or as plain data."""

from __future__ import annotations

import itertools
import math
import shlex
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xarray as xr

from lunarsim.reading.analysis.conditioning.lever_values import with_lever_values
from lunarsim.reading.analysis.conditioning.signposts import FEWEST_SEEN, signposts
from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.analysis.valid_runs import end_years
from lunarsim.reading.changes_in_words import change_of_date, difference, years
from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.scales import scale_of
from lunarsim.reading.subject import subject
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.levers import lever_is
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import format_date, format_number, format_probability, share
from lunarsim.words.terminal import json_text, line_width, one_line

FORMAT = 1
CLOSE = 1e-6
"""Dates that differ by less [year] are the same."""

OF_NEWS = "of what happens in runs, lunarsim observe says what it would change"
"""Why signposts and rankings take no other condition than a value of a lever."""

_WORDS = {"launched": "launched", "landed": "landed in working order", "lost": "lost on its first flight"}
_FIGURES = ("information_bits", "information_low", "information_high", "chance_level")
_IN_UNITS = ("figure_seen", "figure_unseen", "moved_by", "moved_low", "moved_high")
_MOVES = ("figure_seen", "figure_unseen", "moved_by", "moved_low", "moved_high", "sign_share")


def show_signposts(
    path: Path | str,
    outcome: str,
    by: float,
    dates: str,
    most: int,
    as_json: bool,
    given: Sequence[str] = (),
    named: str | None = None,
) -> None:
    """Print the signposts of an outcome of a stored sweep, as a table or as JSON.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or the URL of either.
    outcome, by, dates
        As of :func:`lunarsim.reading.analysis.conditioning.signposts.signposts`.
    most : int
        Signs that the table shows.
    as_json : bool
        Whether JSON is printed.
    given : sequence of str
        Values of levers that are left.
    named : str, optional
        The sweep as it was named, for the line that is offered; left out, the newest.
    """
    with open_runs(path) as sweep, readable(path):
        dataset = with_lever_values(sweep, given, OF_NEWS)
        result = signposts(dataset, outcome, by, dates)
        if as_json:
            text = json_text(signposts_json(dataset, result, str(path)))
        else:
            text = "\n".join(signposts_lines(dataset, result, most, named, given))
    print(text)


def signposts_lines(
    dataset: xr.Dataset, result: xr.Dataset, most: int, named: str | None = None, given: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the lines that show signposts, the most telling first.

    Parameters
    ----------
    dataset : Dataset
        The sweep.
    result : Dataset
        Of :func:`lunarsim.reading.analysis.conditioning.signposts.signposts`.
    most : int
        Signs that are shown for each combination of levers.
    named, given
        As of :func:`show_signposts`.
    """
    width = line_width()
    attrs = result.attrs
    yield one_line(f"Signposts of {attrs['outcome_title']}: what can be seen before {_day(attrs['by_year'])}")
    yield ""
    names = [str(dim) for dim in result["is_probability"].dims]
    ends = end_years(dataset)
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = result.isel(at)
        if names:
            yield one_line("; ".join(lever_is(dataset, name, dataset[name].values.item(at[name])) for name in names))
            yield ""
        ranked = [one.isel(sign_name=index) for index in _order(one)]
        if ranked:
            yield from _table(dataset, ranked[:most], bool(one["is_probability"]), attrs, float(ends.isel(at)), width)
        told = int(one["moved_by"].notnull().sum())
        rest = (
            f"{told - len(ranked)} of {told} signs tell no more than chance would" if told else "No sign is seen enough"
        )
        hidden = len(ranked) - most
        more = f"; {hidden} more {'does' if hidden == 1 else 'do'} (--top)" if hidden > 0 else ""
        yield textwrap.fill(f"{rest}{more}.", width)
        yield ""
    figure = (
        "90 % intervals. Bit: mutual information of the sign and the outcome; chance gives as much to any of the signs"
    )
    yield textwrap.fill(
        f"{figure} with a probability of at most {attrs['chance_limit']:.0%}".replace("%", " %").replace("  ", " ")
        + f". {attrs['too_rare']} more signs are seen, or not seen, in fewer than {FEWEST_SEEN} runs. "
        "A loss is that of a flight launched before the date; the loss itself may come later.",
        width,
    )
    if news := next(_best(result), None):
        words = [*filter(None, (named,)), *news, *(word for text in given for word in ("--given", text))]
        yield one_line(f"What it would change in all: lunarsim observe {shlex.join(words)}")
    if money := money_note(dataset, [result.attrs["outcome_units"]]):
        yield money
    yield from foot_of(dataset, width)


def signposts_json(dataset: xr.Dataset, result: xr.Dataset, path: str) -> dict[str, Any]:
    """Return signposts as plain data; numbers that are missing are None."""
    names = [str(dim) for dim in result["is_probability"].dims]
    combinations = []
    for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
        one = result.isel(dict(zip(names, indices, strict=True)))
        combinations.append(
            {
                "levers": {name: _plain(one[name].values.item()) for name in names},
                "probability": bool(one["is_probability"]),
                "signs": [_sign(dataset, one.isel(sign_name=index)) for index in range(one.sizes["sign_name"])],
            }
        )
    about = {
        key: result.attrs[key] for key in ("outcome_name", "outcome_title", "outcome_units", "by_year", "too_rare")
    }
    return {"format": FORMAT, "path": path, "about": dict(subject(dataset)), **about, "combinations": combinations}


def sign_title(dataset: xr.Dataset, name: str) -> str:
    """Return a sign in words: "Chang'e-8 launched"."""
    about, _, word = name.rpartition(" ")
    if word in _WORDS:
        return f"{label_title('mission', about, dataset)} {_WORDS[word]}"
    label, _, key = about.rpartition(".")
    if word == "reached":
        variable = dataset[f"{key}_year"]
        own = [str(dim) for dim in variable.dims if dim not in dataset["status"].dims]
        title = str(variable.attrs.get("long_name", key))
        only = not label or dataset.sizes[own[0]] == 1
        return title[:1].upper() + title[1:] + ("" if only else f", {label_title(own[0], label, dataset)}") + " reached"
    return f"{label_title('program', label, dataset)}: {word} budget in {key.rpartition('_')[2]}"


def _table(
    dataset: xr.Dataset, ranked: list[xr.Dataset], probable: bool, attrs: dict[str, Any], end: float, width: int
) -> Iterator[str]:
    in_words = units_in_words(attrs["outcome_units"], of_dates=attrs["outcome_is_date"])
    shown = [float(row[name]) for row in ranked for name in ("figure_seen", "figure_unseen", "moved_by")]
    units, factor = scale_of(in_words, () if probable else shown)
    ranked = [row.assign({name: row[name] * factor for name in _IN_UNITS}) for row in ranked]
    figure = "P" if probable else f"median [{units}]" if units else "median"
    heads = (("seen", "in"), ("tells", "[bit]"), (figure, "if seen"), (figure, "if not"), ("change", ""))
    cells = [
        (
            share(float(row["sign_share"])),
            f"{float(row['information_bits']):.2f} ({float(row['information_low']):.2f} to "
            f"{float(row['information_high']):.2f})",
            _figure(row, "seen", probable, attrs, end),
            _figure(row, "unseen", probable, attrs, end),
            _change(row, probable, attrs, end),
        )
        for row in ranked
    ]
    columns = [Column(head, tuple(column)) for head, column in zip(heads, zip(*cells, strict=True), strict=True)]
    yield from tables([sign_title(dataset, str(row["sign_name"].item())) for row in ranked], columns, width)
    yield ""


def _figure(row: xr.Dataset, side: str, probable: bool, attrs: dict[str, Any], end: float) -> str:
    value = float(row[f"figure_{side}"])
    if probable:
        return format_probability(value, bounds(value, float(row[f"{side}_runs"])))
    if not attrs["outcome_is_date"]:
        return format_number(value)
    # In medians of signposts a date that is never reached stands at the end.
    return format_date(math.inf if value >= end - CLOSE else value, end)


def _change(row: xr.Dataset, probable: bool, attrs: dict[str, Any], end: float) -> str:
    change, low, high = (float(row[name]) for name in ("moved_by", "moved_low", "moved_high"))
    if probable:
        return f"{change:+.2f} ({low:+.2f} to {high:+.2f})" + " unclear" * (low <= 0 <= high)
    if not attrs["outcome_is_date"]:
        return difference(change, low, high, is_date=False)
    never = [float(row[name]) >= end - CLOSE for name in ("figure_seen", "figure_unseen")]
    if all(never):
        return "none to be seen by the end"
    if any(never):
        # How far beyond the end the other one lies is not known, so that the near end of the interval is a bound.
        near, word = (-high, "earlier") if never[1] else (low, "later")
        return f"at least {years(near)} years {word}" if near > 0 else "unclear"
    return change_of_date(change, low, high)


def _order(one: xr.Dataset) -> list[int]:
    """Return the positions of the signs that are ranked, the most telling first."""
    ranks = one["sign_rank"].values
    return [int(index) for index in ranks.argsort(kind="stable") if ranks[index] > 0]


def _best(result: xr.Dataset) -> Iterator[list[str]]:
    """Yield what ``observe`` takes for the most telling sign of each combination of levers."""
    for row in (result["sign_rank"] == 1).values.reshape(-1, result.sizes["sign_name"]):
        for index in row.nonzero()[0]:
            news = str(result["sign_news"].values[index])
            if "..." not in news:
                yield news.split("; ")


def _sign(dataset: xr.Dataset, row: xr.Dataset) -> dict[str, Any]:
    name = str(row["sign_name"].item())
    return {
        "name": name,
        "title": sign_title(dataset, name),
        "news": str(row["sign_news"].item()).split("; "),
        "rank": int(row["sign_rank"]),
        "seen_runs": int(row["seen_runs"]),
        "unseen_runs": int(row["unseen_runs"]),
        **{key: _plain(row[key].values.item()) for key in (*_FIGURES, *_MOVES)},
    }


def _day(year: float) -> str:
    return f"{year:.0f}" if float(year).is_integer() else f"{year:g}"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, (bool, int)) else str(value)
