"""Places at URLs: objects whose names begin alike, read and written through the package obstore."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.scenario.regular_files import check_name, files_below
from lunarsim.study.store.places.address import Address
from lunarsim.study.store.places.client import client, in_words, is_missing_bucket
from lunarsim.study.store.places.lease import Lease, leased
from lunarsim.study.store.places.place import HeldLock
from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    from zarr.storage import StorePath

LOG_SECONDS = 30.0
"""An object cannot grow: the log is replaced after this time, and at the end."""

PROBE = "sweep.probe"
"""Object by which a process finds out whether it may write; it is removed at once."""


@dataclass(frozen=True)
class UrlPlace:
    """What stands below a URL."""

    address: Address

    def __str__(self) -> str:
        return str(self.address)

    @property
    def path(self) -> str:
        """The URL."""
        return str(self.address)

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.address.key.rpartition("/")[2]

    @property
    def parent(self) -> UrlPlace:
        """The URL above this one."""
        return UrlPlace(self.address.parent)

    @property
    def shared(self) -> bool:
        """Whether other processes see the same: all but memory."""
        return self.address.scheme != "memory"

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the package raises, beside errors of the system."""
        from obstore.exceptions import BaseError

        return (OSError, BaseError)

    def describe_write_error(self, error: Exception) -> str:
        """Say why something could not be written."""
        return in_words(error)

    def describe_read_error(self, error: Exception) -> str:
        """Say why something could not be read."""
        from zarr.errors import NodeNotFoundError

        if isinstance(error, NodeNotFoundError):
            return "no complete sweep is there: it was never made, or its making was cut short"
        return getattr(error, "strerror", None) or in_words(error)

    def child(self, name: str) -> UrlPlace:
        """Return what has a name below it."""
        return UrlPlace(self.address.child(name))

    def make_child(self, name: str, file: str, text: str) -> UrlPlace:
        """Make a place that nobody else has: who puts the file first has it."""
        suffix = 1
        while True:
            place = self.child(name if suffix == 1 else f"{name}-{suffix}")
            if place.create(file, text):
                return place
            suffix += 1

    def create(self, name: str, text: str) -> bool:
        """Put an object that must not be there yet; return whether it was not."""
        from obstore.exceptions import AlreadyExistsError

        try:
            self._put(name, text.encode(), mode="create")
        except AlreadyExistsError:
            return False
        return True

    def read_text(self, name: str) -> str | None:
        """Return the content of an object, or None if there is none.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        import obstore

        target = self.address.child(name)
        self._check_files(target)
        try:
            return bytes(obstore.get(client(target), target.key).bytes()).decode()
        except FileNotFoundError as error:
            if is_missing_bucket(error):
                raise StoreError(f"{self} cannot be read: {in_words(error)}") from error
            return None
        except UnicodeDecodeError as error:
            raise StoreError(f"{self} cannot be read: {name} is not text") from error
        except self.errors as error:
            raise StoreError(f"{self} cannot be read: {in_words(error)}") from error

    def _check_files(self, address: Address) -> None:
        """Check what stands at an address of files: the package would follow links and wait for FIFOs."""
        if address.scheme != "file":
            return
        path = Path("/", address.key)
        try:
            if path.is_dir() and not path.is_symlink():
                deque(files_below(path), maxlen=0)
            else:
                check_name(path)
        except NotADirectoryError:
            return
        except OSError as error:
            raise StoreError(f"{error.filename or path} cannot be read: {error.strerror or error}") from error

    def write_text(self, name: str, text: str) -> None:
        """Put an object, in place of one that has the name.

        Raises
        ------
        StoreError
            If it cannot be put.
        """
        try:
            self._put(name, text.encode())
        except self.errors as error:
            raise StoreError(f"{self} cannot be written: {in_words(error)}") from error

    def put_bytes(self, name: str, content: bytes) -> None:
        """Put an object of a given content."""
        self._put(name, content)

    def put_file(self, name: str, file: Path) -> None:
        """Put the content of a file; large ones go in parts."""
        self._put(name, file)

    def remove(self, name: str) -> None:
        """Remove an object, if it is there and may be removed: what is left over does no harm."""
        import obstore

        target = self.address.child(name)
        with suppress(*self.errors):
            obstore.delete(client(target), target.key)

    def names(self) -> list[str]:
        """Return the names of the objects right below it.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        import obstore

        try:
            listed = obstore.list_with_delimiter(client(self.address), prefix=self.address.key)
        except FileNotFoundError:
            return []
        except self.errors as error:
            raise StoreError(f"{self} cannot be read: {in_words(error)}") from error
        return sorted(each["path"].rpartition("/")[2] for each in listed["objects"])

    def _put(self, name: str, content: bytes | Path, mode: Any = "overwrite") -> None:
        import obstore

        target = self.address.child(name)
        obstore.put(client(target), target.key, content, mode=mode)

    def zarr(self) -> StorePath:
        """Return the store of Zarr at this URL.

        Raises
        ------
        StoreError
            If it is a folder of this computer in which anything but folders and regular files stands.
        """
        self._check_files(self.address)
        from zarr.storage import ObjectStore, StorePath

        return StorePath(ObjectStore(client(self.address)), self.address.key)

    @contextmanager
    def new_dataset(self) -> Iterator[StorePath]:
        """Give a store; until the metadata of the root are put, the last of all, no reader takes it for a dataset."""
        from zarr.storage import ObjectStore, StorePath

        yield StorePath(ObjectStore(client(self.address)), self.address.key)

    def can_be_written(self) -> bool:
        """Return whether this process may write to it, by trying."""
        try:
            self.write_text(PROBE, "")
        except StoreError:
            return False
        self.remove(PROBE)
        return True

    @contextmanager
    def locked(self, command: Sequence[str]) -> Iterator[Lease]:
        """Hold the lock of the sweep in it; see :func:`lunarsim.study.store.places.lease.leased`."""
        with leased(self, command) as lease:
            yield lease

    def log(self, name: str, lock: HeldLock) -> UrlLog:
        """Go on with a text."""
        return UrlLog(self, name, lock)

    def remove_partial_files(self) -> None:
        """Do nothing: objects are there whole or not at all."""


class UrlLog:
    """A text that is replaced from time to time.

    Parameters
    ----------
    place : UrlPlace
        Where it stands.
    name : str
        Name of the object.
    lock : HeldLock
        The lock; who has lost it must not put an old text in place of a newer one.
    """

    def __init__(self, place: UrlPlace, name: str, lock: HeldLock) -> None:
        self._place = place
        self._name = name
        self._lock = lock
        self._lines: list[str] = []
        self._unwritten = False
        self._next = 0.0

    def add(self, line: str) -> None:
        """Add a line, and put the text if that was long ago.

        Raises
        ------
        StoreError
            If it cannot be put.
        """
        if not self._lines:
            self._lines.append(self._place.read_text(self._name) or "")
        self._lines.append(line)
        self._unwritten = True
        if time.monotonic() >= self._next:
            self.close()

    def close(self) -> None:
        """Put the text.

        Raises
        ------
        StoreError
            If it cannot be put.
        """
        if self._unwritten:
            self._lock.check()
            self._place.write_text(self._name, "".join(self._lines))
            self._unwritten = False
            self._next = time.monotonic() + LOG_SECONDS
