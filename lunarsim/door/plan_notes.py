"""What a plan leaves out: printed on stderr by the command, one warning in Python."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lunarsim.words.terminal import BELOW_TABLES, one_line

if TYPE_CHECKING:
    from lunarsim.study.grid.sweep_plan import Plan

SHOWN = 8
"""Notes on a plan that are printed; the log of a stored sweep has them all."""

CANNOT_RUN = "cannot be run"
_FIRST = (CANNOT_RUN, "some samples")
_BY_LINE = " is set on the command line and no longer uncertain"


class InfeasibleWarning(UserWarning):
    """Some lever combinations of a sweep cannot be run; they are recorded as infeasible."""


def print_notes(plan: Plan, stored: bool) -> None:
    """Print the notes on a plan: what cannot be run first. What belongs into the table of results is left to it."""
    notes = [note for note in in_order(plan.notes) if not note.startswith(BELOW_TABLES)]
    for note in notes[:SHOWN]:
        note_on_stderr(note)
    if len(notes) > SHOWN:
        where = ", see sweep.log" if stored else ""
        print(f"lunarsim: and {len(notes) - SHOWN} more notes{where}", file=sys.stderr)


def note_on_stderr(text: str) -> None:
    """Print one note."""
    print(f"lunarsim: note: {one_line(text)}", file=sys.stderr)


def warn(plan: Plan) -> None:
    """Warn once of all combinations that cannot be run; factors that are held fixed are no reason to warn."""
    infeasible = [note for note in plan.notes if note.startswith(CANNOT_RUN)]
    if infeasible:
        # The caller of lunarsim.sweep stands above it, above run_sweep and above this function.
        warnings.warn("\n".join(map(one_line, infeasible)), InfeasibleWarning, stacklevel=4)


def in_order(notes: Sequence[str]) -> list[str]:
    """Return what cannot be run before the rest, and all keys that the command line sets in one note."""
    first = [note for start in _FIRST for note in notes if note.startswith(start)]
    keys = [note.removesuffix(_BY_LINE) for note in notes if note.endswith(_BY_LINE)]
    summed = (
        [", ".join(keys) + (_BY_LINE if len(keys) == 1 else _BY_LINE.replace(" is ", ": each is "))] if keys else []
    )
    rest = [note for note in notes if note not in first and not note.endswith(_BY_LINE)]
    return [*first, *summed, *rest]
