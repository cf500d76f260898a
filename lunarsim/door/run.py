"""A run line: read, swept, summarized."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lunarsim.door.arguments import Arguments
from lunarsim.door.line import read_line

if TYPE_CHECKING:
    from lunarsim.study.plan import Plan

SOME_FAILED = 3

NOTES_SHOWN = 8
"""Notes on a plan that are printed; the log of the sweep has them all."""


def run(arguments: Arguments) -> int:
    """Make the runs of a line, print their summary and where the dataset is, and return the exit code."""
    request = read_line(arguments.words, arguments.multirun, arguments.config_dir).request(arguments.words)
    if arguments.dry_run:
        from lunarsim.door.dry_run import dry_run

        print(dry_run(request))
        return 0

    from lunarsim.reading.table import summarize
    from lunarsim.study.sweep import run_sweep

    result = run_sweep(request, announce=_tell_notes)
    with result.open() as dataset:
        summarize(dataset)
    if result.path is not None:
        print(f"dataset: {result.path}")
    return SOME_FAILED if result.failed else 0


def _tell_notes(plan: Plan) -> None:
    """Say on stderr what the plan leaves out: combinations that cannot be run, factors that stand still."""
    for note in plan.notes[:NOTES_SHOWN]:
        print(f"lunarsim: note: {note}", file=sys.stderr)
    if len(plan.notes) > NOTES_SHOWN:
        print(f"lunarsim: and {len(plan.notes) - NOTES_SHOWN} more notes, see sweep.log", file=sys.stderr)
