"""The accounts of one block of a stored sweep, computed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.grid.verdicts import group_choice
from lunarsim.study.model.accounts_again import accounts_again
from lunarsim.study.model.block import LONGEST_ERROR, Arrays
from lunarsim.study.model.interface import OK
from lunarsim.study.request.factors import varying
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.arrays import FloatArray, as_slice

if TYPE_CHECKING:
    from zarr.core.buffer import Buffer

ScenarioAt = Callable[[tuple[int, ...]], Scenario]
"""Gives the scenario of a lever combination, factors at their present values."""


@dataclass
class _Call:
    """Runs that share their choice of config groups, and so their factors."""

    scenarios: list[Scenario] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    positions: list[NDArray[np.int64]] = field(default_factory=list)
    values: dict[str, list[FloatArray]] = field(default_factory=dict)


Chunks = Mapping[str, "Buffer | None"]
"""Chunks of a block as they are packed, by the name of the array; None where all of one is missing."""

OWN_NAMES = frozenset(variable.name for variable in ACCOUNT_VARIABLES)


def block_accounts(plan: Plan, stored: ZarrStore, index: int, scenario_at: ScenarioAt, chunks: Chunks) -> Arrays:
    """Return the accounts of a block; runs that did not end well have none.

    Where the accounts of a run raise, all variables are returned, with ``status`` and ``error``: it has failed, as it
    would have in a simulation.

    Parameters
    ----------
    plan : Plan
        With the new values.
    stored : ZarrStore
        The stored sweep.
    index : int
        Number of the block.
    scenario_at : callable
        Gives the scenarios of the plan.
    chunks : mapping
        What is stored of the block beside its accounts.

    Returns
    -------
    dict of str to array, dims (run dimensions, then the variable's)
    """
    shape = plan.grid.block_shape(index)
    known: Arrays = {}

    def read(name: str) -> NDArray[Any]:
        if name not in known:
            values = stored.unpacked(index, name, chunks[name])
            known[name] = values.reshape(prod(shape), *values.shape[len(shape) :])
        return known[name]

    arrays: Arrays = {each.name: each.empty(prod(shape), plan.labels) for each in ACCOUNT_VARIABLES}
    failed: dict[int, tuple[int, str]] = {}
    for call in _calls(plan, stored, index, read("status"), scenario_at):
        positions = np.concatenate(call.positions)
        at = as_slice(positions)
        values = {key: np.concatenate(parts) for key, parts in call.values.items()}
        results = accounts_again(
            call.scenarios,
            values,
            call.rows,
            plan.design.seed,
            plan.labels,
            lambda name, at=at: read(name)[at],  # type: ignore[misc]
        )
        good = results.status == OK
        for name, array in arrays.items():
            array[positions[good]] = results.arrays[name][good]
        for run in np.flatnonzero(~good):
            failed[int(positions[run])] = int(results.status[run]), results.errors[run][:LONGEST_ERROR]
    if failed:
        arrays |= _without(plan, read, failed)
    return {name: array.reshape(shape + array.shape[1:]) for name, array in arrays.items()}


def _calls(plan: Plan, stored: ZarrStore, index: int, status: NDArray[np.int8], scenario_at: ScenarioAt) -> list[_Call]:
    """Return the runs of a block that ended well."""
    *_, samples, replicates = plan.grid.region(index)
    lengths = samples.stop - samples.start, replicates.stop - replicates.start
    calls: dict[tuple[int, ...], _Call] = {}
    for order, combination in enumerate(plan.grid.combinations(index)):
        first = order * prod(lengths)
        # Replicates outside, as in a simulation: so draws are made fastest.
        replicate, sample = np.nonzero(status[first : first + prod(lengths)].reshape(lengths).T == OK)
        if not sample.size:
            continue
        call = calls.setdefault(group_choice(plan.axes, combination), _Call())
        call.scenarios += [scenario_at(combination)] * len(sample)
        call.positions.append(first + sample * lengths[1] + replicate)
        call.rows += [
            plan.row(combination, samples.start + s, replicates.start + r)
            for s, r in zip(sample.tolist(), replicate.tolist(), strict=True)
        ]
        for factor, choice in varying(plan.factors, combination):
            call.values.setdefault(factor.key, []).append(stored.factor_values(factor, choice, samples)[sample])
    return list(calls.values())


def _without(plan: Plan, read: Callable[[str], NDArray[Any]], failed: dict[int, tuple[int, str]]) -> Arrays:
    """Return what is stored of a block beside its accounts, without the runs that have failed now."""
    arrays: Arrays = {}
    for variable in plan.variables:
        if variable.name not in OWN_NAMES:
            arrays[variable.name] = read(variable.name).copy()
            arrays[variable.name][list(failed)] = variable.missing
    arrays["status"], arrays["error"] = read("status").copy(), read("error").astype(np.dtypes.StringDType())
    for run, (status, error) in failed.items():
        arrays["status"][run], arrays["error"][run] = status, error
    return arrays
