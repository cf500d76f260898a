"""A worker process: runs the blocks that it is given, gives signs of life, and ends with its parent.

Heavy imports stand within :func:`work`, so that what goes wrong in them reaches the parent, not the screen.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any

from lunarsim.words.errors import LunarsimError, MemoryShort, StoreError, is_memory_short

if TYPE_CHECKING:
    from lunarsim.study.model.block import Block
    from lunarsim.study.run.executors import BlockDone

Message = tuple["BlockDone", "Block | None"] | LunarsimError
"""A finished block, with its arrays where the parent keeps them; or what stopped the worker."""

BEAT_SECONDS = 0.5
"""Time between two signs of life [s]."""

SILENT_SECONDS = 60.0
"""Time without a sign of life after which a worker is replaced [s]: it was stopped, or its computer does not answer."""

POSITION, RUNS, BEATS, BLOCK, MADE = range(5)
"""What a worker shows its parent: position of its run in the block, -1 between runs; runs begun and ended, which only
grows; signs of life; its block, and how many runs of that have been made."""

NOTHING_YET = (-1.0, 0.0, 0.0, -1.0, 0.0)
"""What it shows before its first block."""


class Pulse:
    """The run that a worker is in, in memory that its parent can see.

    Parameters
    ----------
    cell : array of five floats
        See :data:`POSITION`.
    """

    def __init__(self, cell: Any) -> None:
        self._cell = cell
        self._positions: Sequence[int] = ()
        self._begun = 0

    def begin(self, block: int) -> None:
        """Take the number of the block that is next."""
        self._begun = 0
        self._cell[MADE] = 0.0
        self._cell[BLOCK] = float(block)

    def enter(self, positions: Sequence[int]) -> None:
        """Take the positions of the runs that a model will count from 0."""
        self._positions = positions

    def __call__(self, run: int) -> None:
        """Note that a run begins; -1: that none is under way."""
        self._cell[RUNS] += 1.0
        self._cell[MADE] = float(self._begun)
        self._begun += run >= 0
        self._cell[POSITION] = -1.0 if run < 0 else float(self._positions[run])


def work(connection: Connection, plan_and_store: bytes, max_events: int, cell: Any) -> None:
    """Run the blocks that come in until None comes or the parent hangs up."""
    try:
        threading.Thread(target=_die_with_parent, daemon=True).start()
        threading.Thread(target=_beat, args=(cell,), daemon=True).start()
        from lunarsim.study.model.interface import import_model
        from lunarsim.study.run.block_runner import Runner
        from lunarsim.study.run.executors import BlockDone

        plan, store = ForkingPickler.loads(plan_and_store)
        unname_codec_lock()
        pulse = Pulse(cell)
        runner = Runner(plan, import_model(plan.model, max_events, pulse), store, pulse)
        while (task := connection.recv()) is not None:
            index, hung = task
            pulse.begin(index)
            block = runner.run(index, hung)
            done = BlockDone.of(block)
            if store.shared:
                store.write(block)
            connection.send((done, None if store.shared else block))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except BaseException as error:
        _send_reason(connection, error)


def _send_reason(connection: Connection, error: BaseException) -> None:
    """Tell the parent why the worker stops."""
    try:
        if is_memory_short(error) and not isinstance(error, StoreError):
            told: LunarsimError = MemoryShort("memory is short: the system gave a worker process no more of it")
        elif isinstance(error, LunarsimError):
            told = error
        else:
            told = LunarsimError(f"a worker process failed: {type(error).__name__}: {error}")
            told.add_note(traceback.format_exc())
        connection.send(told)
    except BaseException:
        # Not even that; the parent finds the exit code.
        os._exit(errno.ENOMEM)


def unname_codec_lock() -> None:
    """Have numcodecs make its lock without a name.

    Made in a spawned process, it would stand in the list of what is to be cleaned up, and Python would complain of a
    leak on the screen when the process was killed. The method of starting processes, which other threads of a worker of
    somebody else may need just then, stays what it is.
    """
    from numcodecs import blosc

    # From 0.17 on its lock is one of C.
    if hasattr(blosc, "get_mutex") and "fork" in multiprocessing.get_all_start_methods():
        blosc.multiprocessing = multiprocessing.get_context("fork")
        try:
            blosc.get_mutex()
        finally:
            blosc.multiprocessing = multiprocessing


def _beat(cell: Any) -> None:
    """Give signs of life; they stop where the process is stopped or hangs outside Python."""
    while True:
        cell[BEATS] += 1.0
        time.sleep(BEAT_SECONDS)


def _die_with_parent() -> None:
    """End this process when its parent has gone, however it went: else its blocks would go on being written."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        with suppress(OSError):
            wait([parent.sentinel])
        os._exit(1)
