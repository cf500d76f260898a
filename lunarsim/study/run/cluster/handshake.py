"""The handshake with a Dask worker: it must have the same versions and make the same plan, and says what it sees."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from lunarsim.scenario.library.digest import file_digests
from lunarsim.study.grid.fingerprint import agreed_hash
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import import_model
from lunarsim.study.run.worker import unname_codec_lock
from lunarsim.study.store.memory import Store
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import METADATA
from lunarsim.study.store.provenance import versions
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.version import RESULTS
from lunarsim.words.errors import LunarsimError, StoreError

MOST_FILES = 3
"""Library files that a message names."""

_VERIFIED: dict[str, bool] = {}
"""Handshakes of this worker, and whether it saw the store, by token."""


@dataclass(frozen=True)
class Handshake:
    """What a worker must match before it runs anything, and how it knows the store.

    Parameters
    ----------
    state : WorkerState
        That of this process.
    path : str
        Path or URL of the store; empty where there is none.
    token : str
        Name of a file that lies in the store while blocks are run: a copy of the store elsewhere lacks it.
    """

    state: WorkerState
    path: str
    token: str


@dataclass(frozen=True)
class WorkerState:
    """All that results rest on beside the plan, as a process has it.

    Parameters
    ----------
    versions : mapping
        Of lunarsim, Python and the packages.
    results : int
        Number of the results of its code.
    libraries : mapping
        Digests of its library files.
    hash : str
        What it makes of the plan.
    """

    versions: Mapping[str, str]
    results: int
    libraries: Mapping[str, str]
    hash: str

    def refuse(self, worker: str, here: WorkerState) -> None:
        """Raise LunarsimError where a worker, with this state, would give other results than this process."""
        other = [f"{name} {self.versions.get(name)} (here {number})" for name, number in here.versions.items()
                 if self.versions.get(name) != number]  # fmt: skip
        if self.results != here.results:
            other.append(f"code whose results have the number {self.results} (here {here.results})")
        files = sorted({*self.libraries, *here.libraries})
        if changed := [name for name in files if self.libraries.get(name) != here.libraries.get(name)]:
            listed = ", ".join(changed[:MOST_FILES]) + (", ..." if len(changed) > MOST_FILES else "")
            other.append(f"another content of the library file{'s' if len(changed) > 1 else ''} {listed}")
        if other:
            raise LunarsimError(f"the Dask worker {worker} has {', '.join(other)}: results would not be the same")
        if self.hash != here.hash:
            raise LunarsimError(f"the Dask worker {worker} makes another plan: its lunarsim or its options differ")


def worker_state(plan: Plan) -> WorkerState:
    """Return the state of this process, a worker."""
    unname_codec_lock()
    model = import_model(plan.model)
    own = replace(plan, model_name=model.name, variables=tuple(model.variables))
    return WorkerState(versions(), RESULTS, file_digests(), agreed_hash(plan.hash, own))


def expected_state(plan: Plan) -> WorkerState:
    """Return the state that a worker must have to run a plan of this process."""
    return WorkerState(versions(), RESULTS, file_digests(), plan.hash)


def verify_once(plan: Plan, handshake: Handshake) -> bool:
    """Verify this worker once, in its first task; return whether it sees the store.

    Workers join when they like, after those of the start were compared.
    """
    if handshake.token not in _VERIFIED:
        from distributed import get_worker

        try:
            name = str(get_worker().address)
        except ValueError:
            name = "of this process"
        worker_state(plan).refuse(name, handshake.state)
        _VERIFIED[handshake.token] = store_seen(plan.hash, handshake)
    return _VERIFIED[handshake.token]


def store_seen(expected: str, handshake: Handshake) -> bool:
    """Return whether this process sees the store of a handshake, that of the plan of a hash."""
    return sees_store(handshake.path, expected, handshake.token)


def sees_store(path: str, expected: str, token: str) -> bool:
    """Return whether the very store at a path or URL is there, is that of a plan, and can be written."""
    if not path:
        return False
    try:
        place = place_of(path)
        attrs = json.loads(place.read_text(METADATA) or "")["attributes"]
        is_it = place.read_text(token) == token
    except (OSError, ValueError, KeyError, LunarsimError):
        return False
    return bool(is_it and attrs.get("plan_hash") == expected and place.can_be_written())


@contextmanager
def handshake_of(plan: Plan, store: Store) -> Iterator[Handshake]:
    """Give the handshake of a sweep, with its token in the store."""
    state = expected_state(plan)
    # What a killed process leaves of it is removed with the other half-written files.
    token = f"handshake-{uuid.uuid4().hex}.partial"
    if not isinstance(store, ZarrStore):
        yield Handshake(state, "", token)
        return
    place = store.place
    try:
        place.put_bytes(token, token.encode())
    except place.errors as error:
        raise StoreError(f"{place} cannot be written: {place.describe_write_error(error)}") from error
    try:
        yield Handshake(state, str(store.path), token)
    finally:
        place.remove(token)
