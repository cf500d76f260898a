"""Run a sweep from a request to a dataset, and one run by itself."""

from __future__ import annotations

import multiprocessing
import os
import shlex
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.stopping import blocks_of, not_needed, rounds
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, import_model
from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.executors import BlockDone, Execute, Serial, UnderWay
from lunarsim.study.run.progress import progress as progress_bar
from lunarsim.study.run.signals import exit_code_of
from lunarsim.study.run.single_run import simulate_one
from lunarsim.study.store.attributes import global_attributes
from lunarsim.study.store.checked.stored_array import check_chunks
from lunarsim.study.store.folder import Folder, checked_parent, make_folder
from lunarsim.study.store.memory import MemoryStore
from lunarsim.study.store.places.place import Place
from lunarsim.study.store.request_record import recorded
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import (
    Fault,
    FolderGone,
    InputError,
    LunarsimError,
    MemoryShort,
    StoreError,
    is_memory_short,
)

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["SweepInterrupted", "SweepResult", "run_blocks", "run_sweep", "simulate_one"]


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
    path : Path, str or None
        The stored dataset ``sweep.zarr``, as text where it is at a URL; None where it was kept in memory.
    open : callable
        Gives the dataset: opened lazily from the store, or from memory.
    failed : int
        Runs that raised or took too long.
    seconds : float
        Time that the runs took, stored [s].
    """

    plan: Plan
    path: Path | str | None
    open: Callable[[], xr.Dataset]
    failed: int
    seconds: float


def run_sweep(
    request: Request,
    model: str = CAMPAIGNS_REFERENCE,
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
        With all errors of the request; nothing has been written.
    SweepInterrupted
        On Ctrl-C.
    StoreError, LunarsimError
        If the results cannot be written or a worker dies; what was finished is kept.
    """
    parent = checked_parent(request)
    request, recorder = recorded(request)
    plan = make_plan(request, import_model(model), model)
    execute = executor_of(request.executor)
    if request.output.store:
        check_store_visible(parent, request.executor)
        check_chunks(plan)
    announce(plan)
    attrs = global_attributes(plan, request, recorder)
    with execute.ready(plan, plan.grid.blocks):
        blocks = range(plan.grid.blocks)
        if not request.output.store:
            memory = MemoryStore(plan, attrs)
            failed, seconds = run_blocks(plan, execute, memory, None, blocks, plan.grid.runs, progress)
            return SweepResult(plan, None, memory.dataset, failed, seconds)
        folder = make_folder(parent, request.config, request.command)
        with folder.locked(("lunarsim", *request.command)) as lock:
            store = ZarrStore.create(folder.store, plan, attrs, lock)
            for note in plan.notes:
                folder.log(f"note: {note}")
            failed, seconds = run_blocks(plan, execute, store, folder, blocks, plan.grid.runs, progress)
    return SweepResult(plan, store.path, store.dataset, failed, seconds)


def run_blocks(
    plan: Plan,
    execute: Execute,
    store: MemoryStore | ZarrStore,
    folder: Folder | None,
    blocks: Sequence[int],
    pending: int,
    progress: bool,
) -> tuple[int, float]:
    """Run some blocks; return the number of their runs that failed and the time [s].

    Parameters
    ----------
    plan : Plan
        What they belong to.
    execute : callable
        Who runs them.
    store, folder
        Where the results and the log go.
    blocks : sequence of int
        Numbers of the blocks.
    pending : int
        Number of runs that are to be made in them.
    progress : bool
        Whether a bar is shown, where there is a terminal.

    Raises
    ------
    SweepInterrupted
        On Ctrl-C.
    StoreError, LunarsimError
        If the results cannot be written or workers die; what was finished is kept.
    """
    log = folder.log if folder is not None else lambda text: None
    log(f"start: {pending} runs in {len(blocks)} blocks, executor {type(execute).__name__.lower()}")
    start = time.perf_counter()
    failed = finished = runs = 0
    running: Generator[BlockDone, None, None] | None = None
    try:
        with progress_bar(pending, progress) as bar:
            running = _in_rounds(plan, store, execute, blocks, log, bar.under_way)
            for done in running:
                finished, runs, failed = finished + 1, runs + done.runs, failed + done.failed
                failures = f", {done.failed} failed, first with {done.error}" if done.failed else ""
                note = f"; {done.note}" if done.note else ""
                log(f"block {done.index}: {done.runs} runs in {done.seconds:.2f} s{failures}{note}")
                bar.done(done)
    except (KeyboardInterrupt, Exception) as error:
        progress_text = f"{finished} of {len(blocks)} blocks finished ({runs:,} of {pending:,} runs)"
        kept = ""
        if folder is not None:
            kept = f", kept in {folder.place}; go on with: lunarsim resume {shlex.quote(str(folder.place))}"
        if isinstance(error, KeyboardInterrupt):
            log(f"interrupted: {progress_text}")
            interruption = SweepInterrupted(f"interrupted: {progress_text}{kept}")
            interruption.exit_code = exit_code_of(error)
            raise interruption from None
        if isinstance(error, FolderGone):
            raise FolderGone(f"{error}; {progress_text}") from error
        with suppress(StoreError):
            for line in (str(error), *getattr(error, "__notes__", ())):
                log(f"stopped: {line}")
        if is_memory_short(error):
            raise MemoryShort(f"{_short_memory(error)}; {progress_text}{kept}") from None
        if isinstance(error, LunarsimError):
            raise type(error)(f"{error}; {progress_text}{kept}") from error
        raise
    finally:
        if running is not None:
            running.close()
    seconds = time.perf_counter() - start
    log(f"end: {runs} runs in {seconds:.1f} s, {failed} failed")
    return failed, seconds


def _short_memory(error: BaseException) -> str:
    return str(error) if isinstance(error, MemoryShort) else "memory is short: the system gave no more of it"


def executor_of(settings: Executor) -> Execute:
    """Return the executor that the settings name.

    Raises
    ------
    InputError
        If a setting would have no effect, or what it needs is not installed.
    """
    idle = []
    if settings.name != "processes" and settings.max_seconds != Executor().max_seconds:
        idle.append(Fault("executor.max_seconds", "has an effect with executor=processes only: a worker can be ended"))
    if settings.name != "dask" and settings.address:
        idle.append(Fault("executor.address", "has an effect with executor=dask only"))
    starts_processes = settings.name == "processes" or (settings.name == "dask" and not settings.address)
    if starts_processes and multiprocessing.current_process().daemon:
        problem = "this is a daemonic process, such as a worker of multiprocessing.Pool, which may start none"
        idle.append(Fault("executor.name", f"is {settings.name}, but {problem}; use executor=serial"))
    if idle:
        raise InputError(idle)
    if settings.name == "serial":
        return Serial(settings.max_events)
    if settings.name == "dask":
        from lunarsim.study.run.cluster.dask_executor import Dask

        return Dask(settings.workers or os.cpu_count() or 1, settings.address, settings.max_events)
    from lunarsim.study.run.processes import Processes

    return Processes(settings.workers or os.cpu_count() or 1, settings.max_events, settings.max_seconds)


def check_store_visible(place: Place, settings: Executor) -> None:
    """Check that the workers of an executor can open what this process writes.

    Raises
    ------
    InputError
        If they cannot.
    """
    if not place.shared and settings.name == "processes":
        problem = f"is {place}, the memory of this process, which worker processes do not see; take executor=serial"
        raise InputError([Fault("output.dir", problem)])


def _in_rounds(
    plan: Plan,
    store: MemoryStore | ZarrStore,
    execute: Execute,
    blocks: Sequence[int],
    log: Callable[[str], None],
    under_way: UnderWay | None,
) -> Generator[BlockDone, None, None]:
    """Run some blocks, in as many rounds as ``design.until`` takes; those that it makes needless are recorded so."""
    pending = set(blocks)

    def stop(combination: Sequence[int], samples: int) -> None:
        # What an earlier time stored is kept, whatever it was.
        for index in blocks_of(plan, combination, samples, plan.samples):
            if index in pending and not store.read("status", plan.grid.region(index)).any():
                store.write(not_needed(plan, index))
        where = ", ".join(axis.text(at) for axis, at in zip(plan.axes, combination, strict=True)) or plan.name
        log(f"{where}: {plan.design.until}: reached with {samples} of {plan.samples} samples")

    for listed in rounds(plan, store.read, stop):
        if ready := [index for index in listed if index in pending]:
            yield from execute(plan, store, ready, under_way)
