"""Stored sweeps that tests revalue, and simulations with the new values to hold them against."""

import dataclasses
import hashlib

import xarray as xr

from lunarsim.scenario.groups.waits import Waits
from lunarsim.study.revaluing.changes import Changes
from lunarsim.study.revaluing.revaluation import original, revalue_sweep
from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked

NEW = {
    "finance.discount_rate": 0.04,
    "market.price_multiplier": 3.0,
    "logistics.delivery_usd_per_kg": 1e4,
    "logistics.delivery_learning_rate": 0.1,
    "finance.mine_paid_by": "holders",
    "programs.china.hardware_usd_per_kg": 5e4,
}
INTERVALS = (
    ("finance.discount_rate", 0.05, 0.1),
    ("programs.china.cost_multiplier", 0.8, 1.5, "log"),
    ("plant.availability", 0.5, 0.9),
    ("mine.excavators", 1, 9),
)
GOES_ON = tuple(interval for interval in INTERVALS if interval[0] not in NEW)
FAILURES = ("launch_failure", "landing_failure")
SOON = {f"waits.{field.name}": False for field in dataclasses.fields(Waits) if field.name not in FAILURES}
SOON |= {"flowsheet.purification_recovery": 1.0}
"""So that runs of twenty years deliver product."""

BASE = SOON | {"timeline.horizon_years": 20.0, "plant.units": 2, "finance.cost_growth": 2.0}
SIZES = {"samples": 4, "replicates": 2, "block_runs": 5}


def with_new_values(values=None, **output):
    values = NEW if values is None else values
    return Changes(values=values, words=tuple(f"{key}={value}" for key, value in values.items()), output=output)


def stored_at(folder, intervals=INTERVALS, changes=BASE, **what):
    """Run a sweep and return its dataset."""
    request = asked(intervals=intervals, changes=changes, store=True, dir=folder, **SIZES | what)
    return run_sweep(request, progress=False).path


def simulated(intervals=GOES_ON, changes=None, **what):
    """Run a sweep that is kept in memory, with the new values unless it says otherwise."""
    changes = BASE | NEW if changes is None else changes
    return run_sweep(asked(intervals=intervals, changes=changes, **SIZES | what), progress=False).open()


def revalued(path, values=None, **output):
    return revalue_sweep(original(path), with_new_values(values, **output), progress=False)


def opened(path):
    return xr.open_zarr(path, chunks=None).load()


def digest_of(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
