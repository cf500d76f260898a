"""A stored sweep with its accounts computed again: a new dataset, in which what was simulated is copied."""

from __future__ import annotations

import dataclasses
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.grid.verdicts import scenario_at
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, OK, RETRIED, import_model
from lunarsim.study.request.request import Request
from lunarsim.study.revaluing.block_accounts import OWN_NAMES, ScenarioAt, block_accounts
from lunarsim.study.revaluing.changes import Changes, changed_request
from lunarsim.study.revaluing.refusals import new_factors
from lunarsim.study.run.executors import BlockDone
from lunarsim.study.run.progress import Bar
from lunarsim.study.run.progress import progress as progress_bar
from lunarsim.study.run.signals import exit_code_of
from lunarsim.study.run.sweep import SweepInterrupted
from lunarsim.study.store.attributes import global_attributes
from lunarsim.study.store.checked.stored_array import SAMPLES_OF_A_CHUNK
from lunarsim.study.store.folder import beside, checked_parent, make_folder
from lunarsim.study.store.places.place import Place
from lunarsim.study.store.provenance import other_versions
from lunarsim.study.store.request_record import recorded
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.study.store.zarr_store import Column, ZarrStore
from lunarsim.words.errors import InputError, StoreError

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.study.store.checked.template import Template

VERSIONS = ("lunarsim", "python", "numpy", "scipy", "simpy", "xarray", "zarr")

REMEMBERED = 1_000
"""Lever combinations whose scenarios are kept."""

LARGEST_KEPT_BYTES = 31 * 2**20
"""What the allocator of the GNU C library takes from the system at once, at most."""


@dataclass(frozen=True)
class Original:
    """A stored sweep whose accounts can be computed again.

    Parameters
    ----------
    stored : StoredSweep
        The sweep.
    request, plan : Request, Plan
        What it was made from.
    """

    stored: StoredSweep
    request: Request
    plan: Plan

    @property
    def place(self) -> Place:
        """Its dataset."""
        return self.stored.place

    @property
    def name(self) -> str:
        """NAME/TIME of its folder."""
        folder = self.place.parent
        return "/".join(filter(None, (folder.parent.name, folder.name)))


@dataclass(frozen=True)
class Revalued:
    """A sweep whose accounts were computed again.

    Parameters
    ----------
    path : Path or str
        Its dataset; a text is its URL.
    open : callable
        Opens it lazily.
    plan : Plan
        With the new values.
    runs : int
        Runs whose accounts were computed.
    missing : int
        Runs that are missing or failed, as in the stored sweep or, where their accounts raised, only here.
    failed : int
        Runs whose accounts raised.
    seconds : float
        Time that it took [s].
    """

    path: Path | str
    open: Callable[[], xr.Dataset]
    plan: Plan
    runs: int
    missing: int
    failed: int
    seconds: float


def original(path: Path | str) -> Original:
    """Open a stored sweep.

    Raises
    ------
    StoreError
        If it cannot be read, or was made by a code with other results.
    InputError
        With all settings of the stored request that are not allowed.
    """
    stored = StoredSweep.open_made_alike(path, writing=True, so_does="revalue")
    request = stored.request()
    return Original(stored, request, stored.plan(request))


def revalue_sweep(
    original: Original,
    changes: Changes,
    progress: bool = True,
    announce: Callable[[Plan], None] = lambda plan: None,
    note: Callable[[str], None] = lambda text: None,
) -> Revalued:
    """Compute the accounts of a stored sweep again, with some changes, and store all of it as a new sweep beside it.

    It equals a simulation with these changes bit for bit. The stored sweep is left as it is; the new one is a dataset
    only when it is whole, and what is cut short leaves nothing. What is missing or failed in the one is so in the
    other.

    Parameters
    ----------
    original : Original
        The stored sweep.
    changes : Changes
        New values, none of them refused by :func:`lunarsim.study.revaluing.refusals.refusals`.
    progress : bool
        Whether a bar is shown, where there is a terminal.
    announce : callable
        Is given the new plan before anything is written.
    note : callable
        Is given each text that a user should read.

    Raises
    ------
    InputError
        With all that the new values break.
    SweepInterrupted
        On Ctrl-C.
    StoreError
        If the stored sweep cannot be read or the new one not be written.
    """
    start = time.perf_counter()
    request, recorder = recorded(changed_request(original.request, changes, beside(original.place, original.request)))
    parent = checked_parent(request)
    plan = make_plan(request, import_model(CAMPAIGNS_REFERENCE), CAMPAIGNS_REFERENCE)
    if faults := tuple(new_factors(original.plan, plan)):
        raise InputError(faults)
    plan = dataclasses.replace(plan, grid=original.plan.grid)
    announce(plan)
    notes = []
    if others := other_versions(original.stored.attrs):
        notes.append(f"the dataset was made with {'; '.join(others)}: the last bits of the accounts can differ")
    attrs = global_attributes(plan, request, recorder) | _provenance(original, changes)
    kept = ZarrStore(original.place, original.plan)
    folder = make_folder(parent, request.config, request.command)
    done = _Counts()
    try:
        with folder.locked(("lunarsim", "revalue", str(original.place.parent), *changes.words)) as lock:
            folder.log(f"revalue: {original.name} with {shlex.join(changes.words)}")
            for text in (*plan.notes, *notes):
                folder.log(f"note: {text}")
            for text in notes:
                note(text)
            runs = int((original.stored.status == OK).sum())
            with progress_bar(runs, progress) as bar:
                fill = partial(_fill, plan=plan, kept=kept, bar=bar, done=done)
                columns = _design(kept, original.plan, plan)
                store = ZarrStore.create(folder.store, plan, attrs, lock, columns, fill)
            seconds = time.perf_counter() - start
            folder.log(f"end: accounts of {done.runs} runs in {seconds:.1f} s, {done.failed} failed")
    except BaseException as error:
        with suppress(StoreError):
            if folder.store.read_text("zarr.json") is None:
                folder.discard()
        if isinstance(error, KeyboardInterrupt):
            interruption = SweepInterrupted("interrupted: no new sweep was made; the stored one is as it was")
            interruption.exit_code = exit_code_of(error)
            raise interruption from None
        raise
    missing = int(np.isin(original.stored.status, RETRIED).sum()) + done.failed
    return Revalued(store.path, store.dataset, plan, done.runs, missing, done.failed, seconds)


@dataclass
class _Counts:
    runs: int = 0
    failed: int = 0


def _keep_freed_memory() -> None:
    """Make the allocator keep what blocks free for the next ones.

    That of Linux gives large arrays back to the system each time, and asks for them again, until it has seen a larger
    one freed. Measured, that takes a tenth of the processor time of a revaluation.
    """
    np.ones(LARGEST_KEPT_BYTES, dtype=np.uint8)


def _fill(template: Template, plan: Plan, kept: ZarrStore, bar: Bar, done: _Counts) -> None:
    """Write all blocks that were run: chunks of what was simulated as they are, and the accounts made again."""
    _keep_freed_memory()
    scenarios: ScenarioAt = lru_cache(REMEMBERED)(partial(scenario_at, plan.axes, plan.bases))
    simulated = kept.keys(0).keys() - OWN_NAMES
    for index in range(plan.grid.blocks):
        start = time.perf_counter()
        chunks = kept.chunks(index, simulated)
        if chunks is None:
            continue
        region = plan.grid.region(index)
        made = block_accounts(plan, kept, index, scenarios, chunks)
        copied = {name: chunk for name, chunk in chunks.items() if name not in made}
        parts = [(name, region, values) for name, values in made.items()]
        template.write_block(index, kept.keys(index), copied, parts)
        before = kept.unpacked(index, "status", chunks["status"])
        failed = int((before != made["status"]).sum()) if "status" in made else 0
        runs = int((before == OK).sum())
        done.runs, done.failed = done.runs + runs, done.failed + failed
        bar.done(BlockDone(index, runs, failed, time.perf_counter() - start))


def _design(kept: ZarrStore, stored: Plan, plan: Plan) -> Iterator[Column]:
    """Yield what is kept of the design; nothing is drawn again."""
    keys = [factor.key for factor in stored.factors]
    rows = [keys.index(factor.key) for factor in plan.factors]
    for first in range(0, plan.samples, SAMPLES_OF_A_CHUNK) if rows else ():
        part = slice(first, min(first + SAMPLES_OF_A_CHUNK, plan.samples))
        unit = kept.read("u", (slice(None), part))[rows]
        yield "u", (slice(0, len(rows)), part), unit
        for factor in plan.factors:
            for choice in product(*(range(len(plan.axes[axis])) for axis in factor.axes)):
                yield factor.key, (*choice, part), kept.factor_values(factor, choice, part)


def _provenance(original: Original, changes: Changes) -> dict[str, Any]:
    """Return the attributes that say what a dataset was made from; its versions are those of its accounts."""
    attrs = original.stored.attrs
    made = [f"{name} {attrs.get(f'{name}_version', 'unknown')}" for name in VERSIONS]
    commit = [f"commit {attrs['git_commit']}"] if attrs.get("git_commit") else []
    return {
        "revalued_from": original.name,
        "revalued_plan_hash": str(attrs.get("plan_hash", "")),
        "revalued_with": shlex.join(changes.words),
        "simulated_with": str(attrs.get("simulated_with") or ", ".join([*made[:1], *commit, *made[1:]])),
        "simulated": str(attrs.get("simulated") or attrs.get("created", "")),
    }
