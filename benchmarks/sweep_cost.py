"""A serial sweep with its store against a plain loop over the same runs with the same block draws."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lunarsim
from benchmarks.executor_cost import elsewhere
from benchmarks.inside import CAMPAIGNS, Scenario, setter
from benchmarks.measuring import Ratio, ratio

BLOCK = 500


def stored_bytes(folder: Path) -> int:
    """Return the size of all files of a store [byte]."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def plain_loop(scenario: Scenario, keys: Sequence[str], values: Sequence[Sequence[float]], seed: int) -> None:
    """Run the campaign at each sample's factor values, block by block; keep nothing."""
    put = setter(keys)
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    for start in range(0, len(values), BLOCK):
        rows = [(sample, 0) for sample in range(start, min(start + BLOCK, len(values)))]
        CAMPAIGNS.run([put(scenario, values[sample]) for sample, _ in rows], rows, seed, labels)


def measure(samples: int = 5000, pairs: int = 3) -> tuple[Ratio, float]:
    """Return the time of the sweep over that of the loop, and the store's bytes a run."""
    with elsewhere():
        line = [f"design.samples={samples}", f"executor.block_runs={BLOCK}"]
        with lunarsim.sweep(line) as dataset:
            keys = [str(key) for key in dataset["factor"].values]
            columns = [dataset[key].values.tolist() for key in keys]
            seed = int(dataset.attrs["seed"])
        values = list(zip(*columns, strict=True))
        scenario = lunarsim.load_scenario()
        result = ratio(lambda: lunarsim.sweep(line).close(), lambda: plain_loop(scenario, keys, values, seed), pairs)
        store = next(Path().rglob("sweep.zarr"))
        return result, stored_bytes(store) / samples
