"""Connections to Dask: a scheduler at an address, or a cluster of our own, and what must not reach the screen."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any, TypeVar, cast

from lunarsim.study.run.undisturbed import undisturbed_start
from lunarsim.study.run.worker import SILENT_SECONDS
from lunarsim.words.errors import LunarsimError

CONNECT_SECONDS = 10.0
"""Time within which a scheduler must answer, from the first try to reach it to its saying what it is [s]."""

WORKERS_SECONDS = 30.0
"""Time within which a first worker must be there and answer [s]."""

CLOSE_SECONDS = 10.0
"""Time that the end of a connection or an own cluster may take [s]; what is left of it then ends with this process."""

LOOK_SECONDS = 1.0
"""Time between two looks at the workers [s]."""

RESTART_SECONDS = 30.0
"""Time that a nanny may take to put a new worker in the place of one [s]."""

LOST_SECONDS = 360.0
"""Silence of a worker without nanny after which the sweep ends [s]."""

LATE_SECONDS = 60.0
"""Time for which Dask is kept quiet after a cluster was lost [s]."""

_NONE_ANSWERS = "the Dask cluster has no worker that answers"

T = TypeVar("T")

_LOUD = ("distributed", "tornado", "asyncio", "bokeh")
"""Loggers that, with those below them, write to the screen what this process says in one line."""

_OWN_CLUSTER = {
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


@contextmanager
def connected(address: str, workers: int) -> Iterator[Any]:
    """Give a client of the scheduler at an address or, without address, of an own cluster of some workers.

    Raises
    ------
    LunarsimError
        If no scheduler answers in time.
    """
    with quiet(), ExitStack() as stack:
        yield _client_at(address, stack) if address else _client_here(workers, stack)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the logs of Dask and what it stands on from the screen: its losses end in one message of ours."""
    # Some of them are given levels of their own, when the package is imported.
    import distributed  # noqa: F401

    loggers = [logging.getLogger(name) for name in (*_LOUD, *logging.root.manager.loggerDict)
               if name.partition(".")[0] in _LOUD]  # fmt: skip
    before = [logger.level for logger in loggers]

    def restore() -> None:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)

    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except BaseException:
        # A connection that was lost is tried again in the background for half a minute, and complains after that.
        late = threading.Timer(LATE_SECONDS, restore)
        late.daemon = True
        late.start()
        raise
    else:
        restore()


def _client_at(address: str, stack: ExitStack) -> Any:
    import distributed

    tools: Any = distributed
    within(CONNECT_SECONDS, lambda: _ask(address), f"executor.address: no Dask scheduler answers at {address}")

    def connect() -> Any:
        with warnings.catch_warnings():
            # Versions are compared by ourselves, as far as results rest on them.
            warnings.simplefilter("ignore")
            return tools.Client(address, timeout=f"{CONNECT_SECONDS:g}s", set_as_default=False)

    client = within(2 * CONNECT_SECONDS, connect, f"executor.address: the Dask scheduler at {address} takes no client")
    stack.callback(_close, client)
    return client


def _client_here(workers: int, stack: ExitStack) -> Any:
    import dask
    import distributed

    tools: Any = distributed
    stack.enter_context(dask.config.set(_OWN_CLUSTER))
    with undisturbed_start(), warnings.catch_warnings():
        # Another cluster may have the port of the dashboard that this one does not have.
        warnings.filterwarnings("ignore", message="Port \\d+ is already in use")
        cluster = tools.LocalCluster(
            n_workers=max(workers, 1), threads_per_worker=1, processes=True, dashboard_address=None,
            silence_logs=logging.CRITICAL + 1,
        )  # fmt: skip
        stack.callback(_close, cluster)
    client = tools.Client(cluster, set_as_default=False)
    stack.callback(_close, client)
    return client


def _close(closable: Any) -> None:
    """Close a client or cluster, for a limited time and without a word: what counts was said before."""
    with suppress(LunarsimError):
        within(CLOSE_SECONDS, lambda: closable.close(timeout=CLOSE_SECONDS / 2), "")


def _ask(address: str) -> None:
    """Ask what stands at an address whether it is a scheduler; raises what goes wrong on the way."""
    from distributed import comm, security

    tools: Any = comm
    secured = cast(Any, security).Security().get_connection_args("client")

    async def ask() -> None:
        peer = await tools.connect(address, timeout=0.9 * CONNECT_SECONDS, deserialize=False, **secured)
        try:
            await peer.write({"op": "identity", "reply": True})
            kind = dict(await peer.read()).get("type")
        finally:
            peer.abort()
        if kind != "Scheduler":
            raise ConnectionError(f"what answers there is a {kind}")

    # Opened for this question alone: its loop ends with it.
    asyncio.run(asyncio.wait_for(ask(), CONNECT_SECONDS))


def within(seconds: float, act: Callable[[], Any], problem: str) -> Any:
    """Return what a function gives, if it does so in time; Dask has several limits, and waits without any, too.

    Raises
    ------
    LunarsimError
        With the problem and its cause, if it fails or is not done in time; it is then left alone in its thread.
    """
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((act(), None))
        except BaseException as error:
            outcome.append((None, error))

    thread = threading.Thread(target=run, name="dask-limited", daemon=True)
    thread.start()
    thread.join(seconds + 1)
    if not outcome:
        raise LunarsimError(f"{problem}: nothing is said within {seconds:g} s")
    result, error = outcome[0]
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        raise LunarsimError(f"{problem}: nothing is said within {seconds:g} s") from None
    if error is not None:
        raise LunarsimError(f"{problem}: {reason(error)}") from None
    return result


def reason(error: BaseException) -> str:
    """Return the last cause of an error, in a line."""
    while (cause := error.__cause__) is not None:
        error = cause
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


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
    """

    def __init__(self, client: Any) -> None:
        self._client = client
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
        workers = within(SILENT_SECONDS, ask, "the Dask scheduler does not answer")["workers"]
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
