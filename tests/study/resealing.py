"""Stores that were changed on purpose and given right checksums again, as somebody who makes one up would."""

import json

import google_crc32c
import numpy as np

from lunarsim.study.store.checked.metadata import parsed, signed
from lunarsim.study.store.checked.structure import structure_of
from lunarsim.study.store.checked.sums import BLOCKS, FIXED, SLOTS, bound_sum


def reseal(path, change=None):
    """Give a store the checksums of what it holds now; ``change`` is given its root's metadata and may change them."""
    root = path / "zarr.json"
    document = json.loads(root.read_bytes())
    if change is not None:
        change(document)
    root.write_bytes(signed(document))
    structure = structure_of(parsed(root.read_bytes()))

    def sum_of(key):
        file = path / key
        return bound_sum(structure.plan_hash, key, file.read_bytes() if file.is_file() else None)

    def put(key, sums):
        content = np.array(sums, dtype="<u4").tobytes()
        file = path / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content + google_crc32c.value(content).to_bytes(4, "little"))

    put(f"{FIXED}/c/0", [sum_of(key) for name in sorted(structure.offset) for key in structure.arrays[name].all_keys()])
    for block in range(structure.status.count):
        corner = np.unravel_index(block, structure.status.cells)
        keys = [structure.arrays[name].key_at(corner) for name in structure.of_runs]
        seal = path / f"{BLOCKS}/c/{block}/0/0"
        seal.unlink(missing_ok=True)
        if (path / structure.status.key_at(corner)).is_file():
            put(f"{BLOCKS}/c/{block}/0/0", [[sum_of(key)] * SLOTS for key in keys])


def attribute(**changes):
    """Return a change of a store's attributes; what is None is taken away."""

    def change(document):
        for name, value in changes.items():
            document["attributes"][name] = value
            if value is None:
                del document["attributes"][name]

    return change
