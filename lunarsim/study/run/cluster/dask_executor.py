"""The executor ``dask``: blocks as tasks of a Dask cluster, our own or one at an address."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Arrays, Block
from lunarsim.study.model.interface import import_model
from lunarsim.study.request.factors import Factor
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.run.cluster.connection import connected
from lunarsim.study.run.cluster.handshake import (
    Handshake,
    expected_state,
    handshake_of,
    store_seen,
    verify_once,
    worker_state,
)
from lunarsim.study.run.cluster.runs_made import counted, key_of, runs_made
from lunarsim.study.run.cluster.time_limits import reason, within
from lunarsim.study.run.cluster.workers import LOOK_SECONDS, WORKERS_SECONDS, Watch, on_all
from lunarsim.study.run.executors import BlockDone, UnderWay
from lunarsim.study.run.worker import SILENT_SECONDS
from lunarsim.study.store.memory import Store
from lunarsim.words.errors import Fault, InputError, LunarsimError

AHEAD = 3
"""Blocks per worker that are under way: one that it runs, and some that it finds ready then."""

MOST_TIMES = 3
"""Times that a block is given out again after its worker was lost."""

_LOST = "the Dask cluster is lost"

FactorValues = Mapping[tuple[str, tuple[int, ...]], NDArray[np.float64]]

_OF_THREAD = threading.local()
"""The runner of each thread of this worker: an open store, and verdicts that later blocks need again."""


@dataclass
class Dask:
    """Runs blocks on a Dask cluster.

    Parameters
    ----------
    workers : int
        Number of workers of an own local cluster.
    address : str
        Address of a scheduler; empty: an own local cluster.
    max_events : int
        Events after which a run counts as timed out; 0 is no limit.

    Raises
    ------
    InputError
        If Dask is not installed.
    """

    workers: int
    address: str = ""
    max_events: int = 0
    _client: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        if find_spec("distributed") is None:
            problem = "dask needs the package distributed; install it with: pip install 'lunarsim[dask]'"
            raise InputError([Fault("executor", problem)])

    @contextmanager
    def ready(self, plan: Plan, blocks: int) -> Iterator[None]:
        """Connect to the cluster, and compare its workers with this process.

        Raises
        ------
        LunarsimError
            If no scheduler answers, or if workers would give other results.
        """
        if self._client is not None:
            yield
            return
        with connected(self.address, min(self.workers, blocks)) as client:
            _verify_workers(client, plan)
            self._client = client
            try:
                yield
            finally:
                self._client = None

    def __call__(
        self, plan: Plan, store: Store, blocks: Iterable[int], under_way: UnderWay | None = None
    ) -> Generator[BlockDone, None, None]:
        """Run the blocks; workers that see the store write to it, for the others this process does.

        Raises
        ------
        LunarsimError
            As :meth:`ready` does, if the cluster is lost, or if its workers die again and again in a block.
        """
        waiting = deque(blocks)
        # A task whose worker is lost is run again by another one: what the first one stored is taken over.
        store.continued = True
        with self.ready(plan, len(waiting)), handshake_of(plan, store) as handshake:
            yield from _Tasks(self._client, plan, store, waiting, handshake, self.max_events, under_way).run()


class _Tasks:
    """The blocks of one call, as tasks of a cluster."""

    def __init__(
        self,
        client: Any,
        plan: Plan,
        store: Store,
        waiting: deque[int],
        handshake: Handshake,
        max_events: int,
        report: UnderWay | None,
    ) -> None:
        self._client = client
        self._plan = plan
        self._store = store
        self._waiting = waiting
        self._handshake = handshake
        self._max_events = max_events
        self._report = report
        self._visible = True
        self._watch = Watch(client)
        self._shared: Any = None
        self._under_way: dict[str, tuple[int, Any, Any]] = {}
        self._again: Counter[int] = Counter()
        self._done: SimpleQueue[Any] = SimpleQueue()

    def run(self) -> Iterator[BlockDone]:
        """Run the blocks."""
        self._share()
        count = self._watch.look()
        # The last blocks go to who is free first: one that waits behind another would keep the sweep from its end.
        first = min(len(self._waiting), max(count, min(AHEAD * count, len(self._waiting) - count)))
        for _ in range(first):
            self._submit()
        while self._under_way:
            try:
                key = self._done.get(timeout=LOOK_SECONDS)
            except Empty:
                self._watch.look()
                self._tell()
                continue
            index, task, shared = self._under_way.pop(key)
            result = self._result(task, index, shared)
            count = self._watch.look()
            if isinstance(result, Again):
                # A worker came late and does not see the store: from now on blocks come back to this process.
                self._visible = self._visible and not result.unseen
                self._again[index] += 1
                if self._again[index] > MOST_TIMES:
                    raise LunarsimError(f"Dask workers were lost, one after the other, in block {index}")
                if result.lost is self._shared:
                    self._share()
                self._waiting.appendleft(index)
                self._submit()
                continue
            done, block = result
            if len(self._waiting) > count or (self._waiting and len(self._under_way) < count):
                self._submit()
            if block is not None:
                self._store.write(block)
            yield done

    def _tell(self) -> None:
        """Report how many runs of the blocks under way have been made."""
        if self._report is not None:
            keys = (key_of(self._plan.hash, index) for index, _, _ in self._under_way.values())
            self._report(runs_made(self._watch.workers, keys))

    def _share(self) -> None:
        """Put the plan on all workers that answer; again where the last of them that had it is lost."""
        seen = on_all(self._client, store_seen, self._plan.hash, self._handshake)
        self._visible = self._visible and all(seen.values())
        scatter = partial(self._client.scatter, [self._plan], workers=list(seen), broadcast=True)
        (self._shared,) = within(WORKERS_SECONDS, scatter, _LOST)

    def _submit(self) -> None:
        index = self._waiting.popleft()
        where, inputs = (self._store, None) if self._visible else (None, block_inputs(self._plan, self._store, index))
        given = (self._shared, index, self._handshake, where, inputs, self._max_events)
        task = self._client.submit(run_block, *given, pure=False)
        self._under_way[task.key] = index, task, self._shared
        done = self._done
        task.add_done_callback(lambda task: done.put(task.key))

    def _result(self, task: Any, index: int, shared: Any) -> tuple[BlockDone, Block | None] | Again:
        """Return what a task gave.

        Raises
        ------
        LunarsimError
            If it failed, or if the cluster is lost.
        """
        import distributed
        from distributed.client import FutureCancelledError

        tools: Any = distributed
        try:
            result: tuple[BlockDone, Block | None] | Again = task.result(timeout=SILENT_SECONDS)
            return result
        except LunarsimError:
            raise
        except tools.KilledWorker as error:
            raise LunarsimError(f"Dask workers ended unexpectedly, one after the other, in a block: {error}") from None
        except TimeoutError:
            # The worker that finished it does not hand it over, as one that was stopped.
            return Again()
        except (FutureCancelledError, OSError) as error:
            if isinstance(error, FutureCancelledError) and self._client.status == "running":
                return Again(lost=shared)
            raise LunarsimError(f"{_LOST}: {reason(error)}") from None
        except Exception as error:
            raise LunarsimError(f"a Dask worker failed in block {index}: {type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class BlockInputs:
    """What a worker without the store needs of it for one block: factor values and what was run before."""

    values: FactorValues
    first: int
    kept: Arrays | None

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor."""
        return self.values[factor.key, choice][samples.start - self.first : samples.stop - self.first]

    def earlier(self, index: int) -> Arrays | None:
        """Return what is kept of the block."""
        return self.kept


def block_inputs(plan: Plan, store: Store, index: int) -> BlockInputs:
    """Return what a worker without the store needs of it for a block."""
    samples = plan.grid.region(index)[-2]
    needed = {
        (factor.key, factor.choice(combination)): factor
        for combination in plan.grid.combinations(index)
        for factor in plan.factors
    }
    values = {(key, choice): store.factor_values(factor, choice, samples) for (key, choice), factor in needed.items()}
    return BlockInputs(values, samples.start, store.earlier(index))


@dataclass(frozen=True)
class Again:
    """A block that is to be run again.

    Parameters
    ----------
    unseen : bool
        Whether its worker does not see the store and was given nothing of it.
    lost : Future, optional
        The plan that it was given and that was lost with a worker.
    """

    unseen: bool = False
    lost: Any = None


def run_block(
    plan: Plan, index: int, handshake: Handshake, store: Store | None, inputs: BlockInputs | None, max_events: int
) -> tuple[BlockDone, Block | None] | Again:
    """Run a block in a worker; where it sees the store it writes there, else it returns the block.

    Raises
    ------
    LunarsimError
        If this worker has other versions or makes another plan.
    """
    if not verify_once(plan, handshake) and store is not None:
        return Again(unseen=True)
    with counted(key_of(plan.hash, index)) as counter:
        model = import_model(plan.model, max_events, counter)
        if store is None:
            assert inputs is not None
            block = Runner(plan, model, inputs).run(index)
            return BlockDone.of(block), block
        key = (f"{plan.hash} {getattr(store, 'path', '')}", max_events)
        if getattr(_OF_THREAD, "key", None) != key:
            _OF_THREAD.key, _OF_THREAD.runner = key, Runner(plan, model, store)
        _OF_THREAD.runner.model = model
        block = _OF_THREAD.runner.run(index)
        store.write(block)
        return BlockDone.of(block), None


def _verify_workers(client: Any, plan: Plan) -> None:
    """Compare all workers that are there and answer with this process; others follow in their first task."""
    wait = partial(client.wait_for_workers, 1, timeout=WORKERS_SECONDS)
    within(WORKERS_SECONDS + 1, wait, "the Dask cluster has no worker")
    here = expected_state(plan)
    for worker, state in on_all(client, worker_state, plan).items():
        state.refuse(worker, here)
