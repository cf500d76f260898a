"""A worker process: runs the blocks that it is given, reports which run it is in, and ends with its parent."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Block
from lunarsim.study.model.interface import import_model
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.run.executors import BlockDone
from lunarsim.study.store.memory import Store
from lunarsim.words.errors import LunarsimError, StoreError

Task = tuple[int, tuple[int, ...]]
"""A block, and the positions of its runs that hung before and are not made."""

Message = tuple[BlockDone, Block | None] | LunarsimError | str
"""A finished block, with its arrays where the parent keeps them; or what stopped the worker."""


class Pulse:
    """The run that a worker is in, in memory that its parent can see.

    Parameters
    ----------
    cell : array of two floats
        Position of the run in its block, -1 between runs, and when it started [s].
    """

    def __init__(self, cell: Any) -> None:
        self._cell = cell
        self._positions: Sequence[int] = ()

    def enter(self, positions: Sequence[int]) -> None:
        """Take the positions of the runs that a model will count from 0."""
        self._positions = positions

    def __call__(self, run: int) -> None:
        """Note that a run begins; -1: that none is under way."""
        self._cell[0] = -1.0
        self._cell[1] = time.monotonic()
        self._cell[0] = -1.0 if run < 0 else float(self._positions[run])


def work(connection: Connection, plan: Plan, store: Store, max_events: int, cell: Any) -> None:
    """Run the blocks that come in until the parent hangs up."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        pulse = Pulse(cell)
        runner = Runner(plan, import_model(plan.model, max_events, pulse), store, pulse)
        while True:
            index, hung = connection.recv()
            block = runner.run(index, hung)
            done = BlockDone.of(block)
            if store.shared:
                store.write(block)
            connection.send((done, None if store.shared else block))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except StoreError as error:
        connection.send(error)
    except Exception:
        connection.send(traceback.format_exc())


def _die_with_parent() -> None:
    """End this process when its parent has gone, however it went: else its blocks would go on being written."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
