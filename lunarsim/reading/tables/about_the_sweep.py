"""What stands around the tables of a summary: the sweep, what is given, what dates mean, what became of the runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lunarsim.reading.analysis.lever_words import selected_words
from lunarsim.reading.outcome_names import unlabeled
from lunarsim.reading.subject import foot_line, older_rules
from lunarsim.reading.tables.combinations import print_notes
from lunarsim.reading.titles.labels import label_text
from lunarsim.reading.titles.levers import lever_title
from lunarsim.reading.titles.notes import note_in_words
from lunarsim.reading.wording import FEWEST_FOR_ERRORS, STATES, format_probability
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.reading.tables.view import Figures

ERRORS_SHOWN = 3

LEFT_OUT_NAMED = 6
"""Of outcomes that a pattern leaves out: of more only the number is given."""

FEW_RUNS = 10
"""Of fewer runs a table says how little a probability is known."""


def print_subject(about: Sequence[tuple[str, str]]) -> None:
    """Print what a sweep is of."""
    if not about:
        return
    widest = max(len(label) for label, _ in about) + 2
    for label, text in about:
        start = f"{label}:".ljust(widest)
        print(textwrap.fill(one_line(text), line_width(), initial_indent=start, subsequent_indent=" " * widest))
    print()


def print_older_rules(dataset: xr.Dataset) -> None:
    """Print that other rules of the model made a sweep, where they did."""
    if text := older_rules(dataset):
        print(textwrap.fill(text, line_width()) + "\n")


def foot_of(dataset: xr.Dataset, width: int) -> Iterator[str]:
    """Yield what stands below a table: what the sweep is of, and whether other rules of the model made it."""
    for text in (foot_line(dataset), older_rules(dataset)):
        if text:
            yield textwrap.fill(one_line(text), width)


def unlabeled_note(dataset: xr.Dataset, patterns: Sequence[str] | None) -> list[str]:
    """Return that patterns leave out outcomes with more values than a table has rows, and how to ask for those."""
    from lunarsim.reading.analysis.summary import known_outcomes

    left_out = unlabeled(patterns or (), known_outcomes(dataset))
    if not left_out:
        return []
    first = left_out[0]
    example = ",".join(label_text(dataset[dim].values[0]) for dim in first.dims)
    names = ", ".join(outcome.name for outcome in left_out[:LEFT_OUT_NAMED])
    more = f" and {len(left_out) - LEFT_OUT_NAMED} more" if len(left_out) > LEFT_OUT_NAMED else ""
    return [f"Left out, as each takes labels: {names}{more}; for example '{first.name}[{example}]' (* for all)."]


def print_notes_of(dataset: xr.Dataset, start: str | tuple[str, ...]) -> None:
    """Print the notes that begin so, of those that were made when the sweep was planned, on what is left of it."""
    lines = [line for line in str(dataset.attrs.get("notes", "")).splitlines() if line.startswith(start)]
    left = selected_words(dataset)
    lines = [line for line in lines if _is_of(line, left)]
    for line in map(note_in_words, lines):
        print(textwrap.fill(one_line(f"{line[0].upper()}{line[1:]}."), line_width()))
    if lines:
        print()


def _is_of(note: str, left: Mapping[str, str]) -> bool:
    """Return whether a note is on lever values that are left: "... (at scenario=ilrs_joint)"."""
    match = re.search(r" \(at ([^()]*)\)$", note)
    if match is None or "more combination" in match[1]:
        return True
    said = [part.partition("=") for part in match[1].split(", ")]
    return all(value in (left.get(key, value), *left.get(key, value).split(",")) for key, _, value in said)


def print_definitions(shown: Figures) -> None:
    """Print what each date that is shown is the date of, with the values that the sweep was made with."""
    from lunarsim.reading.titles.outcomes import definition, outcome_title

    keys = [str(name) for name in shown.summary["outcome_name"].values]
    variables = dict.fromkeys((*(key.partition("(")[0] for key in keys), *shown.defined))
    dates = [name for name in variables if name in shown.dataset and name.endswith("_year")]
    found = [(outcome_title(shown.dataset[name]), definition(shown.dataset, name)) for name in dates]
    texts = [f"{title}: {text}." for title, text in found if text]
    if texts:
        print("\n".join(textwrap.fill(text, line_width(), subsequent_indent="  ") for text in texts) + "\n")


def pooled_note(shown: Figures) -> Iterator[str]:
    """Yield which levers are pooled, if any."""
    if shown.taken_together:
        counts = [
            f"{lever_title(shown.dataset, name)} ({shown.dataset.sizes[name]:,} values)"
            for name in shown.taken_together
        ]
        yield f"Pooled, each run with the same weight: {', '.join(counts)}."


def digits_note(shown: Figures) -> Iterator[str]:
    """Yield to which digits figures are rounded, where there are enough runs to know."""
    if int(shown.summary["run_count"].max()) >= FEWEST_FOR_ERRORS:
        yield "Figures are rounded to what their 90 % intervals support."


def few_runs_note(shown: Figures) -> list[str]:
    """Return how little a few runs that all agree say of a probability."""
    from lunarsim.reading.analysis.intervals import bounds

    runs = int(shown.summary["run_count"].max())
    if runs >= FEW_RUNS or "interval_runs" not in shown.summary or bool(shown.summary["interval_runs"].isnull().any()):
        return []
    all_of = "the only run agrees" if runs == 1 else f"all {runs} runs agree"
    least, most = (format_probability(part, bounds(part, runs)) for part in (1.0, 0.0))
    return [f"That {all_of} leaves any P {least[0]} {least[1:]} possible, that none does any P {most[0]} {most[1:]}."]


def print_states(dataset: xr.Dataset) -> None:
    """Print how many runs ended well, what became of the others, and the first errors."""
    status = dataset["status"].values
    parts = [f"{int((status == OK).sum()):,} of {status.size:,} run{'s' * (status.size != 1)}"]
    parts += [f"{int((status == code).sum())} {word}" for code, word in STATES.items() if (status == code).any()]
    print(", ".join(parts))
    errors = [text for text in dict.fromkeys(dataset["error"].values.ravel().tolist()) if text]
    for text in errors[:ERRORS_SHOWN]:
        print(textwrap.indent(str(text), "  "))


def print_conditions(shown: Figures) -> None:
    """Print what is given, and how many runs agree with it."""
    if not shown.view.given:
        return
    from lunarsim.reading.analysis.conditioning.condition_words import conditions_in_words
    from lunarsim.reading.analysis.conditioning.given import effective_text

    summary = shown.summary
    effective = summary["effective_runs"]
    least, most = (effective_text(float(each)) for each in (effective.min(), effective.max()))
    worth = least if least == most else f"{least} to {most}"
    agreeing, runs = int(summary["agreeing_runs"].sum()), int(summary["run_count"].sum())
    notes = [
        f"Given: {'; '.join(conditions_in_words(shown.dataset, summary.attrs['conditions']))}.",
        f"{agreeing:,} of {runs:,} runs agree; effective number of runs {worth}"
        + (" by combination." if least != most else "."),
    ]
    if bool(summary["is_withheld"].any()):
        offer = str(summary.attrs["offer"])
        notes.append(
            "Below 50 effective runs quantiles are withheld; the probability stands with its 90 % interval."
            + (f" More runs: {offer}" if offer else "")
        )
    print_notes(notes)
