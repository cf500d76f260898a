"""A worker process as its parent sees it: what it was given, what it says, and how long it has been silent."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any

from lunarsim.study.run.worker import (
    BEAT_SECONDS,
    BEATS,
    BLOCK,
    MADE,
    POSITION,
    Message,
)
from lunarsim.words.errors import MemoryShort

START_SECONDS = 300.0
"""Time that a process may take to its first sign of life [s]."""


@dataclass(eq=False)
class WorkerProcess:
    """A worker process, what it was given, and how long it has been silent or in one run.

    Times are the parent's own, counted only while it looks, so that a break of all processes is no silence.
    """

    process: BaseProcess
    connection: Connection
    cell: Any
    blocks: deque[int] = field(default_factory=deque)
    beats: float = 0.0
    silent_seconds: float = 0.0
    run: tuple[float, float] = (-1.0, 0.0)
    run_seconds: float = 0.0

    def listen(self, inbox: SimpleQueue[tuple[WorkerProcess, Message | None]]) -> None:
        """Put its messages into a box as they come, and None when it has died.

        In a thread of its own: a message that is begun and never ended, by a process that was stopped, holds up nobody.
        """

        def read() -> None:
            message: Message | None
            while True:
                try:
                    message = self.connection.recv()
                except (EOFError, OSError):
                    message = None
                except MemoryError:
                    message = MemoryShort("memory is short: the system gave no more of it")
                inbox.put((self, message))
                if message is None:
                    return

        threading.Thread(target=read, name="lunarsim-worker", daemon=True).start()

    def look(self, passed: float) -> None:
        """Look at its signs of life, some time after the last look [s]."""
        position, runs, beats = self.cell[: BEATS + 1]
        if beats == self.beats:
            self.silent_seconds += passed
            return
        # A silence counts for the run only as far as it is no longer than the time between two signs.
        lived = min(self.silent_seconds + passed, 2 * BEAT_SECONDS)
        self.beats, self.silent_seconds = beats, 0.0
        if position < 0 or (position, runs) != self.run:
            self.run, self.run_seconds = (position, runs), 0.0
        else:
            self.run_seconds += lived

    def is_silent(self, limit: float) -> bool:
        """Return whether it has given no sign of life for too long [s]."""
        return self.silent_seconds > (limit if self.beats else max(limit, START_SECONDS))

    @property
    def position(self) -> int:
        """Position of its run in the block, -1 between runs."""
        return int(self.cell[POSITION])

    @property
    def made(self) -> int:
        """Runs that it has made of the block that it is in."""
        return int(self.cell[MADE]) if self.blocks and self.cell[BLOCK] == self.blocks[0] else 0

    def end(self) -> None:
        """End the process, at once and for certain."""
        self.process.kill()
        self.process.join()
