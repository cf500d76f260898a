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
from typing import Any

from lunarsim.scenario.regular_files import check_name, read_regular, write_bytes
from lunarsim.words.errors import StoreError

LOCK, HOLDER = "sweep.lock", "sweep.holder.json"
"""The file that the system locks, and the record of who holds it, which stands beside it as long as it is held."""

LONGEST_RECORD = 1_000_000
"""Size of a record [bytes]: a command line may be long."""

PROCESS_ID_LIMIT = 2**31
"""Above the identifier of any process."""


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
        check_name(folder / LOCK)
        lock.acquire()
    except Timeout:
        raise StoreError(f"{folder} is being written by {_holder(folder) or 'another process'}") from None
    except OSError as error:
        raise StoreError(f"{folder / LOCK} cannot be written: {error.strerror or error}") from error
    try:
        stale = _holder(folder)
        record = _recorded(folder, Holder.here(command))
        try:
            yield stale
        finally:
            record.unlink(missing_ok=True)
    finally:
        lock.release()


def writer(folder: Path) -> Holder | None:
    """Return who is writing to the sweep of a folder as far as its record says, None where nobody is.

    The lock itself is not tried, which for a moment would keep others from it. Of a process of this computer it is
    known whether it still runs.
    """
    holder = _holder(folder)
    if holder is not None and holder.host == socket.gethostname():
        try:
            os.kill(holder.pid, 0)
        except ProcessLookupError:
            return None
        except OSError:
            pass  # it runs, under another user
    return holder


def _recorded(folder: Path, holder: Holder) -> Path:
    """Write the record of a holder; return its path."""
    record = folder / HOLDER
    # A command line may hold bytes that are no text; as JSON they are escaped.
    text = json.dumps(asdict(holder), ensure_ascii=False).encode("utf-8", "backslashreplace")
    try:
        write_bytes(record, text)
    except OSError as error:
        raise StoreError(f"{record} cannot be written: {error.strerror or error}") from error
    return record


def _holder(folder: Path) -> Holder | None:
    """Return who is on record, if the record can be read: it may be written at this moment."""
    try:
        return read_holder(json.loads(read_regular(folder / HOLDER, LONGEST_RECORD, links=False)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def read_holder(plain: Any) -> Holder:
    """Return a holder from plain data; raises ValueError or TypeError where it is none."""
    holder = Holder(**plain)
    texts = (holder.host, holder.start, holder.command)
    if not (type(holder.pid) is int and 0 < holder.pid < PROCESS_ID_LIMIT and all(type(text) is str for text in texts)):
        raise ValueError(f"{plain!r:.200} is not a record of a process")
    return holder
