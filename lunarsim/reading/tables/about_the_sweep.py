"""What stands around the tables of a summary: what the sweep is of, what its dates mean, what became of its runs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lunarsim.reading.titles.notes import note_in_words
from lunarsim.reading.wording import STATES
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import line_width, one_line

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.reading.tables.view import Figures

ERRORS_SHOWN = 3


def print_subject(about: Sequence[tuple[str, str]]) -> None:
    """Print what a sweep is of."""
    if not about:
        return
    widest = max(len(label) for label, _ in about) + 2
    for label, text in about:
        start = f"{label}:".ljust(widest)
        print(textwrap.fill(one_line(text), line_width(), initial_indent=start, subsequent_indent=" " * widest))
    print()


def print_notes_of(dataset: xr.Dataset, start: str | tuple[str, ...]) -> None:
    """Print the notes that begin so, of those that were made when the sweep was planned."""
    lines = [line for line in str(dataset.attrs.get("notes", "")).splitlines() if line.startswith(start)]
    for line in map(note_in_words, lines):
        print(textwrap.fill(one_line(f"{line[0].upper()}{line[1:]}."), line_width()))
    if lines:
        print()


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


def print_states(dataset: xr.Dataset) -> None:
    """Print how many runs ended well, what became of the others, and the first errors."""
    status = dataset["status"].values
    parts = [f"{int((status == OK).sum()):,} of {status.size:,} run{'s' * (status.size != 1)}"]
    parts += [f"{int((status == code).sum())} {word}" for code, word in STATES.items() if (status == code).any()]
    print(", ".join(parts))
    errors = [text for text in dict.fromkeys(dataset["error"].values.ravel().tolist()) if text]
    for text in errors[:ERRORS_SHOWN]:
        print(textwrap.indent(str(text), "  "))
