"""Who goes on with a stored sweep where the caller does not say: this computer, whatever the dataset names.

A sweep is data that people send each other. An address in it would make the command connect to a stranger's scheduler
and unpickle what that sends, so neither Dask nor an address is ever taken from a dataset.
"""

from __future__ import annotations

import dataclasses
import os

from lunarsim.study.request.settings import Executor
from lunarsim.study.store.places.place import Place


def local_executor(stored: Executor, place: Place) -> tuple[Executor, list[str]]:
    """Return the executor of this computer that stands nearest to a stored one, and notes on what is not taken from it.

    Parameters
    ----------
    stored : Executor
        As the dataset has it, its values checked.
    place : Place
        The dataset.
    """
    cores = os.cpu_count() or 1
    if stored.name == "dask":
        name = "processes" if place.shared else "serial"
        used = dataclasses.replace(Executor(), name=name, block_runs=stored.block_runs, max_events=stored.max_events)
        address = f" at {stored.address}" if stored.address else ""
        note = (
            f"the sweep was run with executor=dask{address}, which is never taken from a dataset; it goes on with "
            f"executor={name} here, unless the line names executor=dask"
        )
        return used, [note]
    # An address has a meaning with Dask only.
    used = dataclasses.replace(stored, address="", workers=min(stored.workers, cores))
    if stored.name == "processes" and stored.workers > cores:
        return used, [f"the sweep was run with {stored.workers} workers; it goes on with {cores}, one per core"]
    return used, []
