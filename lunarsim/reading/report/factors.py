"""The values of uncertain factors along their quantiles, by which the sliders of a report are labeled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.study.request.factors import Factor
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.words.errors import InputError, StoreError

Table = list[float | None]
Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Values of a factor at unit quantiles."""

UNITS = np.linspace(0.0, 1.0, 65)
"""Unit quantiles of the tables; a slider moves from one to the next, so that what it shows is exact."""

_BELOW = np.clip(UNITS - 1e-9, 0.0, 1.0)
"""Unit quantiles just below."""

_HALVINGS = 40
"""Of an interval of unit quantiles; so many find an end to 1e-12."""

_AGREES = 1e-9
"""Relative difference up to which the values of a rebuilt distribution are the stored ones."""


class Grid(NamedTuple):
    """Physical values along the quantiles of a factor.

    Parameters
    ----------
    by_lever : list of int
        Which table holds, for each combination of levers, row-major.
    tables : list of list of float
        Values at :data:`UNITS`; None where they have no bound.
    stored : list of tuple
        Least and greatest value that the samples have, by table; None where none has any.
    whole : bool
        Whether they are whole numbers.
    begins, ends : list of list of float
        Of whole numbers what :func:`count_edges` returns, so that a cut keeps all of a number; else empty.
    """

    by_lever: list[int]
    tables: list[Table]
    stored: list[tuple[float | None, float | None]]
    whole: bool
    begins: list[Table]
    ends: list[Table]


def factor_grids(path: Path | str, dataset: xr.Dataset) -> dict[str, Grid]:
    """Return the tables of all factors of a sweep.

    They come from the distributions themselves, built again from the stored request: rounded, clipped and chosen by
    levers as for the runs. Where they cannot be built, as of a store of another version, or give other values than the
    stored ones, they come from the stored values between the samples.

    Parameters
    ----------
    path : Path or str
        The dataset, or its URL.
    dataset : Dataset
        The same, opened: ``u`` (factor, sample) and the values of the factors.
    """
    if "u" not in dataset:
        return {}
    built = _built_again(path)
    dims = levers(dataset)
    combinations = list(product(*(range(dataset.sizes[dim]) for dim in dims)))
    units = dataset["u"].transpose("factor", "sample").values
    grids = {}
    for index, key in enumerate(map(str, dataset["factor"].values)):
        unit = units[index]
        stored = dataset[key].load()
        at = [
            {dim: index for dim, index in zip(dims, combination, strict=True) if dim in stored.dims}
            for combination in combinations
        ]
        values = [stored.isel(each).values for each in at]
        factor = built.get(key)
        if factor is not None and _as_stored(factor, unit, combinations, values):
            choices = [factor.choice(combination) for combination in combinations]
            whole = factor.integer
            curves = [partial(factor.values, choice=choice) for choice in choices]
        else:
            whole = _are_whole(stored.values)
            curves = [partial(_between_samples, each, unit, whole) for each in values]
        grids[key] = _shared(curves, values, whole)
    return grids


def _built_again(path: Path | str) -> Mapping[str, Factor]:
    try:
        sweep = StoredSweep.open(path)
        return {factor.key: factor for factor in sweep.plan(sweep.request()).factors}
    except (StoreError, InputError):
        return {}


def _as_stored(
    factor: Factor,
    unit: NDArray[np.float64],
    combinations: Sequence[tuple[int, ...]],
    stored: Sequence[NDArray[np.float64]],
) -> bool:
    """Return whether the distributions of a factor give its stored values, for each combination of levers."""
    of_choices = {factor.choice(combination): values for combination, values in zip(combinations, stored, strict=True)}
    return all(
        np.allclose(values, factor.values(unit, choice), rtol=_AGREES, atol=0.0, equal_nan=True)
        for choice, values in of_choices.items()
    )


def _are_whole(values: NDArray[np.float64]) -> bool:
    known = values[~np.isnan(values)]
    return bool(known.size) and bool((known == np.rint(known)).all())


def _between_samples(
    values: NDArray[np.float64], unit: NDArray[np.float64], whole: bool, at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return values along the quantiles from those of the samples; between whole numbers there is none."""
    order = np.argsort(unit)
    if whole:
        before = np.searchsorted(unit[order], at, side="right") - 1
        return values[order][np.clip(before, 0, len(order) - 1)]
    return np.interp(at, unit[order], values[order])


def count_edges(curve: Curve) -> tuple[Table, Table]:
    """Return where whole numbers begin and end along the quantiles, by bisection.

    Parameters
    ----------
    curve : callable
        Values of a factor at unit quantiles, which rise with them.

    Returns
    -------
    begins, ends : list of float
        For each of :data:`UNITS` the unit quantile at which the number there begins, and that at which the number just
        below it ends.
    """
    none, full = np.zeros(len(UNITS)), np.ones(len(UNITS))
    numbers, below = curve(UNITS), curve(_BELOW)
    begins = _first(lambda at: curve(at) >= numbers, none, UNITS)
    ends = _first(lambda at: curve(at) > below, _BELOW, full)
    return (
        np.round(np.where(curve(none) >= numbers, 0.0, begins), 9).tolist(),
        np.round(np.where(curve(full) <= below, 1.0, ends), 9).tolist(),
    )


def _first(
    holds: Callable[[NDArray[np.float64]], NDArray[np.bool_]], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return from where on something holds, between where it does not and where it does."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = holds(middle)
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return high


def _shared(curves: Sequence[Curve], stored: Sequence[NDArray[np.float64]], whole: bool) -> Grid:
    """Return tables by combination, equal ones once."""
    tables = [_table(curve(UNITS)) for curve in curves]
    distinct: dict[tuple[float | None, ...], int] = {}
    by_lever = [distinct.setdefault(tuple(table), len(distinct)) for table in tables]
    places = [by_lever.index(index) for index in range(len(distinct))]
    firsts = [stored[place] for place in places]
    stored_ends = [
        (_number(np.nanmin(each)), _number(np.nanmax(each))) if _has_any(each) else (None, None) for each in firsts
    ]
    edges = [count_edges(curves[place]) for place in places if whole]
    return Grid(
        by_lever,
        [list(table) for table in distinct],
        stored_ends,
        whole,
        [begins for begins, _ in edges],
        [last for _, last in edges],
    )


def _has_any(values: NDArray[np.float64]) -> bool:
    return bool((~np.isnan(values)).any())


def _table(values: NDArray[np.float64]) -> Table:
    """Return numbers for a page: the ends as they are, as a line of the command must not go beyond them."""
    return [_number(values[0], 17), *(_number(value) for value in values[1:-1]), _number(values[-1], 17)]


def _number(value: float, digits: int = 7) -> float | None:
    return float(f"{value:.{digits}g}") if np.isfinite(value) else None
