"""The folder of a sweep: ``DIR/NAME/TIME`` with the dataset, the config and the log."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Output
from lunarsim.study.store.lock import LOCK
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import METADATA, STORE, HeldLock, Log, Place
from lunarsim.words.errors import Fault, InputError, StoreError
from lunarsim.words.terminal import one_line

CONFIG, LOG = "config.yaml", "sweep.log"


class Folder:
    """The folder of one sweep.

    Parameters
    ----------
    place : Place
        Where it is.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._log: Log | None = None

    @property
    def store(self) -> Place:
        """The dataset."""
        return self.place.child(STORE)

    @contextmanager
    def locked(self, command: Sequence[str]) -> Iterator[HeldLock]:
        """Hold the lock, and write the log to its end before letting go.

        Raises
        ------
        StoreError
            At once, if another process holds it, or if the folder cannot be written.
        """
        with self.place.locked(command) as lock:
            self._log = self.place.log(LOG, lock)
            try:
                yield lock
            except BaseException:
                # What ended the sweep is reported, not what became of its log.
                with suppress(StoreError):
                    self._log.close()
                raise
            else:
                self._log.close()
            finally:
                self._log = None

    def discard(self) -> None:
        """Remove the folder of a sweep that was never made; what cannot be removed is left, and is no sweep."""
        for name in (CONFIG, LOG, LOCK):
            self.place.remove(name)
        if isinstance(self.place.path, Path):
            with suppress(OSError):
                self.place.path.rmdir()

    def log(self, text: str) -> None:
        """Add a line to the log, with the time; the lock must be held.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        assert self._log is not None
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        self._log.add(f"{now} {one_line(text)}\n")


def checked_parent(request: Request) -> Place:
    """Return the place ``DIR/NAME`` of a request; it need not exist.

    Raises
    ------
    InputError
        If the name cannot name a folder, or the folder is a URL that is not understood.
    """
    name = request.output.name or request.name
    if name in (".", "..") or name != Path(name).name or not name.isprintable():
        raise InputError([Fault("output.name", f"is {name!r}, must be the name of a folder, without slashes")])
    where = request.output.dir
    return place_of(where if is_url(where) else Path(where).expanduser().absolute(), "output.dir").child(name)


def make_folder(parent: Place, config: Any, command: Sequence[str]) -> Folder:
    """Make the folder of a sweep, named by the time, and write its config.

    Raises
    ------
    StoreError
        If it cannot be made.
    """
    import yaml

    time = dt.datetime.now().strftime("%Y-%m-%dT%H-%M-%S")
    heading = one_line(f"# lunarsim {shlex.join(command)}") + "\n"
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
    try:
        return Folder(parent.make_child(time, CONFIG, heading + text))
    except parent.errors as error:
        problem = f"{parent} cannot be written: {parent.describe_write_error(error)}; choose another output.dir"
        raise StoreError(problem) from error


def beside(place: Place, request: Request) -> Output:
    """Return where a sweep goes that stands beside a stored one: DIR/NAME of its DIR/NAME/TIME/sweep.zarr."""
    name = place.parent.parent
    return Output(True, name.name or request.output.name or request.name, str(name.parent.path))


def check_no_link(dataset: Path) -> None:
    """Check that the dataset in a sweep's folder stands there and not elsewhere.

    Raises
    ------
    StoreError
        If it is a symbolic link: whoever sent the folder would choose what is read and written in its place.
    """
    if dataset.is_symlink():
        raise StoreError(
            f"{dataset}: is a symbolic link, which is not followed in the folder of a sweep; name its target"
        )


def dataset_at(place: Place) -> Place | None:
    """Return the dataset that a place is or holds, or None."""
    return next((each for each in (place, place.child(STORE)) if each.read_text(METADATA) is not None), None)
