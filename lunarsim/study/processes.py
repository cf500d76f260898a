"""The executor ``processes``: spawned workers that live as long as the sweep, each writing its own blocks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType

from lunarsim.study.block import Block, Runner
from lunarsim.study.executors import BlockDone
from lunarsim.study.model import import_model
from lunarsim.study.plan import Plan
from lunarsim.study.store import Store
from lunarsim.words.errors import LunarsimError, StoreError

AHEAD = 2
"""Blocks that a worker has been given: one that it runs and one that it finds ready then."""

Message = tuple[BlockDone, Block | None] | LunarsimError | str
"""A finished block, with its arrays where the parent keeps them; or what stopped the worker."""


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    blocks: deque[int] = field(default_factory=deque)

    def receive(self) -> Message:
        """Return the next message of a worker that has one, or has died."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(1)
            raise LunarsimError(
                f"a worker process ended unexpectedly (exit code {self.process.exitcode}) in block "
                f"{', '.join(map(str, self.blocks))}; was it killed, or was memory short?"
            ) from None
        return message


class Processes:
    """Runs blocks in worker processes.

    Parameters
    ----------
    count : int
        Number of workers; there are never more than blocks.
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def __call__(self, plan: Plan, store: Store, blocks: Iterable[int]) -> Generator[BlockDone, None, None]:
        """Run the blocks, each on the next worker that is free.

        Raises
        ------
        LunarsimError
            If a worker dies or cannot write.
        """
        waiting = deque(blocks)
        workers: list[_Worker] = []
        try:
            with _undisturbed_start():
                workers += [_start(plan, store) for _ in range(min(self.count, len(waiting)))]
            for worker in workers * AHEAD:
                _give(worker, waiting)
            while busy := [worker for worker in workers if worker.blocks]:
                ready = wait([worker.connection for worker in busy])
                for worker in (worker for worker in busy if worker.connection in ready):
                    message = worker.receive()
                    if isinstance(message, LunarsimError):
                        raise message
                    if isinstance(message, str):
                        raise LunarsimError(f"a worker process failed:\n{message}")
                    done, block = message
                    worker.blocks.remove(done.index)
                    _give(worker, waiting)
                    if block is not None:
                        store.write(block)
                    yield done
        finally:
            _stop(workers)


def _start(plan: Plan, store: Store) -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, plan, store), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _give(worker: _Worker, waiting: deque[int]) -> None:
    if waiting:
        worker.blocks.append(waiting.popleft())
        try:
            worker.connection.send(worker.blocks[-1])
        except OSError:
            # It has died; what it leaves behind is found when its messages are read.
            return


def _stop(workers: list[_Worker]) -> None:
    """Stop the workers: at once those that still run a block, which is then lost."""
    for worker in workers:
        worker.connection.close()
        if worker.blocks:
            worker.process.terminate()
    for worker in workers:
        worker.process.join(5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


@contextmanager
def _undisturbed_start() -> Iterator[None]:
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


def work(connection: Connection, plan: Plan, store: Store) -> None:
    """Run the blocks whose numbers come in, until the parent hangs up."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        runner = Runner(plan, import_model(plan.model), store)
        while True:
            block = runner.run(connection.recv())
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
