"""The summary as a table for the eye."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.reading.opening import open_sweep, readable
from lunarsim.reading.outcome_names import is_condition
from lunarsim.reading.tables.combinations import (
    Cell,
    combinations,
    print_columns,
    print_combinations,
    print_notes,
)
from lunarsim.reading.tables.differences_table import print_differences
from lunarsim.reading.tables.outcome_cells import (
    FEWEST_FOR_ERRORS,
    cell_of,
    chance_of,
    error_of,
    number_of,
    outcomes_of,
    probability_text,
    title_with_units,
    titles_of,
)
from lunarsim.reading.tables.promises_table import print_promises
from lunarsim.reading.tables.view import Figures, View, figures
from lunarsim.reading.wording import (
    FEW,
    STATES,
    format_date,
    format_number,
    format_probability,
    share,
    spread,
)
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import OF_PLANS, OF_WHAT_IFS, line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

ERRORS_SHOWN = 3

_QUANTILES = (
    "P10, P50, P90: what 10, 50, 90 % of the runs stay below "
    "(resource reports count the other way round: their P90 is the low case)."
)
_PROBABILITY = (
    "P: the probability that a date is reached by the end of the simulation, or that there is such an amount."
)
_OF_CONDITIONS = (
    "Of a condition: the probability that it holds, with its 90 % interval (Wilson, effective number of runs)."
)
_FEW = "-: fewer than half of the runs have such an amount; show --json has the quantiles of these alone."
_REPORTED = (
    "As resources are reported: P90, the low case, is what 90 % of the runs reach or exceed (P10 of the table above). "
    "No tonnage is a reserve."
)
_DIGITS = "Figures are rounded to what their 90 % intervals support."


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

    with open_sweep(path) as dataset, readable(path):
        about = subject(dataset)
        shown = figures(dataset, view) if finished(dataset).any() else None
        states = dataset[["status", "error"]].load()
    _print_subject(about)
    # A run has said so before it began.
    _print_notes(states, OF_WHAT_IFS)
    if shown is not None:
        _print_figures(shown)
    _print_states(states)


def summarize(dataset: xr.Dataset) -> None:
    """Print quantiles and probabilities for each combination of levers, and paired differences."""
    from lunarsim.reading.analysis.valid_runs import finished

    if finished(dataset).any():
        _print_figures(figures(dataset))
    _print_states(dataset)


def _print_figures(shown: Figures) -> None:
    from lunarsim.reading.analysis.mine.reported_resource import has_resources
    from lunarsim.reading.analysis.missions.promises import has_promises
    from lunarsim.reading.analysis.sensitivity.design_check import design_note

    note = design_note(shown.dataset)
    if note:
        print(textwrap.fill(note, line_width()) + "\n")
    _print_conditions(shown)
    if shown.levers:
        _print_combinations(shown)
    else:
        _print_single(shown)
    _print_definitions(shown)
    if shown.view.outcomes is None and not shown.view.given:
        if has_promises(shown.pooled):
            print_promises(shown)
        if has_resources(shown.pooled):
            _print_resources(shown)
    print_differences(shown)
    _print_notes(shown.dataset, OF_PLANS)


def _print_subject(about: Sequence[tuple[str, str]]) -> None:
    """Print what a sweep is of."""
    if not about:
        return
    widest = max(len(label) for label, _ in about) + 2
    for label, text in about:
        start = f"{label}:".ljust(widest)
        print(textwrap.fill(one_line(text), line_width(), initial_indent=start, subsequent_indent=" " * widest))
    print()


def _print_notes(dataset: xr.Dataset, start: str | tuple[str, ...]) -> None:
    """Print the notes that begin so, of those that were made when the sweep was planned."""
    lines = [line for line in str(dataset.attrs.get("notes", "")).splitlines() if line.startswith(start)]
    for line in lines:
        print(textwrap.fill(one_line(f"{line[0].upper()}{line[1:]}."), line_width()))
    if lines:
        print()


def _print_conditions(shown: Figures) -> None:
    """Print what is given, and how many runs agree with it."""
    if not shown.view.given:
        return
    from lunarsim.reading.analysis.conditioning.given import effective_text

    summary = shown.summary
    effective = summary["effective_runs"]
    least, most = (effective_text(float(each)) for each in (effective.min(), effective.max()))
    worth = least if least == most else f"{least} to {most}"
    agreeing, runs = int(summary["agreeing_runs"].sum()), int(summary["run_count"].sum())
    notes = [
        f"Given {', '.join(summary.attrs['conditions'])}: {agreeing:,} of {runs:,} runs agree; "
        f"effective number of runs {worth}" + (" by combination." if least != most else ".")
    ]
    if bool(summary["is_withheld"].any()):
        offer = str(summary.attrs["offer"])
        notes.append(
            "Below 50 effective runs quantiles are withheld; the probability stands with its 90 % interval."
            + (f" More runs: {offer}" if offer else "")
        )
    print_notes(notes)


def _print_single(shown: Figures) -> None:
    summary = shown.summary
    if shown.is_of_conditions:
        column = [chance_of(row, float(row["value_probability"])) for row in outcomes_of(summary)]
        print_columns("Summary", titles_of(summary), [("Probability",)], [column], _notes_of(shown))
        return
    end = float(summary["end_year"])
    cells, few = [], 0
    for row in outcomes_of(summary):
        probability = float(row["value_probability"])
        is_date = bool(row["outcome_is_date"])
        values = [float(value) for value in row["quantile_value"].values]
        is_of_few = not is_date and 0 < probability < FEW and not is_condition(str(row["outcome_name"].item()))
        few += is_of_few
        error = error_of(row)
        number = number_of(row, error)
        numbers = (format_date(value, end, error) if is_date else number(value) for value in values)
        certain = not is_date and probability == 1 and not is_condition(str(row["outcome_name"].item()))
        reached = "" if certain else probability_text(row, format_probability(probability))
        cells.append([*(["-"] * 3 if is_of_few else numbers), reached])
    heads = [("P10",), ("P50",), ("P90",), ("P(reached)",)]
    notes = [*_notes_of(shown), *([_FEW] if few else [])]
    print_columns("Summary", titles_of(summary), heads, zip(*cells, strict=True), notes)


def _print_combinations(shown: Figures) -> None:
    summary, names = shown.summary, shown.levers
    found = list(combinations(summary, names))
    ends = [float(summary["end_year"].isel(each)) for each in found]
    cells = [
        [cell_of(row.isel(each), end) for each, end in zip(found, ends, strict=True)] for row in outcomes_of(summary)
    ]
    notes = _notes_of(shown)
    if shown.is_map and not shown.is_of_conditions:
        notes.append(
            "Alone: P50, with P in brackets where it is not certain; -: not by the end, or fewer than half of the runs "
            "have any. show --json has all quantiles."
        )
    if shown.is_map and not shown.view.differences:
        notes.append("--differences shows how each value of a lever differs from its first one.")
    heads = ("Probability", "Probability") if shown.is_of_conditions else ("P50 (P10 to P90)", "P50 (P)")
    print_combinations(*heads, summary, names, titles_of(summary), cells, notes)


def _notes_of(shown: Figures) -> list[str]:
    """Return what figures mean."""
    notes = list(_pooled_note(shown))
    if not shown.is_of_conditions:
        notes += [_QUANTILES, _PROBABILITY]
    if any(map(is_condition, map(str, shown.summary["outcome_name"].values))):
        notes.append(_OF_CONDITIONS)
    return notes if shown.is_of_conditions else [*notes, *_digits_note(shown)]


def _pooled_note(shown: Figures) -> Iterable[str]:
    if shown.taken_together:
        counts = [f"{name} ({shown.dataset.sizes[name]} values)" for name in shown.taken_together]
        yield f"Pooled, each run with the same weight: {', '.join(counts)}."


def _digits_note(shown: Figures) -> Iterable[str]:
    if int(shown.summary["run_count"].max()) >= FEWEST_FOR_ERRORS:
        yield _DIGITS


def _print_definitions(shown: Figures) -> None:
    """Print what each date that is shown is the date of, with the values that the sweep was made with."""
    from lunarsim.reading.titles.outcomes import definition, outcome_title

    keys = [str(name) for name in shown.summary["outcome_name"].values]
    variables = dict.fromkeys((*(key.partition("(")[0] for key in keys), *shown.defined))
    dates = [name for name in variables if name in shown.dataset and name.endswith("_year")]
    found = [(outcome_title(shown.dataset[name]), definition(shown.dataset, name)) for name in dates]
    texts = [f"{title}: {text}." for title, text in found if text]
    if texts:
        print("\n".join(textwrap.fill(text, line_width(), subsequent_indent="  ") for text in texts) + "\n")


def _print_resources(shown: Figures) -> None:
    """Print tonnages by class: low, middle and high case, and the mean; levers are columns."""
    from lunarsim.reading.analysis.mine.reported_resource import resources

    result = resources(shown.pooled)
    classes = [str(name) for name in result["reported_class"].values]
    rows = [row.sel({"reported_class": name}) for name in classes for row in outcomes_of(result)]
    titles = [f"{title_with_units(row)}, {str(row['reported_class'].item()).replace('_', ' ')}" for row in rows]
    cells = [[_reported(row.isel(each)) for each in combinations(result, shown.levers)] for row in rows]
    title = "Resource: P50 (P90 low case to P10 high case)"
    print_combinations(title, "Resource: P50", result, shown.levers, titles, cells, (_REPORTED,))


def _reported(cell: xr.Dataset) -> Cell:
    low, middle, high = (float(cell["tonnage_value"].sel({"report_case": case})) for case in ("P90", "P50", "P10"))
    text, part = spread(low, middle, high, 1.0), float(cell["class_share"])
    if part == 0 or text == "-":
        return Cell("-", "-")
    of_runs = f"; {share(part)} of the runs" if part < 1 else ""
    return Cell(f"{text}; mean {format_number(float(cell['mean_value']))}{of_runs}", format_number(middle))


def _print_states(dataset: xr.Dataset) -> None:
    status = dataset["status"].values
    parts = [f"{int((status == OK).sum())} of {status.size} runs"]
    parts += [f"{int((status == code).sum())} {word}" for code, word in STATES.items() if (status == code).any()]
    print(", ".join(parts))
    errors = [text for text in dict.fromkeys(dataset["error"].values.ravel().tolist()) if text]
    for text in errors[:ERRORS_SHOWN]:
        print(textwrap.indent(str(text), "  "))
