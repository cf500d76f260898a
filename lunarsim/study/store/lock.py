"""The lock of a sweep's folder: one process writes to a dataset, and a second one is refused and learns which."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from lunarsim.words.errors import StoreError

LOCK, HOLDER = "sweep.lock", "sweep.holder.json"
"""The file that the system locks, and the record of who holds it, which stands beside it as long as it is held."""


@dataclass(frozen=True)
class Holder:
    """A process that writes to a sweep.

    Parameters
    ----------
    pid, host
        Where it runs.
    start : str
        When it started to write, ISO.
    command : str
        Its command line.
    """

    pid: int
    host: str
    start: str
    command: str

    @classmethod
    def here(cls, command: Sequence[str]) -> Holder:
        """Return this process."""
        start = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        return cls(os.getpid(), socket.gethostname(), start, shlex.join(command))

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.start}: {self.command}"


@contextmanager
def locked(folder: Path, command: Sequence[str]) -> Iterator[Holder | None]:
    """Hold the lock of a sweep's folder; gives the holder that was killed before it let go, or None.

    The system frees the lock of a process that has ended, however it ended: so a record without a lock is stale.

    Raises
    ------
    StoreError
        At once, if another process holds it, or if the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(f"{folder} is being written by {_holder(folder) or 'another process'}") from None
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}") from error
    record = folder / HOLDER
    try:
        stale = _holder(folder)
        try:
            record.write_text(json.dumps(asdict(Holder.here(command)), ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            raise StoreError(f"{folder} cannot be written: {error.strerror or error}") from error
        yield stale
    finally:
        record.unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> Holder | None:
    """Return who is on record, if the record can be read: it may be written at this moment."""
    try:
        return Holder(**json.loads((folder / HOLDER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
