"""The executor ``dask``: blocks as tasks of a Dask cluster, our own or one at an address."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.block import Block, Runner
from lunarsim.study.executors import BlockDone
from lunarsim.study.factors import Factor
from lunarsim.study.fingerprint import plan_hash
from lunarsim.study.model import import_model
from lunarsim.study.places.naming import place_of
from lunarsim.study.places.place import METADATA
from lunarsim.study.plan import Plan
from lunarsim.study.processes import undisturbed_start
from lunarsim.study.provenance import versions
from lunarsim.study.runs import Arrays
from lunarsim.study.store import Store
from lunarsim.study.zarr_store import ZarrStore
from lunarsim.words.errors import Fault, InputError, LunarsimError

AHEAD = 3
"""Blocks per worker that are under way: one that it runs, and some that it finds ready then."""

Values = Mapping[tuple[str, tuple[int, ...]], NDArray[np.float64]]

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
        with self._client(min(self.workers, len(waiting))) as client:
            seen = _greet(client, plan, store)
            yield from self._run(client, plan, store, waiting, seen)

    def _run(
        self, client: Any, plan: Plan, store: Store, waiting: deque[int], seen: bool
    ) -> Generator[BlockDone, None, None]:
        import distributed
        from distributed.client import FutureCancelledError

        tools: Any = distributed

        (shared,) = client.scatter([plan], broadcast=True)
        where = store if seen else None

        def submit() -> Any:
            index = waiting.popleft()
            given = None if seen else _given(plan, store, index)
            return client.submit(run_block, shared, index, where, given, self.max_events, pure=False)

        under_way = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        tasks = tools.as_completed([submit() for _ in range(min(under_way, len(waiting)))], loop=client.loop)
        try:
            for task in tasks:
                done, block = task.result()
                if waiting:
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
        quiet = {"distributed.logging.distributed": "error", "distributed.worker.daemon": True}
        with dask.config.set(quiet):
            with undisturbed_start():
                cluster = tools.LocalCluster(
                    n_workers=max(workers, 1), threads_per_worker=1, processes=True, dashboard_address=None,
                    silence_logs=40,
                )  # fmt: skip
            with cluster, tools.Client(cluster, set_as_default=False) as client:
                yield client


@dataclass(frozen=True)
class Given:
    """What a worker that does not see the store is given of it for one block: factor values and what was run before."""

    values: Values
    first: int
    kept: Arrays | None

    def factor_values(self, factor: Factor, choice: tuple[int, ...], samples: slice) -> NDArray[np.float64]:
        """Return values of a factor."""
        return self.values[factor.key, choice][samples.start - self.first : samples.stop - self.first]

    def earlier(self, index: int) -> Arrays | None:
        """Return what is kept of the block."""
        return self.kept


def _given(plan: Plan, store: Store, index: int) -> Given:
    samples = plan.grid.region(index)[-2]
    needed = {
        (factor.key, factor.choice(combination)): factor
        for combination in plan.grid.combinations(index)
        for factor in plan.factors
    }
    values = {(key, choice): store.factor_values(factor, choice, samples) for (key, choice), factor in needed.items()}
    return Given(values, samples.start, store.earlier(index))


def run_block(
    plan: Plan, index: int, store: Store | None, given: Given | None, max_events: int
) -> tuple[BlockDone, Block | None]:
    """Run a block in a worker; where it sees the store it writes there, else it returns the block."""
    model = import_model(plan.model, max_events)
    if store is None:
        assert given is not None
        block = Runner(plan, model, given).run(index)
        return BlockDone.of(block), block
    key = (f"{plan.hash} {getattr(store, 'path', '')}", max_events)
    if getattr(_OF_THREAD, "key", None) != key:
        _OF_THREAD.key, _OF_THREAD.runner = key, Runner(plan, model, store)
    block = _OF_THREAD.runner.run(index)
    store.write(block)
    return BlockDone.of(block), None


@dataclass(frozen=True)
class Greeting:
    """What a worker says of itself."""

    versions: dict[str, str]
    hash: str
    sees: bool


def greeting(plan: Plan, path: str) -> Greeting:
    """Return a worker's versions, the hash that it gives to a plan, and whether it can write to the store."""
    model = import_model(plan.model)
    found = plan_hash(
        model=plan.model,
        variables=tuple(model.variables),
        axes=plan.axes,
        bases=plan.bases,
        factors=plan.factors,
        design=plan.design,
    )
    return Greeting(versions(), found, _sees(path, plan.hash))


def _sees(path: str, expected: str) -> bool:
    """Tell whether the store at a path or URL is there, is that of a plan, and can be written."""
    if not path:
        return False
    try:
        place = place_of(path)
        attrs = json.loads(place.read_text(METADATA) or "")["attributes"]
    except (OSError, ValueError, KeyError, LunarsimError):
        return False
    return bool(attrs.get("plan_hash") == expected and place.can_be_written())


def _greet(client: Any, plan: Plan, store: Store) -> bool:
    """Compare versions and plan with all workers; return whether all of them see the store."""
    path = str(store.path) if isinstance(store, ZarrStore) else ""
    try:
        client.wait_for_workers(1, timeout=30)
        answers: dict[str, Greeting] = client.run(greeting, plan, path)
    except (ImportError, AttributeError) as error:
        raise LunarsimError(f"a Dask worker cannot import what is to be run: {error}") from None
    except (OSError, TimeoutError) as error:
        raise LunarsimError(f"the Dask cluster has no worker that answers: {error}") from None
    mine = versions()
    for worker, answer in answers.items():
        other = [f"{name} {answer.versions.get(name)} (here {here})" for name, here in mine.items()
                 if answer.versions.get(name) != here]  # fmt: skip
        if other:
            raise LunarsimError(f"the Dask worker {worker} has {', '.join(other)}: results would not be the same")
        if answer.hash != plan.hash:
            raise LunarsimError(f"the Dask worker {worker} makes another plan: its lunarsim or libraries differ")
    return bool(path) and all(answer.sees for answer in answers.values())
