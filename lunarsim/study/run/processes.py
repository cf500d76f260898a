"""The executor ``processes``: spawned workers that live as long as the sweep, each writing its own blocks."""

from __future__ import annotations

import errno
import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from queue import Empty, SimpleQueue
from typing import Any

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.run.executors import BlockDone, UnderWay
from lunarsim.study.run.undisturbed import undisturbed_start
from lunarsim.study.run.worker import (
    NOTHING_YET,
    SILENT_SECONDS,
    Message,
    work,
)
from lunarsim.study.run.worker_process import WorkerProcess
from lunarsim.study.store.memory import Store
from lunarsim.words.errors import LunarsimError, MemoryShort

AHEAD = 2
"""Blocks that a worker has been given: one that it runs and one that it finds ready then; of the last ones only one."""

DEATHS = 2
"""Workers that may die in one block: a second one was not killed by chance."""


STOP_SECONDS = 5.0
"""Time that an idle worker may take to end [s]."""

LOOK_SECONDS = 1.0
"""Time between two looks at the workers, at most [s]."""

LEAST_SILENT_SECONDS = 10.0
"""Time without a sign of life that is borne however small ``executor.max_seconds`` is [s]: a computer may be busy."""


class Processes:
    """Runs blocks in worker processes.

    A worker that dies or gives no sign of life is replaced, and what it had not finished is run again; so is one that
    hangs in a run, which is then recorded as timed out.

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

    def ready(self, plan: Plan, blocks: int) -> AbstractContextManager[None]:
        """Do nothing: workers are started when there are blocks."""
        return nullcontext()

    def __call__(
        self, plan: Plan, store: Store, blocks: Iterable[int], under_way: UnderWay | None = None
    ) -> Generator[BlockDone, None, None]:
        """Run the blocks, each on the next worker that is free.

        Raises
        ------
        LunarsimError
            If workers die again and again in a block, or cannot write.
        """
        pool = _Pool(self, plan, store, deque(blocks), under_way)
        try:
            yield from pool.run()
        finally:
            pool.stop()


class _Pool:
    """The workers of one sweep and what each of them was given."""

    def __init__(
        self, settings: Processes, plan: Plan, store: Store, waiting: deque[int], under_way: UnderWay | None
    ) -> None:
        self._settings = settings
        self._plan = plan
        self._store = store
        self._waiting = waiting
        self._under_way = under_way
        self._workers: list[WorkerProcess] = []
        self._inbox: SimpleQueue[tuple[WorkerProcess, Message | None]] = SimpleQueue()
        self._payload = bytes(ForkingPickler.dumps((plan, store)))
        self._deaths: Counter[int] = Counter()
        self._silences: Counter[tuple[int, int]] = Counter()
        self._hung: dict[int, tuple[int, ...]] = {}
        self._notes: dict[int, str] = {}
        limit = settings.max_seconds
        self._look_every = min(max(limit / 10, 0.02), LOOK_SECONDS) if limit else LOOK_SECONDS
        self._silent_limit = min(max(limit, LEAST_SILENT_SECONDS), SILENT_SECONDS) if limit else SILENT_SECONDS

    def run(self) -> Iterator[BlockDone]:
        """Start the workers and give blocks out until all are done."""
        with undisturbed_start():
            for _ in range(min(self._settings.count, len(self._waiting))):
                self._workers.append(self._start())
        for worker in self._workers * AHEAD:
            self._assign(worker)
        looked = time.monotonic()
        while any(worker.blocks for worker in self._workers):
            try:
                worker, message = self._inbox.get(timeout=self._look_every)
            except Empty:
                pass
            else:
                # One that was replaced may still be heard of.
                if worker in self._workers:
                    yield from self._receive(worker, message)
            now = time.monotonic()
            if now - looked >= self._look_every:
                self._look(min(now - looked, 2 * self._look_every))
                looked = now
                if self._under_way is not None:
                    self._under_way(sum(worker.made for worker in self._workers))

    def _look(self, passed: float) -> None:
        """Replace workers that hang or are silent."""
        limit = self._settings.max_seconds
        for worker in [worker for worker in self._workers if worker.blocks]:
            worker.look(passed)
            if worker.is_silent(self._silent_limit):
                self._replace_silent(worker)
            elif limit and worker.run_seconds > limit:
                position = int(worker.run[0])
                self._replace(worker, f"run {position} took longer than {limit:g} s, its worker was ended", position)

    def _receive(self, worker: WorkerProcess, message: Message | None) -> Iterator[BlockDone]:
        if message is None:
            self._replace_dead(worker)
            return
        if isinstance(message, LunarsimError):
            raise message
        done, block = message
        worker.blocks.remove(done.index)
        self._assign(worker)
        if block is not None:
            self._store.write(block)
        yield replace(done, note=self._notes.pop(done.index, ""))

    def _replace_silent(self, worker: WorkerProcess) -> None:
        """Replace a worker that was stopped; a run that stops its worker twice is recorded as timed out."""
        index, position = worker.blocks[0], worker.position
        self._silences[index, position] += 1
        how = f"gave no sign of life for {worker.silent_seconds:.0f} s"
        if self._silences[index, position] < DEATHS:
            self._replace(worker, f"a worker {how} in it before")
        elif position >= 0:
            self._replace(worker, f"run {position} stopped its worker twice, which {how}", position)
        else:
            worker.end()
            raise LunarsimError(f"a worker process {how} in block {index}, {DEATHS} times")

    def _replace_dead(self, worker: WorkerProcess) -> None:
        """Replace a worker that died, if that does not happen to each one that is given its block."""
        worker.process.join(1)
        code = worker.process.exitcode
        if code == errno.ENOMEM:
            raise MemoryShort("memory is short: the system gave a worker process no more of it")
        if not worker.blocks:
            # It was idle, and there is nothing left for it.
            return
        index = worker.blocks[0]
        self._deaths[index] += 1
        if self._deaths[index] >= DEATHS:
            raise LunarsimError(
                f"a worker process ended unexpectedly (exit code {code}) in block {index}, "
                f"{DEATHS} times; was it killed, or was memory short?"
            )
        self._replace(worker, f"a worker ended unexpectedly (exit code {code}) in it before")

    def _replace(self, worker: WorkerProcess, why: str, hung: int | None = None) -> None:
        """Put a new worker in the place of another one and give its blocks out again, without a run that hung."""
        worker.end()
        index = worker.blocks[0]
        self._notes[index] = why
        if hung is not None:
            self._hung[index] = (*self._hung.get(index, ()), hung)
        self._waiting.extendleft(reversed(worker.blocks))
        # What the old one stored without reporting it is not run again.
        self._store.continued = True
        self._payload = bytes(ForkingPickler.dumps((self._plan, self._store)))
        with undisturbed_start():
            new = self._start()
        self._workers[self._workers.index(worker)] = new
        for _ in range(AHEAD):
            self._assign(new)

    def _start(self) -> WorkerProcess:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        cell: Any = context.RawArray("d", NOTHING_YET)
        given = (there, self._payload, self._settings.max_events, cell)
        process = context.Process(target=work, args=given, daemon=True)
        process.start()
        there.close()
        worker = WorkerProcess(process, here, cell)
        worker.listen(self._inbox)
        return worker

    def _assign(self, worker: WorkerProcess) -> None:
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
            if worker.blocks:
                worker.process.kill()
            else:
                with suppress(OSError):
                    worker.connection.send(None)
        for worker in self._workers:
            worker.process.join(STOP_SECONDS)
            worker.end()
