"""What stands below a dataset, read as bytes: regular files or objects only, none larger than may be there."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from zarr.abc.store import RangeByteRequest, Store
from zarr.core.buffer.core import default_buffer_prototype
from zarr.storage import LocalStore

from lunarsim.scenario.regular_files import read_regular
from lunarsim.study.store.places.place import Place


class Contents:
    """The files or objects of a dataset.

    Parameters
    ----------
    place : Place
        Where it stands.
    """

    def __init__(self, place: Place) -> None:
        where = place.zarr()
        self._folder = where if isinstance(where, Path) else None
        self.store: Store = (
            LocalStore(where, read_only=True) if isinstance(where, Path) else where.store.with_read_only(True)
        )
        self.root = "" if isinstance(where, Path) else where.path
        self._known: set[Path] = set()

    def __getstate__(self) -> dict[str, Any]:
        # A copy in another process looks for itself.
        return vars(self) | {"_known": set()}

    async def read(self, key: str, most_bytes: int) -> bytes | None:
        """Return what stands under a key below the dataset, or None where nothing does.

        Raises
        ------
        ValueError
            If it is larger than ``most_bytes``, no regular file, or cannot be read.
        """
        if self._folder is not None:
            try:
                return self._file(self._folder, key, most_bytes)
            except FileNotFoundError:
                return None
            except OSError as error:
                raise ValueError(f"cannot be read: {error.strerror or error}") from None
        found = await self.store.get(
            f"{self.root}/{key}", default_buffer_prototype(), RangeByteRequest(0, most_bytes + 1)
        )
        if found is not None and len(found) > most_bytes:
            raise ValueError(f"is larger than {most_bytes:,} bytes")
        return None if found is None else found.to_bytes()

    def _file(self, root: Path, key: str, most_bytes: int) -> bytes:
        path = root / key
        # From the root down: a folder that is known stands in known ones, and none is seen through a link.
        for folder in reversed(path.parents[: key.count("/")]):
            if folder in self._known:
                continue
            if not stat.S_ISDIR(os.lstat(folder).st_mode):
                raise NotADirectoryError(20, f"{folder.relative_to(root)} is not a folder", str(folder))
            self._known.add(folder)
        return read_regular(path, most_bytes, links=False)
