"""The executor ``dask``: blocks as tasks of a Dask cluster, our own or one at an address."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Arrays, Block
from lunarsim.study.model.interface import import_model
from lunarsim.study.request.factors import Factor
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.run.executors import BlockDone
from lunarsim.study.run.handshake import Handshake, WorkerState, handshake_of, verify_once, worker_state
from lunarsim.study.run.processes import undisturbed_start
from lunarsim.study.store.memory import Store
from lunarsim.words.errors import Fault, InputError, LunarsimError

AHEAD = 3
"""Blocks per worker that are under way: one that it runs, and some that it finds ready then."""

FactorValues = Mapping[tuple[str, tuple[int, ...]], NDArray[np.float64]]

_OWN_CLUSTER = {
    "distributed.logging.distributed": "error",
    "distributed.worker.daemon": True,
    # Nobody looks at the profiles and diagrams of a cluster without a dashboard; taking them costs a twentieth, as each
    # takes the interpreter away from the run.
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
    # Dask has its workers give back all memory at once, which costs a sweep half a million page faults. It sets such
    # variables in this process, too, where they have no effect, as it runs already.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 2**28,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 2**25,
}

_OF_THREAD = threading.local()
"""The runner of each thread of this worker: an open store, and verdicts that later blocks need again."""


@dataclass(frozen=True)
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

    def __post_init__(self) -> None:
        if find_spec("distributed") is None:
            problem = "dask needs the package distributed; install it with: pip install 'lunarsim[dask]'"
            raise InputError([Fault("executor", problem)])

    def __call__(self, plan: Plan, store: Store, blocks: Iterable[int]) -> Generator[BlockDone, None, None]:
        """Run the blocks; workers that see the store write to it, for the others this process does.

        Raises
        ------
        LunarsimError
            If no scheduler answers, if workers have other versions or another plan, or die again and again in a block.
        """
        waiting = deque(blocks)
        # A task whose worker is lost is run again by another one: what the first one stored is taken over.
        store.continued = True
        with self._client(min(self.workers, len(waiting))) as client, handshake_of(store) as handshake:
            visible = _verify_workers(client, plan, handshake)
            yield from self._run(client, plan, store, waiting, handshake, visible)

    def _run(
        self, client: Any, plan: Plan, store: Store, waiting: deque[int], handshake: Handshake, visible: bool
    ) -> Generator[BlockDone, None, None]:
        import distributed
        from distributed.client import FutureCancelledError

        tools: Any = distributed

        (shared,) = client.scatter([plan], broadcast=True)

        def submit() -> Any:
            index = waiting.popleft()
            where, inputs = (store, None) if visible else (None, block_inputs(plan, store, index))
            return client.submit(run_block, shared, index, handshake, where, inputs, self.max_events, pure=False)

        def workers() -> int:
            return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))

        count = workers()
        # The last blocks go to who is free first: one that waits behind another would keep the sweep from its end.
        first = min(len(waiting), max(count, min(AHEAD * count, len(waiting) - count)))
        tasks = tools.as_completed([submit() for _ in range(first)], loop=client.loop)
        try:
            for task in tasks:
                result = task.result()
                if isinstance(result, StoreNotVisible):
                    # A worker came late and does not see the store: from now on blocks come back to this process.
                    visible = False
                    waiting.appendleft(result.index)
                    tasks.add(submit())
                    continue
                done, block = result
                count = workers()
                if len(waiting) > count or (waiting and tasks.count() < count):
                    tasks.add(submit())
                if block is not None:
                    store.write(block)
                yield done
        except tools.KilledWorker as error:
            raise LunarsimError(f"Dask workers ended unexpectedly, one after the other, in a block: {error}") from None
        except (FutureCancelledError, OSError) as error:
            raise LunarsimError(f"the Dask cluster is lost: {error}") from None

    @contextmanager
    def _client(self, workers: int) -> Iterator[Any]:
        import dask
        import distributed

        tools: Any = distributed
        if self.address:
            try:
                client = tools.Client(self.address, timeout="10s", set_as_default=False)
            except (OSError, ValueError, TimeoutError) as error:
                problem = f"executor.address: no Dask scheduler answers at {self.address}: {error}"
                raise LunarsimError(problem) from None
            with client:
                yield client
            return
        with dask.config.set(_OWN_CLUSTER):
            with undisturbed_start():
                cluster = tools.LocalCluster(
                    n_workers=max(workers, 1), threads_per_worker=1, processes=True, dashboard_address=None,
                    silence_logs=40,
                )  # fmt: skip
            with cluster, tools.Client(cluster, set_as_default=False) as client:
                yield client


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
class StoreNotVisible:
    """A block that a worker could not run, since it does not see the store and was given nothing of it."""

    index: int


def run_block(
    plan: Plan, index: int, handshake: Handshake, store: Store | None, inputs: BlockInputs | None, max_events: int
) -> tuple[BlockDone, Block | None] | StoreNotVisible:
    """Run a block in a worker; where it sees the store it writes there, else it returns the block.

    Raises
    ------
    LunarsimError
        If this worker has other versions or makes another plan.
    """
    if not verify_once(plan, handshake) and store is not None:
        return StoreNotVisible(index)
    model = import_model(plan.model, max_events)
    if store is None:
        assert inputs is not None
        block = Runner(plan, model, inputs).run(index)
        return BlockDone.of(block), block
    key = (f"{plan.hash} {getattr(store, 'path', '')}", max_events)
    if getattr(_OF_THREAD, "key", None) != key:
        _OF_THREAD.key, _OF_THREAD.runner = key, Runner(plan, model, store)
    block = _OF_THREAD.runner.run(index)
    store.write(block)
    return BlockDone.of(block), None


def _verify_workers(client: Any, plan: Plan, handshake: Handshake) -> bool:
    """Compare versions and plan with all workers that are there; return whether all of them see the store."""
    try:
        client.wait_for_workers(1, timeout=30)
        answers: dict[str, WorkerState] = client.run(worker_state, plan, handshake)
    except (ImportError, AttributeError) as error:
        raise LunarsimError(f"a Dask worker cannot import what is to be run: {error}") from None
    except (OSError, TimeoutError) as error:
        raise LunarsimError(f"the Dask cluster has no worker that answers: {error}") from None
    for worker, each in answers.items():
        each.refuse(worker, handshake, plan)
    return bool(handshake.path) and all(each.sees_store for each in answers.values())
