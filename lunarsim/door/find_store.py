"""Finding a stored sweep by the name that a user gives it."""

from __future__ import annotations

from pathlib import Path

from lunarsim.study.request.settings import Output
from lunarsim.study.store.folder import check_no_link, dataset_at
from lunarsim.study.store.places.address import is_url
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import METADATA, STORE
from lunarsim.words.errors import StoreError


def find_store(name: str | None = None) -> Path | str:
    """Return the dataset of a sweep.

    Parameters
    ----------
    name : str, optional
        A sweep's folder, its dataset, or a folder of sweeps, of which the newest is taken; left out: the folder of
        outputs. Or the URL of a sweep or its dataset; a URL of several sweeps is not searched. A symbolic link to a
        dataset stands for what it leads to, so that lock and log are found beside that.

    Raises
    ------
    StoreError
        If there is none, or a symbolic link stands in a sweep's folder in its place.
    InputError
        If it is a URL that is not understood.
    """
    if name is not None and is_url(name):
        place = place_of(name)
        found = dataset_at(place)
        if found is None:
            raise StoreError(f"{place}: no complete sweep there; give the URL of one sweep, .../NAME/TIME")
        return found.path
    path = Path(name if name is not None else Output().dir)
    if (path / METADATA).is_file():
        return path.resolve() if path.is_symlink() else path
    if not path.is_dir():
        hint = "" if name is not None else "; make one with: lunarsim"
        raise StoreError(f"{path}: no such folder, so no stored sweep{hint}")
    stores = [store for pattern in (STORE, f"*/{STORE}", f"*/*/{STORE}") for store in path.glob(pattern)]
    if not stores:
        raise StoreError(f"{path}: no stored sweep ({STORE}) in it")
    newest = max(stores, key=lambda store: (store.lstat().st_mtime_ns, str(store)))
    check_no_link(newest)
    return newest
