"""The sweeps of a folder, each at a glance: what it is of, by which version, and what became of its runs."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple

from lunarsim.reading.overrides import chosen
from lunarsim.study.model.interface import STATUS_FLAGS
from lunarsim.study.store.glance import DAMAGED, Glance, glance, states
from lunarsim.study.store.lock import writer
from lunarsim.study.store.places.place import STORE
from lunarsim.version import RESULTS, __version__

NOT_RUN, FAILED = ("not_run",), ("failed", "timed_out")


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Listed(NamedTuple):
    """One sweep of a folder.

    Parameters
    ----------
    path : Path
        Its folder.
    created, scenario, design : str
        When it was begun, of which scenario it is, and by which design; empty where it does not say.
    levers : mapping
        Values by the lever's key.
    overrides : tuple of str
        What else its line sets, as typed.
    sizes : mapping
        Length of the run dimensions.
    states : mapping
        Number of runs by their state.
    writer : str
        Who is writing to it; empty where nobody is.
    version : str
        lunarsim that made it; and
    results : int or None
        the number of its results, where it has one.
    problem : str
        Why it cannot be read; empty where it can.
    """

    path: Path
    created: str = ""
    scenario: str = ""
    design: str = ""
    levers: Mapping[str, list[Any]] = NOTHING
    overrides: tuple[str, ...] = ()
    sizes: Mapping[str, int] = NOTHING
    states: Mapping[str, int] = NOTHING
    writer: str = ""
    version: str = ""
    results: int | None = None
    problem: str = ""

    @property
    def runs(self) -> int:
        """How many runs it has, made or not."""
        return sum(self.states.values())

    @property
    def missing(self) -> int:
        """How many runs are not made yet."""
        return sum(self.states.get(state, 0) for state in NOT_RUN)

    @property
    def failed(self) -> int:
        """How many runs failed or timed out."""
        return sum(self.states.get(state, 0) for state in FAILED)

    @property
    def is_of_now(self) -> bool:
        """Whether this version, by these rules of the model, makes the same."""
        return self.version == __version__ and self.results == RESULTS

    @property
    def is_of_older_rules(self) -> bool:
        """Whether earlier rules of the model made it, so that its figures are not those of a sweep made now."""
        return self.results is None or self.results < RESULTS


def listed_sweeps(folder: Path) -> Iterator[Listed]:
    """Yield the sweeps in a folder and two levels below it, the newest first.

    Nothing is checked and nothing raised: a sweep that cannot be read is one with a problem.
    """
    stores = {store for pattern in (STORE, f"*/{STORE}", f"*/*/{STORE}") for store in folder.glob(pattern)}
    for store in sorted(stores, key=lambda store: (store.lstat().st_mtime_ns, str(store)), reverse=True):
        yield _listed(store)


def _listed(store: Path) -> Listed:
    if store.is_symlink():
        return Listed(store.parent, problem="its dataset is a symbolic link")
    seen = glance(store)
    if seen is None or "status" not in seen.arrays or "lunarsim_version" not in seen.attrs:
        return Listed(
            store.parent, problem="its metadata cannot be read" if seen is None else "is not a sweep of lunarsim"
        )
    try:
        return _readable(store.parent, seen)
    except DAMAGED as error:
        return Listed(store.parent, problem=f"damaged: {str(error) or type(error).__name__}")


def _readable(folder: Path, seen: Glance) -> Listed:
    attrs = seen.attrs
    shape = [int(length) for length in seen.arrays["status"]["shape"]]
    names = dict(STATUS_FLAGS)
    counts = {names.get(code, f"status {code}"): count for code, count in sorted(states(seen).items())}
    if sum(counts.values()) != math.prod(shape):
        raise ValueError("states and runs do not agree")
    levers = json.loads(str(attrs.get("levers", "{}")))
    writing = writer(folder)
    results = attrs.get("results")
    return Listed(
        folder,
        str(attrs.get("created", "")),
        _scenario(attrs),
        str(attrs.get("design", "")),
        {str(key): list(values) for key, values in dict(levers).items()},
        tuple(_overrides(str(attrs.get("command", "")), dict(levers))),
        dict(zip(seen.dims("status"), shape, strict=True)),
        counts,
        "" if writing is None else str(writing),
        str(attrs["lunarsim_version"]),
        results if isinstance(results, int) else None,
    )


def _overrides(command: str, levers: Collection[str]) -> Iterator[str]:
    """Yield the words of a line that set something but levers and scenario, which have columns of their own."""
    try:
        words = shlex.split(command)
    except ValueError:
        return
    for word in words:
        key, sets, _ = word.lstrip("+").partition("=")
        if sets and key not in levers and key != "scenario" and not key.startswith("-"):
            yield word


def _scenario(attrs: Any) -> str:
    """Return the option of the scenario; the titles know a dataset by its attributes alone."""
    dataset: Any = SimpleNamespace(attrs=attrs)
    return chosen(dataset, "scenario")
