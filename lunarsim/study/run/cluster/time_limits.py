"""What is asked of Dask is done in time, or ends in one line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from lunarsim.words.errors import LunarsimError


def within(seconds: float, act: Callable[[], Any], problem: str) -> Any:
    """Return what a function gives, if it does so in time; Dask has several limits, and waits without any, too.

    Raises
    ------
    LunarsimError
        With the problem and its cause, if it fails or is not done in time; it is then left alone in its thread.
    """
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((act(), None))
        except BaseException as error:
            outcome.append((None, error))

    thread = threading.Thread(target=run, name="dask-limited", daemon=True)
    thread.start()
    thread.join(seconds + 1)
    if not outcome:
        raise LunarsimError(f"{problem}: nothing is said within {seconds:g} s")
    result, error = outcome[0]
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        raise LunarsimError(f"{problem}: nothing is said within {seconds:g} s") from None
    if error is not None:
        raise LunarsimError(f"{problem}: {reason(error)}") from None
    return result


def reason(error: BaseException) -> str:
    """Return the last cause of an error, in a line."""
    while (cause := error.__cause__) is not None:
        error = cause
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
