"""``lunarsim list``: the sweeps of a folder, with what became of their runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lunarsim.door.options import JSON, Arguments
from lunarsim.door.verb import Verb
from lunarsim.words.errors import Fault, InputError, StoreError


def run(arguments: Arguments) -> int:
    """Print the sweeps of a folder, the newest first, and return the exit code.

    Raises
    ------
    InputError
        If the folder is a URL, below which nothing is searched.
    StoreError
        If there is no such folder.
    """
    name = arguments.file_argument()
    from lunarsim.study.request.settings import Output
    from lunarsim.study.store.places.address import is_url

    if name is not None and is_url(name):
        raise InputError(
            [Fault(name, "is a URL, below which sweeps are not searched; lunarsim show takes one of them")]
        )
    folder = Path(name if name is not None else Output().dir)
    if folder.is_file():
        raise StoreError(f"{folder}: is a file; give a folder of sweeps")
    if not folder.is_dir():
        raise StoreError(
            f"{folder}: no such folder" + ("" if name else ", so no stored sweep; make one with: lunarsim")
        )
    from lunarsim.reading.listed_sweeps import listed_sweeps
    from lunarsim.reading.tables.sweeps_table import print_sweeps, sweeps_record

    sweeps = list(listed_sweeps(folder))
    if arguments.verb_options["json"]:
        from lunarsim.words.terminal import json_text

        print(json_text(sweeps_record(sweeps, folder)))
    else:
        print_sweeps(sweeps, folder)
    return 0


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield "FOLDER is a folder of sweeps, DIR or DIR/NAME of DIR/NAME/TIME; left out, it is outputs."
    yield "missing: runs that lunarsim resume makes. A sweep made by other rules of the model says so."


VERB = Verb(run, (JSON,), details=details)
