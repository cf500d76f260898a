"""What a place of sweeps must be able to do, whether it is a folder of this computer or a prefix at a URL."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zarr.storage import StorePath

    from lunarsim.study.store.lock import Holder

STORE = "sweep.zarr"
"""The dataset in the folder of a sweep."""

METADATA = "zarr.json"
"""The file that makes a dataset of a folder; at a URL it is written last."""

MOST_METADATA_BYTES = 256 * 10**6
"""Of that file, and of any other text of a sweep: 1,000 combinations of options take some 10 MB."""


class HeldLock(Protocol):
    """The lock of a sweep, while it is held; worker processes are given it too."""

    @property
    def stale(self) -> Holder | None:
        """Who held it before and went without letting go, or None."""
        ...

    def check(self) -> None:
        """Raise StoreError if somebody else has it now: then nothing more may be written."""
        ...


class Log(Protocol):
    """A text that grows line by line."""

    def add(self, line: str) -> None:
        """Add a line, which brings its own end."""
        ...

    def close(self) -> None:
        """Write what is not yet written."""
        ...


class Place(Protocol):
    """A folder of this computer, or what stands below a URL as if in a folder; as text, its name for messages."""

    @property
    def path(self) -> Path | str:
        """What callers outside know it by: a path, or a URL as text."""
        ...

    @property
    def name(self) -> str:
        """The last part of it."""
        ...

    @property
    def parent(self) -> Place:
        """The folder that it stands in."""
        ...

    @property
    def shared(self) -> bool:
        """Whether other processes of this computer see the same."""
        ...

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What is raised where it cannot be read or written."""
        ...

    def describe_write_error(self, error: Exception) -> str:
        """Say in a few words why something could not be written."""
        ...

    def describe_read_error(self, error: Exception) -> str:
        """Say in a few words why something could not be read."""
        ...

    def child(self, name: str) -> Place:
        """Return what has a name in it; it need not exist."""
        ...

    def make_child(self, name: str, file: str, text: str) -> Place:
        """Make a folder that nobody else has, with a file in it; its name gets a suffix where it is taken."""
        ...

    def read_text(self, name: str) -> str | None:
        """Return the content of a file, or None if there is none."""
        ...

    def put_bytes(self, name: str, content: bytes) -> None:
        """Put a file of a given content into it, in place of one that has the name."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file from it, if it is there and may be removed."""
        ...

    def put_file(self, name: str, file: Path) -> None:
        """Put a file of this computer into it, in place of one that has the name."""
        ...

    def zarr(self) -> Path | StorePath:
        """Return what zarr and xarray open as the dataset at this place."""
        ...

    def new_dataset(self) -> AbstractContextManager[Path | StorePath]:
        """Give what zarr writes a dataset to, which is a dataset at this place only when the block has ended well."""
        ...

    def can_be_written(self) -> bool:
        """Return whether this process may write to it."""
        ...

    def locked(self, command: Sequence[str]) -> AbstractContextManager[HeldLock]:
        """Hold the lock of the sweep in it; raises StoreError at once if another process does."""
        ...

    def log(self, name: str, lock: HeldLock) -> Log:
        """Go on with a text in it."""
        ...

    def remove_partial_files(self) -> None:
        """Remove what killed writers left half-written; raises StoreError where anything in it leads elsewhere."""
        ...
