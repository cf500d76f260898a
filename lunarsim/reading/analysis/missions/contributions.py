"""What each partner gives: its share of what was landed, and how often a milestone hung on it."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.valid_runs import SAMPLING, along_runs, finished
from lunarsim.words.errors import AnalysisError

MASS, PROGRAM, MISSION = "mass_landed_kg", "milestone_critical_program", "milestone_critical_mission"


def contributions(dataset: xr.Dataset, lever: str | None = None) -> xr.Dataset:
    """Return what each program contributes, and what the milestones depend on.

    A milestone depends on what completed it or, in a run that does not reach it, on what the station lacked first.

    Parameters
    ----------
    dataset : Dataset
        A sweep; dimensions other than sample, replicate and the lever must have been selected.
    lever : str, optional
        Dimension whose values are kept apart.

    Returns
    -------
    Dataset
        ``landed_share`` (program, lever) [1], of the mean mass; ``critical_share`` (milestone, program, lever) and
        ``critical_mission_share`` (milestone, mission, lever) [1], shares of the runs that ended well, which leave out
        those whose milestone hung on nothing planned; ``run_count`` (lever).

    Raises
    ------
    AnalysisError
        If the dataset lacks these outcomes, or if no run ended well.
    """
    kept = (lever,) if lever else ()
    missing = [name for name in (MASS, PROGRAM, MISSION) if name not in dataset]
    if missing:
        raise AnalysisError(f"contributions: {', '.join(missing)} not in the dataset; run the sweep again")
    counted = along_runs(finished(dataset), *kept)
    runs = counted.sum(SAMPLING)
    if not bool(runs.any()):
        raise AnalysisError("contributions: no run ended well")
    mass = along_runs(dataset[MASS], "program", *kept).where(counted).mean(SAMPLING)
    total = mass.sum("program")
    return xr.Dataset(
        {
            "landed_share": (mass / total.where(total > 0)).transpose("program", *kept),
            "critical_share": _shares(dataset, PROGRAM, "program", counted, runs, kept),
            "critical_mission_share": _shares(dataset, MISSION, "mission", counted, runs, kept),
            "run_count": runs,
        }
    )


def _shares(
    dataset: xr.Dataset, name: str, axis: str, counted: xr.DataArray, runs: xr.DataArray, kept: tuple[str, ...]
) -> xr.DataArray:
    """Return the share of the runs in which a position on an axis was stored, dims (milestone, axis, lever)."""
    indices = along_runs(dataset[name], "milestone", *kept)
    positions = xr.DataArray(np.arange(dataset.sizes[axis]), dims=axis, coords={axis: dataset[axis]})
    met: xr.DataArray = ((indices == positions) & counted).sum(SAMPLING) / runs.where(runs > 0)
    return met.transpose("milestone", axis, *kept)
