"""Connections to Dask: a scheduler at an address, or a cluster of our own, and what must not reach the screen."""

from __future__ import annotations

import asyncio
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, cast

from lunarsim.study.run.cluster.time_limits import within
from lunarsim.study.run.undisturbed import undisturbed_start
from lunarsim.words.errors import LunarsimError

CONNECT_SECONDS = 10.0
"""Time within which a scheduler must answer, from the first try to reach it to its saying what it is [s]."""

CLOSE_SECONDS = 10.0
"""Time that the end of a connection or an own cluster may take [s]; what is left of it then ends with this process."""

LATE_SECONDS = 60.0
"""Time for which Dask is kept quiet after a cluster was lost [s]."""

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
