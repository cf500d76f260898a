"""Files that are written completely or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lunarsim.scenario.regular_files import check_name
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.places.place import Place
from lunarsim.words.errors import StoreError


@contextmanager
def part_of(target: Place) -> Iterator[Path]:
    """Yield the name of a local file that becomes the target; an incomplete one is removed.

    Its folder has a name that nobody can guess, so that no symbolic link can wait there for who writes.

    Raises
    ------
    StoreError
        If nothing can be written there.
    """
    beside = target.path.parent if isinstance(target, LocalPlace) else None
    try:
        if isinstance(target, LocalPlace):
            check_name(target.path)
        folder = tempfile.TemporaryDirectory(prefix=".lunarsim-", suffix=".part", dir=beside)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error
    with folder as name:
        yield Path(name) / target.name
