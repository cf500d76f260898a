"""A stored dataset as xarray reads it, of this form of the store or an earlier one."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from lunarsim.study.store.places.place import Place

if TYPE_CHECKING:
    import xarray as xr


def open_dataset(place: Place, in_chunks: bool = False, cache: bool = True) -> xr.Dataset:
    """Open the dataset at a place; arrays are read where they are used.

    Parameters
    ----------
    place : Place
        Where it stands.
    in_chunks : bool
        Whether arrays are those of Dask, where it is installed.
    cache : bool
        Whether what was read once is kept in memory.
    """
    import xarray as xr

    from lunarsim.study.store.checked.checked_store import checked

    # Xarray reads whatever zarr opens, but does not say so to type checkers.
    source: Any = checked(place)
    chunks: dict[str, int] | None = {} if in_chunks and find_spec("dask") else None
    dataset: xr.Dataset = xr.open_dataset(source, engine="zarr", chunks=chunks, cache=cache)
    if "format" in dataset.attrs:
        return dataset
    from lunarsim.study.store.first_format import masked

    return masked(dataset)
