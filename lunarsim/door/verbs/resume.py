"""``lunarsim resume``: what is missing or failed in a stored sweep is run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lunarsim.door.options import Arguments
from lunarsim.door.verb import Verb, store_details

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed


def run(arguments: Arguments) -> int:
    """Continue a sweep, report what was done, print its summary and return the exit code.

    Raises
    ------
    InputError
        If an override sets anything but the executor.
    """
    name, overrides = arguments.argument_and_overrides()
    from lunarsim.door.find_store import find_store
    from lunarsim.door.plan_notes import note_on_stderr
    from lunarsim.door.run_line import SOME_FAILED, executor_of
    from lunarsim.reading.tables.summary_table import summarize
    from lunarsim.study.run.continuation import resume_sweep

    executor = executor_of(overrides)
    path = find_store(name)

    def announce(missing: int, runs: int) -> None:
        print(f"resume: {missing:,} of {runs:,} runs are missing or failed", flush=True)

    result = resume_sweep(path, executor, announce=announce, note=note_on_stderr)
    if result.runs:
        with result.open() as dataset:
            summarize(dataset)
    print(f"dataset: {path}")
    return SOME_FAILED if result.failed else 0


def suggestions(typed: Typed) -> Iterable[str]:
    """Return stored sweeps, and the overrides of the executor."""
    from lunarsim.door.completing.suggestions import stores
    from lunarsim.door.line.keys import suggested_keys, suggested_values

    last, catalog = typed.last, typed.catalog
    offered = suggested_values(last, catalog) if "=" in last else suggested_keys(last, catalog)
    return [*stores(typed), *(word for word in offered if word.startswith("executor"))]


VERB = Verb(run, suggestions=suggestions, details=store_details)
