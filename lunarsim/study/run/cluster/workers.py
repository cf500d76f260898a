"""The workers of a Dask cluster: what all of them are asked, and whether they give signs of life."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar, cast

from lunarsim.study.run.cluster.time_limits import reason, within
from lunarsim.study.run.worker import SILENT_SECONDS
from lunarsim.words.errors import LunarsimError

WORKERS_SECONDS = 30.0
"""Time within which a first worker must be there and answer [s]."""

LOOK_SECONDS = 1.0
"""Time between two looks at the workers [s]."""

RESTART_SECONDS = 30.0
"""Time that a nanny may take to put a new worker in the place of one [s]."""

LOST_SECONDS = 360.0
"""Silence of a worker without nanny after which the sweep ends [s]."""

_NONE_ANSWERS = "the Dask cluster has no worker that answers"

T = TypeVar("T")


def on_all(client: Any, function: Callable[..., T], *given: Any) -> dict[str, T]:
    """Return what a function gives on each worker that answers in time, by address; wait while none is there.

    Raises
    ------
    LunarsimError
        If no worker answers, or one cannot run the function.
    """
    from distributed import comm

    lost = (cast(Any, comm).CommClosedError, ConnectionError, TimeoutError)

    async def ask(workers: Iterable[str], seconds: float) -> dict[str, Any]:
        # One by one: a question to all at once would wait for those that are silent.
        run = partial(client.run, function, *given, on_error="return")
        asked = {worker: asyncio.ensure_future(run(workers=[worker])) for worker in workers}
        _, silent = await asyncio.wait(asked.values(), timeout=seconds)
        for question in silent:
            question.cancel()
        answered = {worker: question for worker, question in asked.items() if question not in silent}
        return {worker: question.exception() or question.result()[worker] for worker, question in answered.items()}

    def ask_workers(seconds: float) -> dict[str, Any]:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        return client.sync(ask, list(workers), seconds) if workers else {}

    answers: dict[str, Any] = {}
    end = time.monotonic() + WORKERS_SECONDS
    while not answers and (left := end - time.monotonic()) > 0:
        for worker, answer in within(left + 5, partial(ask_workers, left), _NONE_ANSWERS).items():
            if isinstance(answer, lost) or type(answer) is OSError:
                continue
            if isinstance(answer, LunarsimError):
                raise answer
            if isinstance(answer, BaseException):
                raise LunarsimError(f"the Dask worker {worker} cannot import what is to be run: {reason(answer)}")
            answers[worker] = answer
        if not answers:
            time.sleep(LOOK_SECONDS / 10)
    if not answers:
        raise LunarsimError(f"{_NONE_ANSWERS}: nothing is said within {WORKERS_SECONDS:g} s")
    return answers


class Watch:
    """Looks whether the workers of a cluster give signs of life; a silent one is restarted where it has a nanny.

    Time counts only while this process looks, so that a break of the whole computer is no silence.

    Parameters
    ----------
    client : Client
        The client of the cluster.

    Attributes
    ----------
    workers : mapping
        What the scheduler knew of each worker at the last look.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self.workers: Mapping[str, Any] = {}
        self._looked = time.monotonic()
        self._count = 0
        self._none_seconds = 0.0
        self._silence: dict[str, tuple[float, float]] = {}

    def look(self) -> int:
        """Return the number of workers, at least 1; looks once a second.

        Raises
        ------
        LunarsimError
            If the scheduler or all workers are lost, or a worker is silent that cannot be restarted.
        """
        now = time.monotonic()
        passed = now - self._looked
        if self._count and passed < LOOK_SECONDS:
            return self._count
        self._looked = now
        passed = min(passed, 2 * LOOK_SECONDS)
        ask = partial(self._client.scheduler_info, n_workers=-1)
        self.workers = workers = within(SILENT_SECONDS, ask, "the Dask scheduler does not answer")["workers"]
        self._none_seconds = 0.0 if workers else self._none_seconds + passed
        if self._none_seconds > SILENT_SECONDS:
            raise LunarsimError(f"the Dask cluster has had no worker for {SILENT_SECONDS:g} s")
        before, self._silence = self._silence, {}
        for address, worker in workers.items():
            seen, silent = before.get(address, (None, 0.0))
            silent = silent + passed if seen == worker["last_seen"] else 0.0
            self._silence[address] = (worker["last_seen"], silent)
            if silent > SILENT_SECONDS:
                self._replace(address, worker, silent)
        self._count = max(1, len(workers))
        return self._count

    def _replace(self, address: str, worker: Mapping[str, Any], silent: float) -> None:
        if worker.get("nanny"):
            restart = partial(self._client.restart_workers, [address], timeout=RESTART_SECONDS, raise_for_error=False)
            with suppress(LunarsimError):
                within(RESTART_SECONDS, restart, "")
        elif silent > LOST_SECONDS:
            # The scheduler itself drops such a worker after five minutes, if its settings are Dask's own.
            raise LunarsimError(f"the Dask worker {address} has given no sign of life for {silent:.0f} s")
