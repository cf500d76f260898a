"""Places on this computer: plain folders, atomic renames and locks of the system."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lunarsim.scenario.regular_files import append_text, check_name, files_below, read_regular, write_bytes
from lunarsim.study.store.lock import Holder, locked
from lunarsim.study.store.places.place import MOST_METADATA_BYTES, HeldLock
from lunarsim.words.errors import FolderGone, StoreError


@dataclass(frozen=True)
class HeldLocalLock:
    """The lock of a folder; the system takes it from nobody who lives, but the folder may be moved or deleted.

    Parameters
    ----------
    stale : Holder or None
        Who held it before and went without letting go.
    folder : Path
        The folder.
    host : str
        The computer that locked it.
    identity : tuple of int
        Device and number of the folder there.
    """

    stale: Holder | None
    folder: Path
    host: str
    identity: tuple[int, int]

    @classmethod
    def of(cls, stale: Holder | None, folder: Path) -> HeldLocalLock:
        """Return the lock of a folder that this process has locked."""
        return cls(stale, folder, socket.gethostname(), _identity(folder))

    def check(self) -> None:
        """Look whether the folder is still there: else what is written would make a new one at its path.

        Raises
        ------
        FolderGone
            If it is not.
        """
        try:
            found = _identity(self.folder)
            # Workers on other computers know a shared folder by other numbers.
            there = found == self.identity or socket.gethostname() != self.host
        except OSError:
            there = False
        if not there:
            raise FolderGone(f"{self.folder} was deleted or moved while the sweep ran, nothing more is written")


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino


@dataclass(frozen=True)
class LocalLog:
    """A file to which each line is added at once."""

    folder: Path
    name: str

    def add(self, line: str) -> None:
        """Add a line.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        try:
            append_text(self.folder / self.name, line)
        except OSError as error:
            raise StoreError(f"{self.folder / self.name} cannot be written: {error.strerror or error}") from error

    def close(self) -> None:
        """Do nothing: all is written."""


@dataclass(frozen=True)
class LocalPlace:
    """A folder of this computer."""

    path: Path
    shared = True
    errors = (OSError,)

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.name

    @property
    def parent(self) -> LocalPlace:
        """The folder that it stands in."""
        return LocalPlace(self.path.parent)

    def describe_write_error(self, error: Exception) -> str:
        """Say why something could not be written, without the file, whose name says little."""
        return str(getattr(error, "strerror", None) or error)

    def describe_read_error(self, error: Exception) -> str:
        """Say why something could not be read."""
        return str(error)

    def child(self, name: str) -> LocalPlace:
        """Return what has a name in it."""
        return LocalPlace(self.path / name)

    def make_child(self, name: str, file: str, text: str) -> LocalPlace:
        """Make a folder that nobody else has, with a file in it: sweeps may start in the same second."""
        self.path.mkdir(parents=True, exist_ok=True)
        suffix = 1
        while True:
            path = self.path / (name if suffix == 1 else f"{name}-{suffix}")
            try:
                path.mkdir()
            except FileExistsError:
                suffix += 1
            else:
                write_bytes(path / file, text.encode())
                return LocalPlace(path)

    def read_text(self, name: str) -> str | None:
        """Return the content of a file, or None if there is none.

        Raises
        ------
        StoreError
            If it cannot be read, or is anything but a regular file of text.
        """
        path = self.path / name
        try:
            return read_regular(path, MOST_METADATA_BYTES, links=False).decode()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise StoreError(f"{path} cannot be read: it is not UTF-8 text") from error

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write a file of a given content."""
        write_bytes(self.path / name, content)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there and may be removed."""
        with suppress(OSError):
            (self.path / name).unlink(missing_ok=True)

    def put_file(self, name: str, file: Path) -> None:
        """Move a file into it."""
        check_name(self.path / name)
        file.replace(self.path / name)

    def zarr(self) -> Path:
        """Return the path."""
        return self.path

    @contextmanager
    def new_dataset(self) -> Iterator[Path]:
        """Give a folder beside it that gets its name when it is complete."""
        part = self.path.with_name(f"{self.path.name}.part")
        try:
            yield part
            part.rename(self.path)
        except BaseException:
            # Ctrl-C as well; what a killed process leaves is no dataset, and no other sweep takes its name.
            shutil.rmtree(part, ignore_errors=True)
            raise

    def can_be_written(self) -> bool:
        """Return whether this process may write to it."""
        return os.access(self.path, os.W_OK)

    @contextmanager
    def locked(self, command: Sequence[str]) -> Iterator[HeldLocalLock]:
        """Hold the lock of the system; see :func:`lunarsim.study.store.lock.locked`."""
        with locked(self.path, command) as stale:
            yield HeldLocalLock.of(stale, self.path)

    def log(self, name: str, lock: HeldLock) -> LocalLog:
        """Go on with a file."""
        return LocalLog(self.path, name)

    def remove_partial_files(self) -> None:
        """Remove the files that killed writers left half-written; none of them has the name of a chunk.

        Raises
        ------
        StoreError
            If anything but folders and regular files stands in it, so that what is written might go elsewhere.
        """
        try:
            for file in files_below(self.path):
                if file.name.endswith(".partial"):
                    file.unlink(missing_ok=True)
        except OSError as error:
            where = error.filename or self.path
            raise StoreError(f"{where} cannot be written: {error.strerror or error}") from error
