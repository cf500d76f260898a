"""What matters, as a table for the eye: a sentence on top, the factors in words, and what all of it adds up to."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.analysis.intervals import bounds
from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.what_matters_words import (
    ROUNDING,
    direction,
    measure,
    of_the_outcome,
    percent,
    sentence,
    with_interval,
    with_scale,
    within,
)
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import format_number, format_probability, share
from lunarsim.words.terminal import line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

NO_CONDITIONS = "shares hold for all runs; a factor can be cut to a range in a new sweep: KEY='tag(cut,interval(a,b))'"
"""Why a ranking takes no condition on runs."""

PARTS = 5
"""The outcome at the ends of a factor is that of so small a part of the samples."""

COLUMNS_SHOWN, SENTENCES_SHOWN = 12, 6
"""Of lever combinations: more than these nobody reads; --json has them all."""

_SHARES = (
    "A share is that of the variance of all runs; in brackets its 90 % interval. The share of a class is estimated by "
    "itself, so that one of its factors may seem to have more, within their intervals. A share that is estimated below "
    "zero stands as 0 %."
)
_ENDS = (
    "Low and high: the mean outcome in the fifth of the samples where the factor is lowest, and where it is highest."
)
_EXCESS = (
    "The classes, chance and the rest add up to {}{} %: each is estimated with an error, and an estimate below zero "
    "stands as 0 %. More samples bring the sum nearer to 100 %."
)
_INDICES = "With others: what the variance would lose, on average, if the factor were known, its joint action included."
_EFFECTS = (
    "A step is how far the outcome moves, in its own unit, per distribution of the factor; in brackets its 90 % "
    "interval. These are not shares of variance; design=saltelli gives those."
)
_SWINGS = (
    "A swing is the distance of the outcomes with the factor low and high, all others in the middle; in brackets its "
    "90 % interval. These are not shares of variance; design=saltelli gives those."
)


def show_what_matters(
    path: Path | str, outcomes: Sequence[str] | None, dates: str, top: int, given: Sequence[str] = ()
) -> None:
    """Print what matters in a stored sweep.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or the URL of either.
    outcomes, dates
        As of :func:`lunarsim.analysis.sensitivity`.
    top : int
        Factors that are shown at most for an outcome.
    given : sequence of str
        Values of levers that are left.
    """
    from lunarsim.reading.analysis.conditioning.lever_values import with_lever_values
    from lunarsim.reading.analysis.ranking.what_matters import sensitivity

    width = line_width()
    with open_runs(path) as sweep, readable(path):
        dataset = with_lever_values(sweep, given, NO_CONDITIONS)
        result = sensitivity(dataset, outcomes, dates)
        lines = [*texts(result, dataset, top, width), *foot_of(dataset, width)]
    print("\n".join(lines))


def texts(result: xr.Dataset, dataset: xr.Dataset, top: int, width: int) -> Iterator[str]:
    """Yield what is printed of a result, part by part, for a terminal of a width [characters]."""
    for index in range(result.sizes["outcome_name"]):
        yield from _of_outcome(result.isel({"outcome_name": index}), dataset, top, width)
    methods = set(result["analysis_method"].values.ravel().tolist())
    notes = [] if methods <= {"elementary effects", "swings", ""} else [_SHARES]
    listed = result["outcome_at_low"].where(result["factor_matters"])
    if set(result["analysis_method"].dims) <= {"outcome_name"} and bool(listed.notnull().any()):
        notes.append(_ENDS)
    notes += [
        text
        for name, text in (("Sobol' indices", _INDICES), ("elementary effects", _EFFECTS), ("swings", _SWINGS))
        if name in methods
    ]
    notes.append(
        f"A factor is listed only where it matters beyond luck: {result.attrs['tests']:,} tests, corrected (Holm) so "
        f"that luck alone lists anything in at most {share(result.attrs['most_by_luck'])} of sweeps."
    )
    if money := money_note(dataset, map(str, result["outcome_units"].values)):
        notes.append(money)
    if "notes" in result.attrs:
        notes.append(f"Note: {result.attrs['notes']}.")
    yield "\n".join(textwrap.fill(one_line(note), width) for note in notes) + "\n"
    if "next_line" in result.attrs:
        yield f"To know more:\n  {one_line(result.attrs['next_line'])}\n"


def _of_outcome(one: xr.Dataset, dataset: xr.Dataset, top: int, width: int) -> Iterator[str]:
    one = with_scale(one)
    dims = [str(dim) for dim in one["refusal_reason"].dims]
    places = [
        dict(zip(dims, indices, strict=True)) for indices in itertools.product(*(range(one.sizes[dim]) for dim in dims))
    ]
    parts = [(place, one.isel(place)) for place in places]
    yield one_line(_heading(one)) + "\n"
    told: dict[str, list[str]] = {}
    for place, part in parts:
        refusal = str(part["refusal_reason"].item())
        text = f"Refused: {refusal}." if refusal else sentence(part, top)
        told.setdefault(text, []).append(", ".join(_values(dataset, place)))
    for text, where in list(told.items())[:SENTENCES_SHOWN]:
        lead = f"{'; '.join(where)}: " if len(told) > 1 and any(where) else ""
        yield textwrap.fill(one_line(lead + text), width)
    if len(told) > SENTENCES_SHOWN:
        yield f"... and {len(told) - SENTENCES_SHOWN} more answers for other choices"
    answered = [(place, part) for place, part in parts if not part["refusal_reason"].item()]
    factors = _listed(answered, top)
    if factors:
        yield ""
        table = _single(answered[0][1], factors) if not dims else _by_levers(dataset, answered, factors)
        for each in tables(*table, width):
            yield f"{each}\n"
        if dims and len(answered) > COLUMNS_SHOWN:
            yield f"... and {len(answered) - COLUMNS_SHOWN} more columns in --json\n"
    if factors and (excess := max((_sum_of_shares(part) for _, part in answered), default=1.0)) > 1 + ROUNDING:
        yield textwrap.fill(_EXCESS.format("as much as " * (len(answered) > 1), round(100 * excess)), width) + "\n"
    reasons = dict.fromkeys(str(part["method_reason"].item()) for _, part in answered)
    methods = dict.fromkeys(str(part["analysis_method"].item()) for _, part in answered)
    if reasons:
        several = len(reasons) > 1
        about = (
            f"{', '.join(methods)}, chosen for each column by how well it foretells unseen samples" if several else ""
        )
        text = about or f"{next(iter(methods))}: {next(iter(reasons))}"
        yield textwrap.fill(one_line(f"{text[:1].upper()}{text[1:]}."), width)
    yield ""


def _heading(one: xr.Dataset) -> str:
    title = str(one["outcome_title"].item())
    units = one.attrs["shown_units"]
    return f"{title} [{units}]" if units else title


def _values(dataset: xr.Dataset, place: Mapping[str, int]) -> tuple[str, ...]:
    """Return the values of the levers of a combination in words."""
    from lunarsim.reading.titles.levers import lever_value

    return tuple(
        lever_value(dataset, name, dataset[name].values.item(index), with_units=True) for name, index in place.items()
    )


def _listed(parts: Sequence[tuple[Mapping[str, int], xr.Dataset]], top: int) -> list[int]:
    """Return the indices of the factors that matter anywhere, the strongest first, as many as are shown."""
    strength: dict[int, float] = {}
    for _, part in parts:
        values = measure(part).values
        for index in part["factor_matters"].values.nonzero()[0].tolist():
            strength[index] = max(strength.get(index, -math.inf), float(values[index]))
    return sorted(strength, key=lambda index: -strength[index])[:top]


def _titles(part: xr.Dataset, factors: Sequence[int]) -> list[str]:
    return [f"{part['factor_title'].values[index]} ({part['factor'].values[index]})" for index in factors]


def _single(part: xr.Dataset, factors: Sequence[int]) -> tuple[list[str], list[Column]]:
    """Return titles and columns of an outcome at one lever combination."""
    classes, shares = _sums(part)
    blank = ("",) * len(classes)
    cells = [with_interval(part, index) for index in factors]
    columns = [Column((_unit_of_cells(part),), (*cells, *shares))]
    if bool(part["share_with_others"].notnull().any()):
        others = [with_interval(part, index, "share_with_others") for index in factors]
        columns.append(Column(("with others",), (*others, *blank)))
    ends = [(name, part[f"outcome_at_{name}"].values) for name in ("low", "high")]
    for name, values in ends:
        if bool(part[f"outcome_at_{name}"].notnull().any()):
            columns.append(Column((name,), (*(_number(part, values[index]) for index in factors), *blank)))
    columns.append(Column(("",), (*(direction(part, index) for index in factors), *blank)))
    evidence = part["factor_evidence"].values
    columns.append(Column(("evidence",), (*(str(evidence[index]) for index in factors), *blank)))
    return [*_titles(part, factors), *classes], columns


def _by_levers(
    dataset: xr.Dataset, parts: Sequence[tuple[Mapping[str, int], xr.Dataset]], factors: Sequence[int]
) -> tuple[list[str], list[Column]]:
    """Return titles and columns of an outcome, a column for each lever combination."""
    columns = []
    titles: list[str] = []
    for place, part in parts[:COLUMNS_SHOWN]:
        classes, shares = _sums(part)
        titles = titles or classes
        cells = [
            " ".join(filter(None, (with_interval(part, index), direction(part, index))))
            if part["factor_matters"].values[index]
            else "-"
            for index in factors
        ]
        columns.append(Column(tuple(filter(None, (*_values(dataset, place), of_the_outcome(part)))), (*cells, *shares)))
    first = parts[0][1]
    evidence = first["factor_evidence"].values
    of_factors = [
        f"{title}, {evidence[index]}" if evidence[index] else title
        for title, index in zip(_titles(first, factors), factors, strict=True)
    ]
    return [*of_factors, *titles], columns


def _sums(part: xr.Dataset) -> tuple[list[str], list[str]]:
    """Return what all factors of a class of evidence, chance and the rest have; nothing where there are no shares."""
    if math.isnan(float(part["remainder_share"])):
        return [], []
    used = set(part["factor_evidence"].values.tolist())
    titles, cells = [], []
    for index, level in enumerate(part["evidence_level"].values.tolist()):
        if level in used or (level == "unstated" and "" in used):
            titles.append(f"= all inputs that are {level}")
            ends = (float(part[f"evidence_share{end}"].values[index]) for end in ("", "_low", "_high"))
            cells.append(percent(*ends))
    if not math.isnan(float(part["chance_share"])):
        titles.append("= chance")
        cells.append(percent(*(float(part[f"chance_share{end}"]) for end in ("", "_low", "_high"))))
    rest = str(part["remainder_meaning"].item())
    titles.append(f"= {rest}")
    cells.append(percent(float(part["remainder_share"])))
    return titles, cells


def _sum_of_shares(part: xr.Dataset) -> float:
    """Return what the shares below a table add up to as they are shown; NaN counts as nothing."""
    used = part["factor_evidence"].values.tolist()
    named = zip(part["evidence_level"].values.tolist(), part["evidence_share"].values.tolist(), strict=True)
    shares = [value for level, value in named if level in used or (level == "unstated" and "" in used)]
    shares += [float(part["chance_share"]), float(part["remainder_share"])]
    return sum(within(value) for value in shares if not math.isnan(value))


def _unit_of_cells(part: xr.Dataset) -> str:
    method = str(part["analysis_method"].item())
    named = {"Sobol' indices": "share by itself", "elementary effects": "step", "swings": "swing"}
    return named.get(method, "share of variance")


def _number(part: xr.Dataset, value: float) -> str:
    if math.isnan(value):
        return "-"
    if str(part["missing_rule"].item()) == "reached":
        return format_probability(value, bounds(value, float(part["samples_used"]) / PARTS))
    return f"{value:.1f}" if bool(part["outcome_is_date"].item()) else format_number(value * part.attrs["shown_factor"])
