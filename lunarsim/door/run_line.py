"""A run line: read, swept, summarized."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lunarsim.door.line.reading import read_line
from lunarsim.door.options import Arguments
from lunarsim.study.request.settings import Executor
from lunarsim.study.store.places.chosen import place_of
from lunarsim.words.errors import Fault, InputError, StoreError

SOME_FAILED = 3


def run(arguments: Arguments) -> int:
    """Make the runs of a line, print their summary and where the dataset is, and return the exit code."""
    request = read_line(arguments.words, arguments.multirun, arguments.config_dir).request(arguments.line)
    if request.output.store and not place_of(request.output.dir, "output.dir").shared:
        problem = f"is {request.output.dir}, which is lost when this command ends; allowed: a directory, "
        raise InputError([Fault("output.dir", problem + "s3://, gs://, az://, file://, or output=none")])
    if arguments.dry_run:
        from lunarsim.door.dry_run import dry_run

        print(dry_run(request))
        return 0

    from lunarsim.door.plan_notes import note_on_stderr, print_notes
    from lunarsim.reading.tables.summary_table import summarize
    from lunarsim.study.run.sweep import run_sweep

    if request.executor.name == "serial" and request.executor.workers:
        note_on_stderr(
            f"executor.workers={request.executor.workers} has no effect with executor=serial; use executor=processes"
        )
    result = run_sweep(request, announce=partial(print_notes, stored=request.output.store))
    try:
        with result.open() as dataset:
            summarize(dataset)
    finally:
        # An error in the table must not hide the result.
        if result.path is not None:
            _print_path(result.path)
    return SOME_FAILED if result.failed else 0


def executor_of(overrides: Sequence[str]) -> Executor | None:
    """Return the executor that some overrides describe, or None where there are none.

    Raises
    ------
    InputError
        If an override sets anything else, or sets it wrong.
    """
    if not overrides:
        return None
    other = [word for word in overrides if word.partition("=")[0].partition(".")[0] != "executor"]
    if other:
        problem = "cannot be changed in a stored sweep, only executor=... and executor.*=...; start a new sweep"
        raise InputError([Fault(word, problem) for word in other])
    settings: dict[str, Any] = read_line(overrides, multirun=False).settings
    executor: Executor = settings["executor"]
    return executor


def _print_path(path: Path | str) -> None:
    try:
        print(f"dataset: {path}", flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(f"cannot print: {error.strerror or error}; dataset: {path}") from error
