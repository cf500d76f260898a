"""Finding a stored sweep by the name that a user gives it."""

from __future__ import annotations

import os
from pathlib import Path

from lunarsim.study.request.settings import Output
from lunarsim.study.store.folder import check_no_link, dataset_at
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import METADATA, STORE
from lunarsim.words.errors import Fault, InputError, StoreError, nearest


def find_store(name: str | None = None) -> Path | str:
    """Return the dataset of a sweep.

    Parameters
    ----------
    name : str, optional
        A sweep's folder, its dataset, or a folder of sweeps, of which the newest is taken; it is looked for in the
        folder of outputs, too, which stands for one left out. Or the URL of a sweep or its dataset; a URL of several
        sweeps is not searched. A symbolic link to a dataset stands for what it leads to, so that lock and log are found
        beside that.

    Raises
    ------
    StoreError
        If there is none, or a symbolic link stands in a sweep's folder in its place.
    InputError
        If it is no text, or a URL that is not understood.
    """
    if name is not None and not name.strip():
        raise InputError([Fault("STORE", "is empty; give the folder of a sweep: lunarsim list has them")])
    if name is not None and is_url(name):
        place = place_of(name)
        found = dataset_at(place)
        if found is None:
            raise StoreError(f"{place}: no complete sweep there; give the URL of one sweep, .../NAME/TIME")
        return found.path
    outputs = Path(Output().dir)
    path = outputs if name is None else Path(name)
    if not os.path.lexists(path) and (outputs / path).is_dir():
        path = outputs / path
    if (path / METADATA).is_file():
        return path.resolve() if path.is_symlink() else path
    if path.is_file():
        raise StoreError(f"{path}: is a file; give the folder of a sweep")
    if not path.is_dir():
        hint = "; make one with: lunarsim" if name is None else _near(path, outputs)
        raise StoreError(f"{path}: no such folder, so no stored sweep{hint}")
    stores = _stores_in(path)
    if not stores:
        raise StoreError(f"{path}: no stored sweep ({STORE}) in it")
    newest = max(stores, key=lambda store: (store.lstat().st_mtime_ns, str(store)))
    check_no_link(newest)
    return newest


def _stores_in(folder: Path) -> list[Path]:
    return [store for pattern in (STORE, f"*/{STORE}", f"*/*/{STORE}") for store in folder.glob(pattern)]


def _near(path: Path, outputs: Path) -> str:
    """Return the sweep of the folder of outputs that a name is most like, as the end of a message."""
    folders = [store.parent for store in _stores_in(outputs)]
    named = [each for folder in folders for each in (str(folder), str(folder.relative_to(outputs)), folder.parent.name)]
    guess = nearest(str(path), dict.fromkeys(filter(None, named)))
    return f"; did you mean {guess}?" if guess else "; lunarsim list has those of outputs" if folders else ""
