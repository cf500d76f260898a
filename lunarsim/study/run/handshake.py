"""The handshake with a Dask worker: it must have the same versions and make the same plan, and says what it sees."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from lunarsim.study.grid.fingerprint import plan_hash
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import import_model
from lunarsim.study.store.memory import Store
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import METADATA
from lunarsim.study.store.provenance import versions
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import LunarsimError, StoreError

_VERIFIED: dict[str, bool] = {}
"""Handshakes of this worker, and whether it saw the store, by token."""


@dataclass(frozen=True)
class Handshake:
    """What a worker must match before it runs anything.

    Parameters
    ----------
    versions : dict
        Those of this process.
    path : str
        Path or URL of the store; empty where there is none.
    token : str
        Name of a file that lies in the store while blocks are run: a copy of the store elsewhere lacks it.
    """

    versions: Mapping[str, str]
    path: str
    token: str


@dataclass(frozen=True)
class WorkerState:
    """What a worker says of itself."""

    versions: dict[str, str]
    hash: str
    sees_store: bool

    def refuse(self, worker: str, handshake: Handshake, plan: Plan) -> None:
        """Raise LunarsimError where a worker has other versions or makes another plan."""
        other = [f"{name} {self.versions.get(name)} (here {here})" for name, here in handshake.versions.items()
                 if self.versions.get(name) != here]  # fmt: skip
        if other:
            raise LunarsimError(f"the Dask worker {worker} has {', '.join(other)}: results would not be the same")
        if self.hash != plan.hash:
            raise LunarsimError(f"the Dask worker {worker} makes another plan: its lunarsim or libraries differ")


def worker_state(plan: Plan, handshake: Handshake) -> WorkerState:
    """Return a worker's versions, the hash that it gives to a plan, and whether it can write to the store."""
    model = import_model(plan.model)
    own_hash = plan_hash(
        model=model.name,
        variables=tuple(model.variables),
        axes=plan.axes,
        bases=plan.bases,
        factors=plan.factors,
        design=plan.design,
    )
    return WorkerState(versions(), own_hash, sees_store(handshake.path, plan.hash, handshake.token))


def verify_once(plan: Plan, handshake: Handshake) -> bool:
    """Verify this worker once, in its first task; return whether it sees the store.

    Workers join when they like, after those of the start were compared.
    """
    if handshake.token not in _VERIFIED:
        from distributed import get_worker

        own = worker_state(plan, handshake)
        try:
            name = str(get_worker().address)
        except ValueError:
            name = "of this process"
        own.refuse(name, handshake, plan)
        _VERIFIED[handshake.token] = own.sees_store
    return _VERIFIED[handshake.token]


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
def handshake_of(store: Store) -> Iterator[Handshake]:
    """Give the handshake of a sweep, with its token in the store."""
    # What a killed process leaves of it is removed with the other half-written files.
    token = f"handshake-{uuid.uuid4().hex}.partial"
    if not isinstance(store, ZarrStore):
        yield Handshake(versions(), "", token)
        return
    place = store.place
    try:
        place.put_bytes(token, token.encode())
    except place.errors as error:
        raise StoreError(f"{place} cannot be written: {place.describe_write_error(error)}") from error
    try:
        yield Handshake(versions(), str(store.path), token)
    finally:
        place.remove(token)
