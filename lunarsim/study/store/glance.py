"""A stored sweep at a glance: what its metadata, labels and states say, read without xarray and zarr.

Tab completion and lists of hundreds of sweeps cannot wait for either. Nothing is checked here: whoever uses what is
stored opens the dataset.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lunarsim.scenario.regular_files import read_regular
from lunarsim.study.store.places.place import METADATA

LARGEST_BYTES = 64 * 10**6
"""Files that are larger are not read at a glance; the metadata of a sweep are some hundred thousand bytes."""

DAMAGED = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, RecursionError)
"""What reading of damaged pieces raises here."""

_KINDS = {"float": "f", "int": "i", "uint": "u", "bool": "b"}


class Glance(NamedTuple):
    """What the metadata of a dataset say.

    Parameters
    ----------
    path : Path
        The dataset.
    attrs : mapping
        Its attributes.
    arrays : mapping
        Metadata of its arrays by their names, as Zarr writes them.
    """

    path: Path
    attrs: Mapping[str, Any]
    arrays: Mapping[str, Mapping[str, Any]]

    def dims(self, name: str) -> tuple[str, ...]:
        """Return the dimensions of an array."""
        return tuple(map(str, self.arrays[name].get("dimension_names") or ()))

    def kind(self, name: str) -> str:
        """Return the kind of numpy that an array has; empty for texts."""
        return _KINDS.get(str(self.arrays[name]["data_type"]).rstrip("0123456789"), "")


def glance(dataset: Path) -> Glance | None:
    """Return what the metadata of a local dataset say; None where they cannot be read."""
    try:
        root = json.loads(read_regular(dataset / METADATA, LARGEST_BYTES, links=False))
        arrays = root["consolidated_metadata"]["metadata"]
        found = {name: each for name, each in arrays.items() if each["node_type"] == "array"}
        return Glance(dataset, dict(root["attributes"]), found)
    except DAMAGED:
        return None


def labels(seen: Glance, name: str) -> list[str]:
    """Return the labels of a dimension as texts; none where they cannot be read."""
    try:
        values = _chunk(seen, name, "0")
        return [] if values is None else [str(value) for value in values]
    except DAMAGED:
        return []


def states(seen: Glance, name: str = "status") -> dict[int, int]:
    """Return how many runs are in which state.

    Raises
    ------
    OSError, ValueError and others of ``DAMAGED``
        If a chunk cannot be read.
    """
    from itertools import product

    import numpy as np

    meta = seen.arrays[name]
    shape, chunk = meta["shape"], meta["chunk_grid"]["configuration"]["chunk_shape"]
    counts: dict[int, int] = {}
    for corner in product(*(range(-(-length // part)) for length, part in zip(shape, chunk, strict=True))):
        here = [min(part, length - at * part) for at, length, part in zip(corner, shape, chunk, strict=True)]
        values = _chunk(seen, name, "/".join(map(str, corner)))
        if values is None:
            found = {int(meta["fill_value"]): math.prod(here)}
        else:
            inside = np.asarray(values).reshape(chunk)[tuple(slice(length) for length in here)]
            states_here, numbers = np.unique(inside, return_counts=True)
            found = dict(zip(states_here.tolist(), numbers.tolist(), strict=True))
        for state, number in found.items():
            counts[state] = counts.get(state, 0) + number
    return counts


def _chunk(seen: Glance, name: str, place: str) -> Any:
    """Return the values of a chunk, flat; None where it was never written."""
    meta = seen.arrays[name]
    try:
        content = read_regular(seen.path / name / "c" / place, LARGEST_BYTES, links=False)
    except FileNotFoundError:
        return None
    for codec in reversed(meta["codecs"]):
        if codec["name"] == "crc32c":
            content = content[:-4]
        elif codec["name"] == "blosc":
            from numcodecs.blosc import Blosc

            content = bytes(Blosc().decode(content))
        elif codec["name"] == "vlen-utf8":
            return _texts(content)
        elif codec["name"] != "bytes":
            raise ValueError(f"unknown codec {codec['name']}")
    import numpy as np

    return np.frombuffer(content, dtype=np.dtype(meta["data_type"]).newbyteorder("<"))


def _texts(content: bytes) -> list[str]:
    """Return texts, each of which follows its length."""
    texts, at = [], 4
    for _ in range(int.from_bytes(content[:4], "little")):
        length = int.from_bytes(content[at : at + 4], "little")
        texts.append(content[at + 4 : at + 4 + length].decode())
        at += 4 + length
        if at > len(content):
            raise ValueError("texts are cut")
    return texts
