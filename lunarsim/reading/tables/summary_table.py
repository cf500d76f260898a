"""The summary as a table for the eye."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.digits import UNKNOWN
from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.outcome_names import is_condition
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.tables.about_the_sweep import (
    digits_note,
    few_runs_note,
    pooled_note,
    print_conditions,
    print_definitions,
    print_notes_of,
    print_older_rules,
    print_states,
    print_subject,
    unlabeled_note,
)
from lunarsim.reading.tables.combinations import (
    Cell,
    as_overrides,
    combinations,
    print_columns,
    print_combinations,
    print_notes,
    values_of,
)
from lunarsim.reading.tables.differences_table import print_differences
from lunarsim.reading.tables.outcome_cells import (
    cell_of,
    chance_of,
    errors_of,
    figures_of,
    largest_errors,
    mostly_nothing,
    outcomes_of,
    title_with_units,
    titles_of,
)
from lunarsim.reading.tables.promises_table import print_promises
from lunarsim.reading.tables.view import Figures, View, figures, with_levers_chosen
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import (
    FEW,
    format_number,
    numbers_of_row,
    share,
    spread,
)
from lunarsim.words.terminal import BELOW_TABLES, OF_WHAT_IFS, line_width

if TYPE_CHECKING:
    import xarray as xr

SHOWN = ("quantile_value", "others_quantile", "others_least", "others_most")
ERRORS = ("quantile_error", "others_error")

HIDDEN_NAMED, EMPTY_NAMED = 6, 6
"""Of outcomes, and of combinations, that are not shown: more are counted only."""

_QUANTILES = (
    "P10, P50, P90: what 10, 50, 90 % of the runs stay below "
    "(resource reports count the other way round: their P90 is the low case)."
)
_PROBABILITY = (
    "P: the probability that a date is reached by the end of the simulation, or that there is such an amount; "
    "where all or none of the runs agree, the end of its 90 % interval."
)
_OF_CONDITIONS = (
    "Of a condition: the probability that it holds, with its 90 % interval (Wilson, effective number of runs)."
)
_FEW = "-: fewer than half of the runs have such an amount; show --json has the quantiles of these alone."
_REPORTED = (
    "As resources are reported: P90, the low case, is what 90 % of the runs reach or exceed (P10 of the table above). "
    "No tonnage is a reserve."
)


def show(path: Path | str, view: View | None = None) -> None:
    """Print what a stored sweep is of, and what is asked to be shown of it.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or the URL of either.
    view : View, optional
        What is asked for; left out, all that an analyst asks first.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    AnalysisError, InputError
        With all names of levers, of outcomes or of conditions that are wrong, or if no run agrees.
    """
    from lunarsim.reading.analysis.valid_runs import finished
    from lunarsim.reading.subject import subject

    with open_runs(path) as sweep, readable(path):
        dataset, view = with_levers_chosen(sweep, view)
        about = subject(dataset)
        shown = figures(dataset, view) if finished(dataset).any() else None
        states = dataset[["status", "error"]].load()
        left_out = unlabeled_note(dataset, view.outcomes)
    print_subject(about)
    print_older_rules(states)
    # A run has said so before it began.
    print_notes_of(states, OF_WHAT_IFS)
    if shown is not None:
        _print_figures(shown)
        print_notes(left_out)
    print_states(states)


def summarize(dataset: xr.Dataset) -> None:
    """Print what a sweep is of, quantiles and probabilities for each combination of levers, and paired differences."""
    from lunarsim.reading.analysis.valid_runs import finished
    from lunarsim.reading.subject import subject

    print_subject(subject(dataset))
    if finished(dataset).any():
        _print_figures(figures(dataset))
    print_states(dataset)


def _print_figures(shown: Figures) -> None:
    from lunarsim.reading.analysis.mine.premises_in_words import premises_in_words
    from lunarsim.reading.analysis.mine.reported_resource import has_resources
    from lunarsim.reading.analysis.missions.promises import has_promises
    from lunarsim.reading.analysis.sensitivity.design_check import design_note

    note = design_note(shown.dataset)
    if note:
        print(textwrap.fill(note, line_width()) + "\n")
    print_conditions(shown)
    summary, hidden = _without_withheld(shown)
    money = money_note(shown.dataset, summary["outcome_units"].values.tolist())
    notes = [*_notes_of(shown), *filter(None, [money]), *hidden]
    if not summary.sizes["outcome_name"]:
        print_notes(hidden)
    elif shown.levers:
        _print_combinations(shown, summary, notes)
    else:
        _print_single(shown, summary, notes)
    print_definitions(shown)
    if shown.view.outcomes is None and not shown.view.given:
        if has_promises(shown.pooled):
            print_promises(shown)
        if has_resources(shown.pooled):
            _print_resources(shown)
        if said := premises_in_words(shown.dataset):
            print("Premises, by the figures of this sweep\n")
            print_notes(said)
    print_differences(shown)
    print_notes_of(shown.dataset, BELOW_TABLES)


def _print_single(shown: Figures, summary: xr.Dataset, notes: Sequence[str]) -> None:
    if shown.is_of_conditions:
        column = [chance_of(row, float(row["value_probability"])) for row in outcomes_of(summary)]
        print_columns("Summary", titles_of(summary), [("Probability",)], [column], notes)
        return
    end = float(summary["end_year"])
    cells, few = [], 0
    for row in outcomes_of(summary):
        probability = float(row["value_probability"])
        is_date = bool(row["outcome_is_date"])
        is_of_few = not is_date and 0 < probability < FEW and not is_condition(str(row["outcome_name"].item()))
        few += is_of_few
        certain = not is_date and probability == 1 and not is_condition(str(row["outcome_name"].item()))
        reached = "" if certain else chance_of(row, probability)
        cells.append([*(["-"] * 3 if is_of_few else figures_of(row, end, errors_of(row))), reached])
    heads = [("P10",), ("P50",), ("P90",), ("P",)]
    columns = list(zip(*cells, strict=True))
    if _are_withheld(shown):
        heads, columns = heads[-1:], columns[-1:]
    elif few:
        notes = [*notes, _FEW]
    print_columns("Summary", titles_of(summary), heads, columns, [*_mostly_nothing(summary), *notes])


def _mostly_nothing(summary: xr.Dataset) -> Iterable[str]:
    """Yield what amounts are that are 0 in most runs, of which three quantiles say little."""
    for row in outcomes_of(summary):
        if text := mostly_nothing(row):
            yield f"{title_with_units(row)}: {text}."


def _print_combinations(shown: Figures, summary: xr.Dataset, notes: Sequence[str]) -> None:
    names = shown.levers
    found = list(combinations(summary, names))
    ends = [float(summary["end_year"].isel(each)) for each in found]
    cells = []
    for row in outcomes_of(summary):
        parts = [row.isel(each) for each in found]
        largest = largest_errors(parts)
        cells.append([cell_of(part, end, largest) for part, end in zip(parts, ends, strict=True)])
    counts = summary["agreeing_runs" if shown.view.given else "run_count"]
    empty = [at for at, each in enumerate(found) if not int(counts.isel(each))]
    notes = list(notes)
    if empty:
        where = [" with ".join(values_of(shown.pooled, summary, found[at])) for at in empty]
        more = [f"{len(empty) - EMPTY_NAMED} more"] if len(empty) > EMPTY_NAMED else []
        what = "No run agrees" if shown.view.given else "No run counts"
        notes.append(f"{what} of: {'; '.join([*where[:EMPTY_NAMED], *more])}.")
    if shown.is_map and not shown.is_of_conditions:
        notes.append(
            "Alone: P50, with P in brackets where it is not certain; -: not by the end, or fewer than half of the runs "
            "have any. show --json has all quantiles."
        )
    if typed := as_overrides(shown.pooled, names):
        notes.append(f"As typed: {typed}")
    if shown.is_map and not shown.view.differences:
        notes.append("--differences shows how each value of a lever differs from its first one.")
    heads = ("Probability", "Probability") if _has_no_quantiles(shown) else ("P50 (P10 to P90)", "P50 (P)")
    print_combinations(heads, shown.pooled, summary, names, titles_of(summary), cells, notes, empty)


def _has_no_quantiles(shown: Figures) -> bool:
    """Return whether all that is shown are probabilities."""
    return shown.is_of_conditions or _are_withheld(shown)


def _are_withheld(shown: Figures) -> bool:
    """Return whether the quantiles of all outcomes in all combinations are withheld."""
    return bool(shown.view.given) and not bool(shown.summary["quantile_value"].notnull().any())


def _without_withheld(shown: Figures) -> tuple[xr.Dataset, list[str]]:
    """Return the outcomes of which anything is known, in units that are read, and what is to be said of the others.

    Where too few runs agree the quantiles of an amount are withheld; where every run has such an amount, its
    probability says nothing either.
    """
    summary = in_readable_units(shown.summary, SHOWN, ERRORS)
    if not shown.view.given:
        return summary, []
    kept, hidden = [], []
    for index, (row, title) in enumerate(zip(outcomes_of(summary), titles_of(summary), strict=True)):
        is_of_chance = bool(row["outcome_is_date"]) or is_condition(str(row["outcome_name"].item()))
        is_sure = bool((row["value_probability"].isnull() | (row["value_probability"] == 1)).all())
        if is_sure and not is_of_chance and not bool(row["quantile_value"].notnull().any()):
            hidden.append(title.partition(" [")[0])
        else:
            kept.append(index)
    if not hidden:
        return summary, []
    named = ", ".join(hidden) if len(hidden) <= HIDDEN_NAMED else f"{len(hidden)} amounts that every run has"
    return summary.isel(outcome_name=kept), [f"Not shown, as their quantiles are withheld: {named}."]


def _notes_of(shown: Figures) -> list[str]:
    """Return what figures mean."""
    notes = list(pooled_note(shown))
    if not shown.is_of_conditions:
        notes += [_PROBABILITY] if _are_withheld(shown) else [_QUANTILES, _PROBABILITY]
        notes += few_runs_note(shown)
    if any(map(is_condition, map(str, shown.summary["outcome_name"].values))):
        notes.append(_OF_CONDITIONS)
    return notes if _has_no_quantiles(shown) else [*notes, *digits_note(shown)]


def _print_resources(shown: Figures) -> None:
    """Print tonnages by class: low, middle and high case, and the mean; levers are columns."""
    from lunarsim.reading.analysis.mine.reported_resource import resources

    result = in_readable_units(
        resources(shown.pooled), ("tonnage_value", "mean_value"), ("tonnage_error", "mean_error")
    )
    classes = [str(name) for name in result["reported_class"].values]
    rows = [row.sel({"reported_class": name}) for name in classes for row in outcomes_of(result)]
    titles = [f"{title_with_units(row)}, {str(row['reported_class'].item()).replace('_', ' ')}" for row in rows]
    cells = [[_reported(row.isel(each)) for each in combinations(result, shown.levers)] for row in rows]
    title = "Resource: P50 (P90 low case to P10 high case)"
    if not shown.levers:
        head = ("P50 (P90 low case", "to P10 high case)")
        print_columns("Resource", titles, [head], [[row[0].full for row in cells]], (_REPORTED,))
        return
    print_combinations((title, "Resource: P50"), shown.pooled, result, shown.levers, titles, cells, (_REPORTED,))


def _reported(cell: xr.Dataset) -> Cell:
    low, middle, high = cell["tonnage_value"].values.tolist()
    errors, of_mean = errors_of(cell, "tonnage_error"), float(cell["mean_error"])
    text, part = spread(low, middle, high, 1.0, errors), float(cell["class_share"])
    if part == 0 or text == "-":
        return Cell("-", "-")
    of_runs = f"; {share(part)} of the runs" if part < 1 else ""
    mean = format_number(float(cell["mean_value"]), of_mean if errors != UNKNOWN else math.nan)
    return Cell(f"{text}; mean {mean}{of_runs}", numbers_of_row((low, middle, high), errors)[1])
