"""A limit on the events of a run, which costs a run nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import NoReturn


class TooManyEventsError(Exception):
    """A run that goes on and on without reaching its horizon."""


def event_numbers(limit: int) -> Iterator[int]:
    """Yield the numbers that SimPy gives to events, ``limit`` of them; then raise.

    SimPy asks for one with each event, so the numbers count the events, without a line of Python.

    Raises
    ------
    TooManyEventsError
        At the first event beyond, and at each one that follows: SimPy schedules one more for the process that failed.
    """
    return chain(range(limit), map(_refuse, repeat(limit)))


def _refuse(limit: int) -> NoReturn:
    raise TooManyEventsError(f"more than {limit:,} events (executor.max_events)")
