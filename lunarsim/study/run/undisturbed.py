"""Starting processes that no signal of the terminal reaches."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import ModuleType


@contextmanager
def undisturbed_start() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach and that do not import the main module.

    The parent answers Ctrl-C for all; a signal that comes while they start waits for the end of the block. Spawned
    processes import the main module to find what they are given; ours get all by name. So a script or notebook cell
    needs no ``if __name__ == "__main__"``, and the command line is not imported once per worker.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    masked = hasattr(signal, "pthread_sigmask")
    if masked:
        # Processes inherit the mask. It would be lifted where this one is started.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if masked:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
