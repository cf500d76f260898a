"""The verb ``resume``: what is missing or failed in a stored sweep is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lunarsim.door.line.reading import read_line
from lunarsim.door.verbs.find_store import find_store
from lunarsim.door.verbs.run import SOME_FAILED
from lunarsim.study.request.settings import Executor
from lunarsim.words.errors import Fault, InputError


def resume(names: Sequence[str], overrides: Sequence[str]) -> int:
    """Continue a sweep, say what was done, print its summary and return the exit code.

    Parameters
    ----------
    names : sequence of str
        The store, or nothing for the newest one.
    overrides : sequence of str
        Settings of the executor, where another one shall run it.

    Raises
    ------
    InputError
        If an override sets anything else.
    """
    executor = executor_of(overrides)
    path = find_store(*names)

    from lunarsim.reading.tables.summary_table import summarize
    from lunarsim.study.run.continuation import resume_sweep

    def tell(wanted: int, runs: int) -> None:
        print(f"resume: {wanted:,} of {runs:,} runs are missing or failed", flush=True)

    result = resume_sweep(path, executor, announce=tell)
    if result.runs:
        with result.open() as dataset:
            summarize(dataset)
    print(f"dataset: {path}")
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
        problem = "cannot be changed in a stored sweep, only executor=... and executor.*=...; start a sweep anew"
        raise InputError([Fault(word, problem) for word in other])
    settings: dict[str, Any] = read_line(overrides, multirun=False).settings
    executor: Executor = settings["executor"]
    return executor
