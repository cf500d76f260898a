"""A stored sweep, opened again: its request, its plan, and what is still to be run."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.library.digest import library_digest, whole_library_digest
from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.grid.fingerprint import agreed_hash
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, NOT_NEEDED, RETRIED, Model, import_model
from lunarsim.study.request.request import Request
from lunarsim.study.store.checked.structure import Structure
from lunarsim.study.store.layout import sweep_fields
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.place import Place
from lunarsim.study.store.provenance import implausible
from lunarsim.study.store.request_record import stored_request
from lunarsim.version import FORMAT, RESULTS
from lunarsim.words.errors import InputError, StoreError

if TYPE_CHECKING:
    import zarr

_UNSOUND = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What a request raises that was not made by lunarsim, beside what its checks find."""


@dataclass(frozen=True)
class StoredSweep:
    """A stored sweep.

    Parameters
    ----------
    place : Place
        Its dataset ``sweep.zarr``.
    attrs : mapping
        Attributes of the dataset.
    status : array of int8
        Status of all runs, dims as in the dataset.
    structure : Structure
        What its metadata declare.
    """

    place: Place
    attrs: Mapping[str, Any]
    status: NDArray[np.int8]
    structure: Structure

    @classmethod
    def open(cls, where: Path | str | Place, writing: bool = False) -> StoredSweep:
        """Open a dataset.

        Parameters
        ----------
        where : Path, str or Place
            Where it stands.
        writing : bool
            Whether it is to be continued; then a block that was not finished counts as not run, else it is an error.

        Raises
        ------
        StoreError
            If there is none, or if it cannot be read.
        """
        import zarr

        from lunarsim.study.store.checked.checked_store import CheckedStore, checked

        place = place_of(where)
        unreadable: tuple[type[Exception], ...] = (*place.errors, ValueError, KeyError, RuntimeError)
        try:
            opened = checked(place, writing)
            assert isinstance(opened.store, CheckedStore)
            group = zarr.open_group(opened, mode="r")
            return cls(place, dict(group.attrs), _status(group), opened.store.structure)
        except unreadable as error:
            why = place.describe_read_error(error) or type(error).__name__
            raise StoreError(f"{place}: cannot be read as a sweep: {why}") from error

    @classmethod
    def open_made_alike(
        cls, path: Path | str, writing: bool = False, model: str = CAMPAIGNS_REFERENCE, so_does: str = ""
    ) -> StoredSweep:
        """Open a dataset of which this code would give the same results, wherever the working folder is later.

        Parameters
        ----------
        path : Path or str
            The dataset, or its URL.
        writing : bool
            As of :meth:`open`.
        model : str
            Reference ``package.module:NAME`` of what would be run.
        so_does : str
            What else needs the version that made it, for the message.

        Raises
        ------
        StoreError
            If it cannot be read, or :meth:`check_maker` refuses it.
        """
        stored = cls.open(path.absolute() if isinstance(path, Path) else path, writing)
        try:
            stored.check_maker(import_model(model))
        except StoreError as error:
            if so_does:
                raise StoreError(f"{error}; so does {so_does}") from error
            raise
        return stored

    @property
    def pending(self) -> int:
        """Number of runs that are missing or failed."""
        return int(np.isin(self.status, RETRIED).sum())

    @property
    def skipped(self) -> int:
        """Number of runs that ``design.until`` makes needless."""
        return int((self.status == NOT_NEEDED).sum())

    def blocks(self) -> list[int]:
        """Return the blocks that hold such runs."""
        grid = self.grid()
        pending = np.isin(self.status, RETRIED)
        return [index for index in range(grid.blocks) if pending[grid.region(index)].any()]

    def grid(self) -> Grid:
        """Return the grid of blocks, as the dataset was cut."""
        return Grid(self.status.shape, tuple(self.attrs["block_shape"]))

    def request(self) -> Request:
        """Return what was asked."""
        return stored_request(self.attrs, str(self.place))

    def check_maker(self, model: Model) -> None:
        """Check that what would be run now gives the results of what the dataset was made by.

        Raises
        ------
        StoreError
            If the dataset has an earlier form, or its results another number, library files or model; it names the
            version and commit that made it. Or if it claims versions of packages that it
            cannot have been made with.
        """
        form = self.attrs.get("format", 1)
        # Earlier stores have the digest of all files with all their texts.
        is_earlier = self.attrs.get("library_digest") == whole_library_digest()
        compared = (
            ("results", RESULTS, "its results are of number {}, those of this lunarsim of number {}"),
            (
                "library_digest",
                whole_library_digest() if is_earlier else library_digest(),
                "its library files have the digest {}, those of this lunarsim {}",
            ),
            ("model", model.name, "its model is {!r}, the one that would run now is {!r}"),
        )
        if form != FORMAT:
            differs = f"its format is {form}, that of this lunarsim {FORMAT}"
        else:
            unequal = [(name, now, text) for name, now, text in compared if self.attrs.get(name) != now]
            if not unequal:
                self._check_versions()
                return
            differs = ", ".join(text.format(self.attrs.get(name), now) for name, now, text in unequal)
        raise StoreError(f"{self.place}: was made by {self._maker()}: {differs}; resume and replay need that version")

    def _check_versions(self) -> None:
        found = implausible(self.attrs)
        if found:
            problem = f"claims to be made with {', '.join(found)}: it is damaged or made up"
            raise StoreError(f"{self.place}: {problem}; resume and replay refuse it")

    def plan(self, request: Request, reference: str = CAMPAIGNS_REFERENCE) -> Plan:
        """Return the plan, made again from the request; nothing of the design is drawn again.

        Parameters
        ----------
        request : Request
            That of the dataset.
        reference : str
            Reference ``package.module:NAME`` of what is run, from the caller: whoever names it names code that is run,
            which an untrusted dataset must not.

        Raises
        ------
        StoreError
            If it is not the plan that the dataset was made from.
        """
        model = import_model(reference)
        self.check_maker(model)
        try:
            plan = make_plan(request, model, reference)
        except InputError as error:
            raise StoreError(f"{self._other_plan()} its request has errors now: {error}") from error
        except _UNSOUND as error:
            problem = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
            raise StoreError(f"{self.place}: no plan can be made of its request ({problem})") from error
        own_hash = agreed_hash(str(self.attrs.get("plan_hash")), plan)
        if own_hash != self.attrs.get("plan_hash"):
            raise StoreError(
                f"{self._other_plan()} outcomes, scenarios, factors or design that its request gives now are others "
                f"(hash {self.attrs.get('plan_hash')}, now {own_hash})"
            )
        for field in sweep_fields(plan):
            stored = self.structure.arrays.get(field.name)
            declared = (field.dims, field.shape)
            if stored is None or (stored.dims, stored.shape) != declared or not stored.holds(field.dtype):
                raise StoreError(f"{self.place}: {field.name} is not stored as its plan says")
        return dataclasses.replace(plan, grid=self.grid(), hash=own_hash)

    def _other_plan(self) -> str:
        return f"{self.place}: belongs to another plan: it was made by {self._maker()};"

    def _maker(self) -> str:
        """Return the version, and the commit as far as it is known, that made the dataset."""
        commit = self.attrs.get("git_commit")
        version = f"lunarsim {self.attrs.get('lunarsim_version', 'unknown')}"
        return version + (f" at commit {str(commit)[:12]}" if commit else "")


def _status(group: zarr.Group) -> NDArray[np.int8]:
    array: Any = group["status"]
    return np.asarray(array[...], dtype=np.int8)
