"""The lock of a sweep at a URL: a record that its holder refreshes, and that others may take over when it is stale.

Object stores have no locks, but all of them can create an object only where there is none. So each holder creates the
record of the next number, ``sweep.lock/000001.json`` and on: of several that would take over a stale one, the store
lets one succeed, and whoever finds a higher number than its own knows that it holds the lock no more. That needs no
conditional update, which files and some makes of S3 do not have. The last record stays, marked as released, so that
numbers never start again.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from lunarsim.study.store.lock import LOCK, Holder
from lunarsim.study.store.places.lease_record import Record, this_machine
from lunarsim.words.errors import StoreError

PERIOD_SECONDS = 5.0
"""Time between two signs of life."""

STALE_AFTER = 6
"""Periods without a sign of life after which a record may be stale."""

_GONE = "another process, which is done by now"


class ObjectPlace(Protocol):
    """What a lease needs of the place that its records stand at; as text, its name for messages."""

    @property
    def parent(self) -> ObjectPlace:
        """The place above it."""
        ...

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What is raised where it cannot be read or written."""
        ...

    def describe_write_error(self, error: Exception) -> str:
        """Say in a few words why something could not be written."""
        ...

    def child(self, name: str) -> ObjectPlace:
        """Return the place of a name below it."""
        ...

    def names(self) -> list[str]:
        """Return the names of the objects right below it."""
        ...

    def create(self, name: str, text: str) -> bool:
        """Put an object that must not exist yet; return whether it did not."""
        ...

    def read_text(self, name: str) -> str | None:
        """Return the content of an object, or None if there is none."""
        ...

    def write_text(self, name: str, text: str) -> None:
        """Put an object, in place of one that has the name."""
        ...

    def remove(self, name: str) -> None:
        """Remove an object, if it exists and may be removed."""
        ...


class Lease:
    """The lock, while it is held; workers get a copy that can check it.

    Parameters
    ----------
    place : ObjectPlace
        Where the records stand.
    number : int
        That of its own record.
    record : Record
        Its first state.
    stale : Holder or None
        Who held it before and went without letting go.
    """

    def __init__(self, place: ObjectPlace, number: int, record: Record, stale: Holder | None = None) -> None:
        self.stale = stale
        self._place = place
        self._number = number
        self._record = record
        self._lost = ""
        self._ending: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_ending": None, "_thread": None}

    def check(self) -> None:
        """Look whether the own record is still the last one.

        Raises
        ------
        StoreError
            If it is not, or the store cannot be read.
        """
        if not self._lost:
            numbers = _numbers(self._place)
            if numbers and numbers[-1] == self._number:
                return
            self._lost = self._loss_message(numbers)
        raise StoreError(self._lost)

    def _loss_message(self, numbers: Sequence[int]) -> str:
        reason = "its record was removed"
        if numbers and numbers[-1] > self._number:
            reason = f"taken over by {_holder(self._place, numbers[-1])}, while this one was silent"
        return f"the lock of {self._place.parent} is lost, {reason}; nothing more is written"

    def start(self) -> None:
        """Start to give signs of life."""
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._beat, args=(self._ending,), name="lease", daemon=True)
        self._thread.start()

    def _beat(self, ending: threading.Event) -> None:
        while not ending.wait(self._record.period):
            # A store that does not answer now may do so next time; until then, whoever writes checks for itself.
            with suppress(StoreError):
                self.check()
                self._sign()
            if self._lost:
                return

    def _sign(self, released: bool = False) -> None:
        record = self._record
        self._record = dataclasses.replace(record, beat=time.time(), beats=record.beats + 1, released=released)
        self._place.write_text(_name(self._number), self._record.text())

    def release(self) -> None:
        """Let go."""
        if self._ending is not None and self._thread is not None:
            self._ending.set()
            self._thread.join(self._record.period)
        # What cannot be marked as released now is stale soon.
        with suppress(StoreError):
            self.check()
            self._sign(released=True)


@contextmanager
def leased(folder: ObjectPlace, command: Sequence[str]) -> Iterator[Lease]:
    """Hold the lock of a sweep at a URL.

    Raises
    ------
    StoreError
        At once, if another process holds it, or if the store cannot be written. Where a record seems to be stale, it is
        watched for two periods first: clocks may differ.
    """
    lease = acquire(folder, command)
    try:
        lease.start()
        yield lease
    finally:
        lease.release()


def acquire(folder: ObjectPlace, command: Sequence[str]) -> Lease:
    """Take the lock of a sweep at a URL; the lease gives no signs of life yet.

    Raises
    ------
    StoreError
        As :func:`leased` does.
    """
    place = folder.child(LOCK)
    numbers = _numbers(place)
    last = numbers[-1] if numbers else 0
    before = _read(place, last) if last else None
    if before is not None and not before.released:
        _refuse_if_alive(folder, last, before)
    record = Record(Holder.here(command), this_machine(), PERIOD_SECONDS, time.time())
    number = last + 1
    if not create_record(place, number, record):
        raise _lost_to(folder, number)
    # Whoever was slow may have created a number that others had long left behind.
    newer = [other for other in _numbers(place) if other > number]
    if newer:
        place.remove(_name(number))
        raise _lost_to(folder, newer[-1])
    for old in numbers:
        place.remove(_name(old))
    return Lease(place, number, record, before.holder if before is not None and not before.released else None)


def _refuse_if_alive(folder: ObjectPlace, number: int, record: Record) -> None:
    """Raise StoreError unless the holder of a record is gone."""
    if record.has_ended():
        return
    limit = record.period * STALE_AFTER
    silent = record.silent_seconds
    if abs(silent) <= limit:
        rest = f"its last sign of life is {max(silent, 0):.0f} s old; if it was killed, try again in {limit:.0f} s"
        raise StoreError(f"{folder} is being written by {record.holder}; {rest}")
    time.sleep(2 * record.period)
    now = _read(folder.child(LOCK), number)
    if now is not None and now.beats != record.beats and not now.released:
        raise StoreError(f"{folder} is being written by {record.holder}, whose clock differs by {abs(silent):.0f} s")


def create_record(place: ObjectPlace, number: int, record: Record) -> bool:
    """Create the record of a number; return whether no other process did before."""
    try:
        return place.create(_name(number), record.text())
    except place.errors as error:
        raise StoreError(f"{place.parent} cannot be written: {place.describe_write_error(error)}") from error


def _numbers(place: ObjectPlace) -> list[int]:
    """Return the numbers of all records, in order."""
    stems = [name.removesuffix(".json") for name in place.names() if name.endswith(".json")]
    return sorted(int(stem) for stem in stems if stem.isdecimal())


def _name(number: int) -> str:
    return f"{number:06}.json"


def _read(place: ObjectPlace, number: int) -> Record | None:
    """Return a record, or None if it is gone."""
    text = place.read_text(_name(number))
    if text is None:
        return None
    try:
        return Record.read(text)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        problem = "is not the record of a lock; if no process writes there, remove it"
        raise StoreError(f"{place.child(_name(number))} {problem}") from error


def _lost_to(folder: ObjectPlace, number: int) -> StoreError:
    """Return what to say where another process was faster, of which nothing may be left by now."""
    holder = _holder(folder.child(LOCK), number)
    if holder == _GONE:
        return StoreError(f"{folder} was written by {_GONE}; try again")
    return StoreError(f"{folder} is being written by {holder}")


def _holder(place: ObjectPlace, number: int) -> str:
    """Return who holds the lock by a record; who has let go or ended is not named, lest somebody look for it."""
    record = _read(place, number)
    if record is None:
        return "another process"
    return _GONE if record.released or record.has_ended() else str(record.holder)
