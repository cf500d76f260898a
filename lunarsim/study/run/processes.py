"""The executor ``processes``: spawned workers that live as long as the sweep, each writing its own blocks."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.run.executors import BlockDone
from lunarsim.study.run.worker import Message, work
from lunarsim.study.store.memory import Store
from lunarsim.words.errors import LunarsimError

AHEAD = 2
"""Blocks that a worker has been given: one that it runs and one that it finds ready then; of the last ones only one."""

DEATHS = 2
"""Workers that may die in one block: a second one was not killed by chance."""


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    cell: Any
    blocks: deque[int] = field(default_factory=deque)

    def receive(self) -> Message | None:
        """Return the next message of a worker that has one; None if it has died."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(1)
            return None
        return message

    def hangs(self, max_seconds: float) -> int | None:
        """Return the position of the run that takes longer than allowed, or None."""
        position, started = self.cell[:]
        if position < 0 or time.monotonic() - started <= max_seconds:
            return None
        # Another run may have started while the two numbers were read.
        time.sleep(0.01)
        return int(position) if tuple(self.cell[:]) == (position, started) else None

    def end(self) -> None:
        """End the process, at once and for certain."""
        self.connection.close()
        self.process.kill()
        self.process.join()


class Processes:
    """Runs blocks in worker processes.

    A worker that dies is replaced, and what it had not finished is run again; so is one that hangs in a run, which is
    then recorded as timed out.

    Parameters
    ----------
    count : int
        Number of workers; there are never more than blocks.
    max_events, max_seconds
        Limits of a run; 0 is none.
    """

    def __init__(self, count: int, max_events: int = 0, max_seconds: float = 0.0) -> None:
        self.count = count
        self.max_events = max_events
        self.max_seconds = max_seconds

    def __call__(self, plan: Plan, store: Store, blocks: Iterable[int]) -> Generator[BlockDone, None, None]:
        """Run the blocks, each on the next worker that is free.

        Raises
        ------
        LunarsimError
            If workers die again and again in a block, or cannot write.
        """
        pool = _Pool(self, plan, store, deque(blocks))
        try:
            yield from pool.run()
        finally:
            pool.stop()


class _Pool:
    """The workers of one sweep and what each of them was given."""

    def __init__(self, settings: Processes, plan: Plan, store: Store, waiting: deque[int]) -> None:
        self._settings = settings
        self._plan = plan
        self._store = store
        self._waiting = waiting
        self._workers: list[_Worker] = []
        self._deaths: Counter[int] = Counter()
        self._hung: dict[int, tuple[int, ...]] = {}
        self._notes: dict[int, str] = {}

    def run(self) -> Iterator[BlockDone]:
        """Start the workers and give blocks out until all are done."""
        with undisturbed_start():
            self._workers += [self._start() for _ in range(min(self._settings.count, len(self._waiting)))]
        for worker in self._workers * AHEAD:
            self._assign(worker)
        limit = self._settings.max_seconds
        look_every = min(max(limit / 10, 0.02), 1.0) if limit else None
        while busy := [worker for worker in self._workers if worker.blocks]:
            ready = wait([worker.connection for worker in busy], look_every)
            for worker in busy:
                if worker.connection in ready:
                    yield from self._receive(worker)
                elif limit and (position := worker.hangs(limit)) is not None:
                    index = worker.blocks[0]
                    self._hung[index] = (*self._hung.get(index, ()), position)
                    self._replace(worker, f"run {position} took longer than {limit:g} s, its worker was ended")

    def _receive(self, worker: _Worker) -> Iterator[BlockDone]:
        message = worker.receive()
        if message is None:
            self._replace_dead(worker)
            return
        if isinstance(message, LunarsimError):
            raise message
        if isinstance(message, str):
            raise LunarsimError(f"a worker process failed:\n{message}")
        done, block = message
        worker.blocks.remove(done.index)
        self._assign(worker)
        if block is not None:
            self._store.write(block)
        yield replace(done, note=self._notes.pop(done.index, ""))

    def _replace_dead(self, worker: _Worker) -> None:
        """Replace a worker that died, if that does not happen to each one that is given its block."""
        index = worker.blocks[0]
        self._deaths[index] += 1
        code = worker.process.exitcode
        if self._deaths[index] >= DEATHS:
            raise LunarsimError(
                f"a worker process ended unexpectedly (exit code {code}) in block {index}, "
                f"for the {DEATHS}nd time; was it killed, or was memory short?"
            )
        self._replace(worker, f"a worker ended unexpectedly (exit code {code}) in it before")

    def _replace(self, worker: _Worker, why: str) -> None:
        """Put a new worker in the place of another one and give its blocks out again."""
        worker.end()
        self._notes[worker.blocks[0]] = why
        self._waiting.extendleft(reversed(worker.blocks))
        # What the old one stored without reporting it is not run again.
        self._store.continued = True
        with undisturbed_start():
            new = self._start()
        self._workers[self._workers.index(worker)] = new
        for _ in range(AHEAD):
            self._assign(new)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        cell: Any = context.RawArray("d", [-1.0, 0.0])
        given = (there, self._plan, self._store, self._settings.max_events, cell)
        process = context.Process(target=work, args=given, daemon=True)
        process.start()
        there.close()
        return _Worker(process, here, cell)

    def _assign(self, worker: _Worker) -> None:
        # The last blocks go to who is free first: one that waits behind another would keep the sweep from its end.
        if self._waiting and (not worker.blocks or len(self._waiting) > len(self._workers)):
            index = self._waiting.popleft()
            worker.blocks.append(index)
            try:
                worker.connection.send((index, self._hung.get(index, ())))
            except OSError:
                # It has died; what it leaves behind is found when its messages are read.
                return

    def stop(self) -> None:
        """Stop the workers: at once those that still run a block, which is then lost."""
        for worker in self._workers:
            worker.connection.close()
            if worker.blocks:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.end()


@contextmanager
def undisturbed_start() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, which the parent answers for all, and that do not import the main module.

    Spawned processes import it to find what they are given; ours get all by name. So a script or notebook cell needs no
    ``if __name__ == "__main__"``, and the command line is not imported once per worker.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    in_main_thread = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if in_main_thread else None
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if in_main_thread:
            signal.signal(signal.SIGINT, handler)
