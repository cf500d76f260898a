"""The lock of a sweep at a URL: a record that its holder refreshes, and that others may take over when it is stale.

Object stores have no locks, but all of them can create an object only where there is none. So each holder creates the
record of the next number, ``sweep.lock/000001.json`` and on: of several that would take over a stale one, the store
lets one succeed, and whoever finds a higher number than its own knows that it holds the lock no more. That needs no
conditional update, which files and some makes of S3 do not have. The last record stays, marked as released, so that
numbers never begin again.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.study.store.lock import LOCK, Holder
from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    from lunarsim.study.store.places.url import UrlPlace

PERIOD_SECONDS = 5.0
"""Time between two signs of life."""

STALE_AFTER = 6
"""Periods without a sign of life after which a record may be stale."""

MOST_PROCESSES = 2**31
"""Above the number of any process."""

_GONE = "another process, which is done by now"

LONGEST_PERIOD = 60.0
"""Of a record that was written elsewhere; it says how long we watch it."""


@dataclass(frozen=True)
class Record:
    """What a holder says of itself.

    Parameters
    ----------
    holder : Holder
        The process.
    machine : str
        What tells its machine, since its start, and its space of process numbers from all others; may be empty.
    period : float
        Time between its signs of life [s].
    beat : float
        Its clock at the last one [s].
    beats : int
        Their number.
    released : bool
        Whether it has let go.
    """

    holder: Holder
    machine: str
    period: float
    beat: float
    beats: int = 0
    released: bool = False

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Record:
        """Return it from JSON; raises ValueError, TypeError or KeyError where it is none."""
        plain: dict[str, Any] = json.loads(text)
        holder = Holder(**plain.pop("holder"))
        period, beat = float(plain.pop("period")), float(plain.pop("beat"))
        if not (isinstance(holder.pid, int) and 0 < holder.pid < MOST_PROCESSES and period > 0 and math.isfinite(beat)):
            raise ValueError(f"pid {holder.pid!r}, period {period}, beat {beat}")
        return cls(holder, period=min(period, LONGEST_PERIOD), beat=beat, **plain)

    @property
    def silent_seconds(self) -> float:
        """Time since the last sign of life, as far as the two clocks agree."""
        return time.time() - self.beat

    def has_ended(self) -> bool:
        """Tell whether it was a process of this machine, of which none is left."""
        if not self.machine or self.machine != this_machine():
            return False
        try:
            os.kill(self.holder.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


class Lease:
    """The lock, while it is held; workers get a copy that can check it.

    Parameters
    ----------
    place : UrlPlace
        Where the records stand.
    number : int
        That of its own record.
    record : Record
        Its first state.
    stale : Holder or None
        Who held it before and went without letting go.
    """

    def __init__(self, place: UrlPlace, number: int, record: Record, stale: Holder | None = None) -> None:
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
            self._lost = self._told(numbers)
        raise StoreError(self._lost)

    def _told(self, numbers: Sequence[int]) -> str:
        said = "its record was removed"
        if numbers and numbers[-1] > self._number:
            said = f"taken over by {_holder(self._place, numbers[-1])}, while this one was silent"
        return f"the lock of {self._place.parent} is lost, {said}; nothing more is written"

    def begin(self) -> None:
        """Begin to give signs of life."""
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

    def end(self) -> None:
        """Let go."""
        if self._ending is not None and self._thread is not None:
            self._ending.set()
            self._thread.join(self._record.period)
        # What cannot be marked as released now is stale soon.
        with suppress(StoreError):
            self.check()
            self._sign(released=True)


@contextmanager
def leased(folder: UrlPlace, command: Sequence[str]) -> Iterator[Lease]:
    """Hold the lock of a sweep at a URL.

    Raises
    ------
    StoreError
        At once, if another process holds it, or if the store cannot be written. Where a record seems to be stale, it is
        watched for two periods first: clocks may differ.
    """
    lease = _taken(folder, command)
    try:
        lease.begin()
        yield lease
    finally:
        lease.end()


def _taken(folder: UrlPlace, command: Sequence[str]) -> Lease:
    place = folder.child(LOCK)
    numbers = _numbers(place)
    last = numbers[-1] if numbers else 0
    before = _read(place, last) if last else None
    if before is not None and not before.released:
        _refuse_the_living(folder, last, before)
    record = Record(Holder.here(command), this_machine(), PERIOD_SECONDS, time.time())
    number = last + 1
    if not _create(place, number, record):
        raise _lost_to(folder, number)
    # Whoever was slow may have created a number that others had long left behind.
    newer = [found for found in _numbers(place) if found > number]
    if newer:
        place.remove(_name(number))
        raise _lost_to(folder, newer[-1])
    for old in numbers:
        place.remove(_name(old))
    return Lease(place, number, record, before.holder if before is not None and not before.released else None)


def _refuse_the_living(folder: UrlPlace, number: int, record: Record) -> None:
    """Raise StoreError unless the holder of a record is gone."""
    if record.has_ended():
        return
    patience = record.period * STALE_AFTER
    silent = record.silent_seconds
    if abs(silent) <= patience:
        rest = f"its last sign of life is {max(silent, 0):.0f} s old; if it was killed, try again in {patience:.0f} s"
        raise StoreError(f"{folder} is being written by {record.holder}; {rest}")
    time.sleep(2 * record.period)
    now = _read(folder.child(LOCK), number)
    if now is not None and now.beats != record.beats and not now.released:
        raise StoreError(f"{folder} is being written by {record.holder}, whose clock differs by {abs(silent):.0f} s")


def _create(place: UrlPlace, number: int, record: Record) -> bool:
    try:
        return place.create(_name(number), record.text())
    except place.errors as error:
        raise StoreError(f"{place.parent} cannot be written: {place.why_unwritten(error)}") from error


def _numbers(place: UrlPlace) -> list[int]:
    """Return the numbers of all records, in order."""
    stems = [name.removesuffix(".json") for name in place.names() if name.endswith(".json")]
    return sorted(int(stem) for stem in stems if stem.isdecimal())


def _name(number: int) -> str:
    return f"{number:06}.json"


def _read(place: UrlPlace, number: int) -> Record | None:
    """Return a record, or None if it is gone."""
    text = place.read_text(_name(number))
    if text is None:
        return None
    try:
        return Record.read(text)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        problem = "is no record of a lock; if no process writes there, remove it"
        raise StoreError(f"{place.child(_name(number))} {problem}") from error


def _lost_to(folder: UrlPlace, number: int) -> StoreError:
    """Return what to say where another process was faster, of which nothing may be left by now."""
    holder = _holder(folder.child(LOCK), number)
    if holder == _GONE:
        return StoreError(f"{folder} was written by {_GONE}; try again")
    return StoreError(f"{folder} is being written by {holder}")


def _holder(place: UrlPlace, number: int) -> str:
    """Return who holds the lock by a record; who has let go or ended is not named, lest somebody look for it."""
    record = _read(place, number)
    if record is None:
        return "another process"
    return _GONE if record.released or record.has_ended() else str(record.holder)


def this_machine() -> str:
    """Return what tells this machine since its start, and this space of process numbers, from others, or "" unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""
