"""The folder of a sweep: ``DIR/NAME/TIME`` with the dataset, the config and the log."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lunarsim.study.request import Request
from lunarsim.words.errors import Fault, InputError, StoreError

STORE = "sweep.zarr"


@dataclass(frozen=True)
class Folder:
    """The folder of one sweep."""

    path: Path

    @property
    def store(self) -> Path:
        """The dataset."""
        return self.path / STORE

    def log(self, text: str) -> None:
        """Add a line to the log, with the time.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            with (self.path / "sweep.log").open("a", encoding="utf-8") as file:
                file.write(f"{now} {text}\n")
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror or error}") from error


def checked_parent(request: Request) -> Path:
    """Return the folder ``DIR/NAME`` of a request; it need not exist.

    Raises
    ------
    InputError
        If the name is no name of a folder.
    """
    name = request.output.name or request.name
    if name in (".", "..") or name != Path(name).name or not name.isprintable():
        raise InputError([Fault("output.name", f"is {name!r}, must be the name of a folder, without slashes")])
    return Path(request.output.dir).expanduser().absolute() / name


def make_folder(parent: Path, config: Any, command: Sequence[str]) -> Folder:
    """Make the folder of a sweep, named by the time, and write its config.

    Raises
    ------
    StoreError
        If it cannot be made.
    """
    import yaml

    time = dt.datetime.now().strftime("%Y-%m-%dT%H-%M-%S")
    try:
        parent.mkdir(parents=True, exist_ok=True)
        path = _made(parent, time)
        heading = f"# lunarsim {shlex.join(command)}\n"
        text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
        (path / "config.yaml").write_text(heading + text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{parent} cannot be written: {error.strerror or error}; choose another output.dir") from error
    return Folder(path)


def _made(parent: Path, time: str) -> Path:
    """Make a folder that nobody else has: sweeps may start in the same second."""
    suffix = 1
    while True:
        path = parent / (time if suffix == 1 else f"{time}-{suffix}")
        try:
            path.mkdir()
        except FileExistsError:
            suffix += 1
        else:
            return path
