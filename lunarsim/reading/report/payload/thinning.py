"""Which samples a report holds: whole samples, with all lever values, up to a number of runs."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.sensitivity.design_check import shares_chance
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.study.request.design_kinds import DESIGN_KINDS, random_designs
from lunarsim.words.errors import AnalysisError

MOST_RUNS = 5_000
"""Runs that a report holds; of a larger sweep it holds the first samples."""

ENOUGH_SAMPLES = 500
"""While fewer samples than this fit, or than there are, replicates are left out first."""

FEWEST_REPLICATES = 4
"""Replicates that are kept even where too few samples fit, as they tell chance from what the factors do."""

MOST_COMBINATIONS = 4 * MOST_RUNS
"""Combinations of levers beyond which even one sample of each is too much for a page."""


class Kept(NamedTuple):
    """What a report holds of a sweep.

    Parameters
    ----------
    samples : array of int
        Positions of the samples.
    replicates : int
        The first ones are kept.
    group_rows : int
        Of how many samples in turn the independent groups are; 0 where no samples are independent of each other.
    note : str
        What was left out and by which rule; empty where all is there.
    why_no_sliders : str
        Why a cut of a factor could not be answered from these rows; empty where it can be.
    """

    samples: NDArray[np.int64]
    replicates: int
    group_rows: int
    note: str
    why_no_sliders: str


def kept_runs(dataset: xr.Dataset, most_runs: int = MOST_RUNS) -> Kept:
    """Return which runs of a sweep a report holds.

    Those of the first samples with all lever values, up to a number of runs. Where that would leave fewer than
    :data:`ENOUGH_SAMPLES`, replicates are halved first, down to :data:`FEWEST_REPLICATES`. The order of samples is by
    chance in Monte Carlo and Latin hypercube designs, and the beginning of a Sobol' sequence fills the space evenly, so
    that the first samples stand for all. Of Saltelli's design only the rows A and B are a random sample; the others
    repeat their values and are left out. Of other structured designs whole groups of rows are kept.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    most_runs : int
        How many it may hold.

    Raises
    ------
    AnalysisError
        If the levers have too many combinations for a page.
    """
    status = dataset["status"]
    combinations = prod(status.sizes[lever] for lever in levers(dataset))
    if combinations > MOST_COMBINATIONS:
        raise AnalysisError(
            f"the levers have {combinations:,} combinations, a report holds {MOST_COMBINATIONS:,} at most; "
            "lunarsim export writes all runs"
        )
    total, replicates = status.sizes["sample"], status.sizes["replicate"]
    rows, group, notes = _usable(dataset)
    replicates = _kept_replicates(replicates, min(len(rows), ENOUGH_SAMPLES) * combinations, combinations, most_runs)
    if replicates < status.sizes["replicate"]:
        notes.append(f"the first {replicates:,} of {status.sizes['replicate']:,} replicates")
    room = max(group, most_runs // (combinations * replicates) // group * group)
    if room < len(rows):
        notes.append(f"the first {room:,} of {len(rows):,} samples, all lever values")
        rows = rows[:room]
    note = f"This page holds {_listed(notes)}, of {status.size:,} runs in the sweep." if notes else ""
    return Kept(rows, replicates, _group_rows(dataset, group), note, _why_no_sliders(dataset, total))


def _kept_replicates(replicates: int, enough: int, combinations: int, most_runs: int) -> int:
    """Return how many replicates are kept: samples tell more, so that replicates give way to them first.

    Parameters
    ----------
    replicates : int
        That there are.
    enough : int
        Runs of one replicate that are to fit.
    combinations, most_runs : int
        Of levers; and runs that a report holds.
    """
    kept = replicates
    while kept > FEWEST_REPLICATES and enough * kept > most_runs:
        kept = max(FEWEST_REPLICATES, kept // 2)
    return min(kept, max(1, most_runs // combinations))


def _group_rows(dataset: xr.Dataset, group: int) -> int:
    """Return of how many kept samples in turn the independent groups are; ``group`` belong together."""
    kind = DESIGN_KINDS.get(str(dataset.attrs.get("design", "")))
    joins_all = kind is not None and kind.rows == "structured" and not kind.groups
    return 0 if joins_all or shares_chance(dataset) else group


def _usable(dataset: xr.Dataset) -> tuple[NDArray[np.int64], int, list[str]]:
    """Return the rows of a design that may be shown, how many belong together, and what was left out."""
    total = dataset.sizes["sample"]
    every = np.arange(total)
    kind = DESIGN_KINDS.get(str(dataset.attrs.get("design", "")))
    if kind is None or kind.rows != "structured":
        return every, 1, []
    step = kind.group_rows(dataset.sizes.get("factor", 0), bool(dataset.attrs.get("design_second_order", 0)))
    if kind.name == "saltelli" and total % step == 0:
        return every[(every % step == 0) | (every % step == step - 1)], 2, ["the rows A and B of Saltelli's design"]
    return every, step if kind.groups and total % step == 0 else 1, []


def _why_no_sliders(dataset: xr.Dataset, total: int) -> str:
    if "u" not in dataset:
        return "no factor is uncertain in this sweep"
    name = str(dataset.attrs.get("design", "unknown"))
    if name in random_designs() or name == "saltelli":
        return "" if total > 1 else "the sweep has one sample"
    kind = DESIGN_KINDS.get(name)
    about = f" ({kind.about})" if kind else ""
    return f"the rows of design={name}{about} are not a random sample; run again with design=lhs"


def _listed(notes: list[str]) -> str:
    return notes[0] if len(notes) == 1 else ", ".join(notes[:-1]) + " and " + notes[-1]
