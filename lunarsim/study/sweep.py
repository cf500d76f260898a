"""Run a sweep from a request to a dataset, and one run by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.study.attributes import global_attributes
from lunarsim.study.executors import BlockDone, Execute, chosen
from lunarsim.study.folder import Folder, checked_parent, make_folder
from lunarsim.study.model import CAMPAIGNS, import_model
from lunarsim.study.plan import Plan
from lunarsim.study.planning import make_plan
from lunarsim.study.progress import progress as progress_bar
from lunarsim.study.request import Request
from lunarsim.study.single import simulate_one
from lunarsim.study.stopping import blocks_of, not_needed, rounds
from lunarsim.study.store import MemoryStore
from lunarsim.study.zarr_store import ZarrStore
from lunarsim.words.errors import LunarsimError

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["SweepInterrupted", "SweepResult", "run_sweep", "simulate_one"]


class SweepInterrupted(LunarsimError):  # noqa: N818 - an interruption is no error
    """A sweep that Ctrl-C has ended; what was finished is kept."""

    exit_code = 130


@dataclass(frozen=True)
class SweepResult:
    """A finished sweep.

    Parameters
    ----------
    plan : Plan
        What was run.
    path : Path or None
        The stored dataset ``sweep.zarr``; None where it was kept in memory.
    open : callable
        Gives the dataset: opened lazily from the store, or from memory.
    failed : int
        Runs that raised or took too long.
    seconds : float
        Time that the runs took, stored [s].
    """

    plan: Plan
    path: Path | None
    open: Callable[[], xr.Dataset]
    failed: int
    seconds: float


def run_sweep(
    request: Request,
    model: str = CAMPAIGNS,
    progress: bool = True,
    announce: Callable[[Plan], None] = lambda plan: None,
) -> SweepResult:
    """Check a request, run it and keep its results.

    Parameters
    ----------
    request : Request
        What is asked.
    model : str
        Reference ``package.module:NAME`` of what is run.
    progress : bool
        Whether a bar is shown, where there is a terminal.
    announce : callable
        Is given the plan when it is checked, before anything is written.

    Raises
    ------
    InputError
        With all faults of the request; nothing has been written.
    SweepInterrupted
        On Ctrl-C.
    StoreError, LunarsimError
        If the results cannot be written or a worker dies; what was finished is kept.
    """
    parent = checked_parent(request)
    plan = make_plan(request, import_model(model), model)
    announce(plan)
    attrs = global_attributes(plan, request)
    if not request.output.store:
        memory = MemoryStore(plan, attrs)
        failed, seconds = _run(plan, request, memory, None, progress)
        return SweepResult(plan, None, memory.dataset, failed, seconds)
    folder = make_folder(parent, request.config, request.command)
    store = ZarrStore.create(folder.store, plan, attrs)
    failed, seconds = _run(plan, request, store, folder, progress)
    return SweepResult(plan, folder.store, store.dataset, failed, seconds)


def _run(
    plan: Plan, request: Request, store: MemoryStore | ZarrStore, folder: Folder | None, progress: bool
) -> tuple[int, float]:
    """Run all blocks; return the number of failed runs and the time."""
    log = folder.log if folder is not None else lambda text: None
    for note in plan.notes:
        log(f"note: {note}")
    log(f"start: {plan.grid.runs} runs in {plan.grid.blocks} blocks, executor {request.executor.name}")
    start = time.perf_counter()
    failed = blocks = runs = 0
    execute = _in_rounds(plan, store, chosen(request.executor), log)
    try:
        with progress_bar(plan.grid.runs, progress) as show:
            for done in execute:
                blocks, runs, failed = blocks + 1, runs + done.runs, failed + done.failed
                failures = f", {done.failed} failed, first with {done.error}" if done.failed else ""
                log(f"block {done.index}: {done.runs} runs in {done.seconds:.2f} s{failures}")
                show(done)
    except (KeyboardInterrupt, LunarsimError) as error:
        finished = f"{blocks} of {plan.grid.blocks} blocks finished ({runs:,} of {plan.grid.runs:,} runs)"
        kept = f", kept in {folder.path}" if folder is not None else ""
        if isinstance(error, LunarsimError):
            raise type(error)(f"{error}; {finished}{kept}") from error
        log(f"interrupted: {finished}")
        raise SweepInterrupted(f"interrupted: {finished}{kept}") from None
    finally:
        execute.close()
    seconds = time.perf_counter() - start
    log(f"end: {runs} runs in {seconds:.1f} s, {failed} failed")
    return failed, seconds


def _in_rounds(
    plan: Plan, store: MemoryStore | ZarrStore, execute: Execute, log: Callable[[str], None]
) -> Generator[BlockDone, None, None]:
    """Run the blocks, in as many rounds as ``design.until`` takes; those that it makes needless are recorded so."""

    def stop(combination: Sequence[int], samples: int) -> None:
        for index in blocks_of(plan, combination, samples, plan.samples):
            store.write(not_needed(plan, index))
        where = ", ".join(axis.text(at) for axis, at in zip(plan.axes, combination, strict=True)) or plan.name
        log(f"{where}: {plan.design.until}: reached with {samples} of {plan.samples} samples")

    for blocks in rounds(plan, store.read, stop):
        yield from execute(plan, store, blocks)
