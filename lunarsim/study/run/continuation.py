"""Continue a stored sweep: what is missing or failed is run, what is finished stays as it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.stored_executor import local_executor
from lunarsim.study.run.sweep import check_store_visible, executor_of, run_blocks
from lunarsim.study.store.folder import Folder
from lunarsim.study.store.provenance import below_needs, other_versions, versions
from lunarsim.study.store.stored_dataset import open_dataset
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.study.store.zarr_store import ZarrStore

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class ResumedSweep:
    """A sweep that was continued.

    Parameters
    ----------
    path : Path or str
        Its dataset; a text is its URL.
    open : callable
        Opens it lazily.
    runs : int
        Runs that were made now; 0 where none was missing, or ``design.until`` makes the missing ones needless.
    failed : int
        Those of them that raised or took too long.
    seconds : float
        Time that they took, stored [s].
    """

    path: Path | str
    open: Callable[[], xr.Dataset]
    runs: int
    failed: int
    seconds: float


def resume_sweep(
    path: Path | str,
    executor: Executor | None = None,
    model: str = CAMPAIGNS_REFERENCE,
    progress: bool = True,
    announce: Callable[[int, int], None] = lambda pending, runs: None,
    note: Callable[[str], None] = lambda text: None,
) -> ResumedSweep:
    """Run what is missing or failed in a stored sweep.

    The plan is made again from the request in the dataset and compared with that of the dataset; the design is read
    from it, never drawn again.

    Parameters
    ----------
    path : Path or str
        The dataset ``sweep.zarr``, or its URL.
    executor : Executor, optional
        Who runs it; left out, this computer as :func:`lunarsim.study.run.stored_executor.local_executor` says. The
        size of blocks stays as it is.
    model : str
        Reference ``package.module:NAME`` of what is run.
    progress : bool
        Whether a bar is shown, where there is a terminal.
    announce : callable
        Is given the number of runs that will be made, at most (``design.until`` may make some needless), and of all.
    note : callable
        Is given each text that a user should read before the runs are made.

    Raises
    ------
    InputError
        With all settings of the stored request that are not allowed.
    StoreError
        If the dataset cannot be read, belongs to another plan or is being written by another process.
    SweepInterrupted
        On Ctrl-C.
    LunarsimError
        If workers die; what was finished is kept.
    """
    stored = StoredSweep.open_made_alike(path, writing=True, model=model)
    place = stored.place

    def opened() -> xr.Dataset:
        return open_dataset(place, in_chunks=True)

    if not stored.pending:
        announce(0, stored.status.size)
        return ResumedSweep(place.path, opened, 0, 0, 0.0)
    request = stored.request()
    plan = stored.plan(request, model)
    local, notes = local_executor(request.executor, place)
    if executor is not None:
        local, notes = executor, []
    if others := other_versions(stored.attrs):
        notes.append(f"the dataset was made with {'; '.join(others)}: the last bits of new runs can differ")
    if lower := below_needs(stored.attrs):
        notes.append(f"the dataset was made with versions that are too low for this lunarsim: {', '.join(lower)}")
    execute = executor_of(local)
    check_store_visible(place, local)
    folder = Folder(place.parent)
    command = ("lunarsim", "resume", str(folder.place))
    with execute.ready(plan, len(stored.blocks())), folder.locked(command) as lock:
        # The first look was taken without the lock: whoever held it then may have finished.
        stored = StoredSweep.open(place, writing=True)
        blocks, pending = stored.blocks(), stored.pending
        announce(pending, stored.status.size)
        for text in notes:
            note(text)
        folder.log(f"resume: {pending} of {stored.status.size} runs are missing or failed")
        folder.log(f"versions: {', '.join(f'{name} {number}' for name, number in versions().items())}")
        for text in notes:
            folder.log(f"note: {text}")
        if lock.stale is not None:
            folder.log(f"the lock was stale, its holder is gone: {lock.stale}")
        place.remove_partial_files()
        start = time.perf_counter()
        failed, _ = run_blocks(plan, execute, ZarrStore(place, plan, lock=lock), folder, blocks, pending, progress)
        runs = pending - (StoredSweep.open(place, writing=True).skipped - stored.skipped)
    return ResumedSweep(place.path, opened, runs, failed, time.perf_counter() - start)
