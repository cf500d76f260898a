"""What the stored design of a sweep allows: whether its rows are a random sample, and whether it is complete."""

from __future__ import annotations

import json
import shlex

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.lever_words import words_of_line
from lunarsim.study.request.design_kinds import DESIGN_KINDS, random_designs
from lunarsim.words.errors import AnalysisError

RANDOM = random_designs()
"""Designs whose rows are a random sample of the factors, each row by itself."""


def design_note(dataset: xr.Dataset, keys: bool = True) -> str:
    """Return what a reader must know of quantiles over a design that is no plain random sample, or "".

    With ``keys`` it names the settings; pictures do without.
    """
    name = str(dataset.attrs.get("design", ""))
    kind = DESIGN_KINDS.get(name)
    about = kind.on_quantiles if kind else ""
    notes = [f"design={name}: {about}." if keys else f"{about[0].upper()}{about[1:]}."] if about else []
    if shares_chance(dataset):
        met = dataset.sizes["replicate"]
        notes.append(
            f"{'design.common_random_numbers=all: a' if keys else 'A'}ll samples share their chance, that of {met} "
            f"replicate{'s' * (met > 1)}, so quantiles show no more of it, and means have no interval."
        )
    return " ".join(notes)


def shares_chance(dataset: xr.Dataset) -> bool:
    """Return whether all samples met the same chance, so that they say nothing of any other."""
    return dataset.attrs.get("common_random_numbers") == "all"


def require_shared_chance(dataset: xr.Dataset, analysis: str) -> None:
    """Refuse a sweep whose samples differ by chance where they are compared with each other, one by one.

    Raises
    ------
    AnalysisError
        With the line that makes such a sweep.
    """
    if shares_chance(dataset):
        return
    sharing, name = dataset.attrs.get("common_random_numbers", "levers"), dataset.attrs.get("design", "")
    line = line_to_run(dataset, f"design={name}", "design.common_random_numbers=all")
    raise AnalysisError(
        f"{analysis}: design.common_random_numbers={sharing} gives each sample a chance of its own, which cannot be "
        f"told from what a factor does; run again with: {line}"
    )


def line_to_run(dataset: xr.Dataset, *changes: str) -> str:
    """Return the line that made a sweep with other words for some keys, in the quotes of a shell.

    Of levers it has the values that are left in the dataset.
    """
    replaced = {word.partition("=")[0] for word in changes}
    if "design" in replaced:
        replaced.add("design.name")
        kind = DESIGN_KINDS.get(str(dataset.attrs.get("design", "")))
        # The replicates of a design of one sample are all its runs; times the samples of another they are too many.
        replaced |= {"design.replicates"} if kind is not None and kind.rows == "single" else set()
    return shlex.join(["lunarsim", *words_of_line(dataset, replaced), *changes])


def rows_are_independent(dataset: xr.Dataset) -> bool:
    """Return whether rows are independent draws, so that a probability or a quantile of them has an interval.

    Of Saltelli's design these are rows A and B, see :func:`independent_rows`. Replicates of a single sample are
    independent whatever samples share.
    """
    kind = DESIGN_KINDS.get(str(dataset.attrs.get("design", "")))
    if kind is not None and kind.rows == "structured" and kind.name != "saltelli":
        return False
    return not shares_chance(dataset) or dataset.sizes["sample"] == 1


def independent_rows(dataset: xr.Dataset) -> xr.Dataset:
    """Return a sweep of which the rows are independent draws of the factors: of Saltelli's design A and B alone.

    Those that have been taken are taken as they are.
    """
    if dataset.attrs.get("design") != "saltelli":
        return dataset
    together = rows_together(dataset)
    samples = dataset.sizes["sample"]
    if samples == 2 * int(dataset.attrs.get("design_base_samples", samples // together)):
        return dataset
    place = np.arange(samples) % together
    return dataset.isel(sample=np.flatnonzero((place == 0) | (place == together - 1)))


def rows_together(dataset: xr.Dataset) -> int:
    """Return how many rows in turn belong together by their design; 0 where all do."""
    kind = DESIGN_KINDS.get(dataset.attrs.get("design", ""))
    if kind is None or kind.rows != "structured":
        return 1
    return kind.group_rows(len(factors(dataset)), bool(dataset.attrs.get("design_second_order"))) if kind.groups else 0


def rows_of_a_group(dataset: xr.Dataset) -> int:
    """Return of how many rows in turn the independent groups are; 0 where no rows are independent of each other."""
    return 0 if shares_chance(dataset) else rows_together(dataset)


def factors(dataset: xr.Dataset) -> tuple[str, ...]:
    """Return the keys of the uncertain factors, in the order of ``u``."""
    return tuple(json.loads(dataset.attrs.get("factors", "[]")))


def require_design(dataset: xr.Dataset, analysis: str, allowed: tuple[str, ...], offer: str) -> None:
    """Refuse a sweep of another design.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    analysis : str
        What is asked, in words.
    allowed : tuple of str
        Designs that it can be made from.
    offer : str
        What else can be done.

    Raises
    ------
    AnalysisError
        With the reason and the offer.
    """
    name = str(dataset.attrs.get("design", "unknown"))
    if name not in allowed:
        raise AnalysisError(f"{analysis}: needs design={' or '.join(allowed)}, this sweep has design={name}; {offer}")


def require_factors(dataset: xr.Dataset, analysis: str, least: int = 1) -> None:
    """Refuse a sweep with no uncertain factor, or with one where a share is asked, which needs no analysis."""
    keys = factors(dataset)
    if "u" not in dataset or not keys:
        raise AnalysisError(f"{analysis}: the sweep has no uncertain factors, so there is nothing to distinguish")
    if len(keys) < least:
        raise AnalysisError(
            f"{analysis}: {keys[0]} is the only factor, so all that is not chance is its own; "
            "draw the outcome against it, or run again with more factors"
        )


def saltelli_rows(dataset: xr.Dataset, analysis: str) -> tuple[int, bool]:
    """Return base samples and whether there are rows for second order, once ``u`` was found to be such a design.

    Raises
    ------
    AnalysisError
        If rows are missing, too many or out of order, as after a selection of samples.
    """
    second_order = bool(dataset.attrs.get("design_second_order", 0))
    base, step = int(dataset.attrs.get("design_base_samples", 0)), rows_together(dataset)
    _require_rows(analysis, dataset.sizes["sample"], base, step, "base samples")
    count = dataset.sizes["factor"]
    # One factor at a time, so that a large design is never held as a whole.
    if not all(_is_saltelli_column(dataset, base, step, column, count, second_order) for column in range(count)):
        raise AnalysisError(
            f"{analysis}: the stored u is not a Saltelli design (rows of a base sample are A, A with one factor after "
            "the other from B, and B); give the complete sweep in its own order, or run again with design=saltelli"
        )
    return base, second_order


def _is_saltelli_column(dataset: xr.Dataset, base: int, step: int, column: int, count: int, second_order: bool) -> bool:
    rows = dataset["u"].isel(factor=column).values.astype(np.float64).reshape(base, step)
    expected = np.empty_like(rows)
    expected[:, : count + 1] = rows[:, :1]
    expected[:, count + 1 :] = rows[:, -1:]
    expected[:, 1 + column] = rows[:, -1]
    if second_order:
        expected[:, 1 + count + column] = rows[:, 0]
    return np.array_equal(rows, expected) and not (rows[:, 0] == rows[:, -1]).any()


def morris_levels(dataset: xr.Dataset, analysis: str) -> tuple[NDArray[np.float64], int]:
    """Return the rows on SALib's grid, dims (sample, factor), and the number of levels, once ``u`` was checked.

    Raises
    ------
    AnalysisError
        If the stored rows are not complete trajectories.
    """
    unit = _unit(dataset)
    levels, step = int(dataset.attrs.get("design_levels", 0)), rows_together(dataset)
    _require_rows(analysis, len(unit), int(dataset.attrs.get("design_trajectories", 0)), step, "trajectories")
    moves = np.diff(unit.reshape(-1, step, unit.shape[1]), axis=1)
    each_once = (moves != 0).sum(axis=1) == 1
    one_a_row = (moves != 0).sum(axis=2) == 1
    grid = unit * levels - 0.5
    on_grid = np.isclose(grid, np.rint(grid)) & (grid > -0.5) & (grid < levels - 0.5)
    if not (each_once.all() and one_a_row.all() and on_grid.all() and np.allclose(np.abs(moves[moves != 0]), 0.5)):
        raise AnalysisError(
            f"{analysis}: the stored u is not a Morris design (in a trajectory each factor moves once, by 1/2); "
            "give the complete sweep in its own order, or run again with design=morris"
        )
    return np.rint(grid) / (levels - 1), levels


def _require_rows(analysis: str, rows: int, groups: int, step: int, what: str) -> None:
    if groups < 2 or rows != groups * step:
        raise AnalysisError(
            f"{analysis}: {rows} samples are not a complete design of at least two {what} with {step} rows each "
            f"(stored: {groups} {what}); give the complete sweep, without a selection of samples, or run more of them"
        )


def _unit(dataset: xr.Dataset) -> NDArray[np.float64]:
    """Return the unit quantiles, dims (sample, factor)."""
    return dataset["u"].transpose("sample", "factor").values.astype(np.float64)
