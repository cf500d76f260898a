"""Signals that end a command: each ends it as Ctrl-C does, so that what is finished is kept, and nothing left over."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

PATIENCE_SECONDS = 2.0
"""Time after a first signal within which others are taken for the same wish [s]; later ones end the process at once."""

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class Ended(KeyboardInterrupt):
    """A signal that ends the command, by its number."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """The exit code by custom: 130 after Ctrl-C."""
        return 128 + self.number


def exit_code_of(interruption: KeyboardInterrupt) -> int:
    """Return the exit code after an interruption."""
    return interruption.exit_code if isinstance(interruption, Ended) else 128 + signal.SIGINT


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Raise :class:`Ended` where a signal would end the process; one that is ignored, as with nohup, stays ignored.

    Handlers belong to the main thread: elsewhere, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    first: list[float] = []

    def end(number: int, frame: FrameType | None) -> None:
        if not first:
            first.append(time.monotonic())
            raise Ended(number)
        if time.monotonic() - first[0] > PATIENCE_SECONDS:
            # What is being cleaned up takes too long for the user; workers end with their parent.
            os._exit(128 + number)

    before: dict[int, Any] = {}
    for name in _ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            # Once ended, the command is on its way out: a second press must not change its exit code.
            signal.signal(number, signal.SIG_IGN if first else handler)
